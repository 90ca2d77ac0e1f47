"""Rare names made from syllables, so that the tail of names is long and belongs to nobody."""

from __future__ import annotations

import numpy as np

from rollbook.synthetic.tables import table


def invent(sounds: str, ending: str, count: int, rng: np.random.Generator) -> list[str]:
    """At most `count` distinct names with the sounds of `data/sounds.toml`; ending: family, male or female.

    Few syllables give fewer names than asked for; the names come in a random order.
    """
    syllables = table("sounds")[sounds]
    beginnings = np.array(syllables["beginnings"].split(), dtype=object)
    middles = np.array(["", "", *syllables["middles"].split()], dtype=object)
    endings = np.array(syllables[f"{ending}_endings"].split(), dtype=object)
    tries = count * 3
    parts = (
        rng.choice(beginnings, tries)
        + rng.choice(middles, tries)
        + np.where(rng.random(tries) < 0.12, rng.choice(middles, tries), "")
        + rng.choice(endings, tries)
    )
    return list(dict.fromkeys(_tidy(name) for name in parts))[:count]


def _tidy(name: str) -> str:
    letters = [letter for at, letter in enumerate(name) if not (at > 1 and letter == name[at - 1] == name[at - 2])]
    return "".join(letters)
