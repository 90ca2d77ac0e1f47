"""How far two folded names agree, before it is known which names of two people they are.

`likeness` is the one definition for online and bulk: bulk calls it once for each distinct pair of values.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from rollbook.matching.nicknames import are_nicknames
from rollbook.matching.sound import sound

# Shorter names differ by a letter and are still other names (Ian and Ann).
_SHORTEST_NEAR = 4
_LONG = 9  # from this length on, two letters may differ
_ALIKE = 0.86  # Jaro-Winkler at which names look alike
_SHORTEST_START = 3  # a cut-off name shows at least these letters


class Likeness(IntEnum):
    """How far two names agree, best first; MISSING when one is not given."""

    MISSING = 0
    SAME = 1
    NICKNAME = 2
    NEAR = 3
    PART = 4
    INITIAL = 5
    SIMILAR = 6
    DIFFERENT = 7


@lru_cache(maxsize=100_000)
def likeness(one: str, other: str) -> Likeness:
    """How far two folded names agree. Nicknames are names; a caller for whom they differ reads them as SIMILAR."""
    if not one or not other:
        return Likeness.MISSING
    if one == other:
        return Likeness.SAME
    if one.replace(" ", "") == other.replace(" ", ""):
        return Likeness.SAME
    if are_nicknames(one, other):
        return Likeness.NICKNAME
    return _looser(one, other)


def _looser(one: str, other: str) -> Likeness:
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return Likeness.INITIAL if long[0] == short else Likeness.DIFFERENT
    if is_near(short, long):
        return Likeness.NEAR
    if _is_part(short, long):
        return Likeness.PART
    if JaroWinkler.similarity(one, other) >= _ALIKE or sound(one) == sound(other):
        return Likeness.SIMILAR
    return Likeness.DIFFERENT


def is_near(short: str, long: str) -> bool:
    """Whether one slip of the keyboard lies between them; two in a long name."""
    slips = 2 if len(short) >= _LONG else 1
    return len(long) >= _SHORTEST_NEAR and OSA.distance(short, long, score_cutoff=slips) <= slips


def _is_part(short: str, long: str) -> bool:
    """Whether a word is common to both and one has more words, or one is the beginning of the other."""
    if " " in long or " " in short:
        words, others = short.split(), long.split()
        if not set(words).isdisjoint(others):
            return True
        return any(are_nicknames(word, other) for word in words[:1] for other in others[:1])
    return len(short) >= _SHORTEST_START and long.startswith(short)
