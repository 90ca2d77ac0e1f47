"""Pools of names with their frequencies, and drawing from them by community, sex and birth decade.

Names come from Faker's locale providers, read at run time, a short head of common names and an invented tail.
Pools do not depend on a caller's seed: two registers with different seeds are two samples of one population.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from rollbook.synthetic.communities import Community, Use, communities
from rollbook.synthetic.invented import invent

Codes = npt.NDArray[np.int64]
DECADES = range(1900, 2040, 10)
_POOL_SEED = 20090714


@dataclass(frozen=True, slots=True)
class Pool:
    """Names as codes into the vocabulary, with the cumulative share of each, one row for each birth decade."""

    codes: Codes
    cumulative: npt.NDArray[np.float64]

    def draw(self, decade: int, count: int, rng: np.random.Generator) -> Codes:
        """Codes of names for people born in a decade, given as its place in DECADES."""
        row = self.cumulative[min(decade, len(self.cumulative) - 1)]
        drawn: Codes = self.codes[np.searchsorted(row, rng.random(count) * row[-1], side="right")]
        return drawn


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All names, each at its code, and the pools of each community."""

    names: npt.NDArray[np.object_]
    given: dict[tuple[int, int], Pool]  # by community and sex (0 male, 1 female)
    family: dict[int, Pool]
    female_form: Codes  # the code of a family name as a woman bears it; most often itself


@cache
def vocabulary() -> Vocabulary:
    """Every name that can occur, made once for the process."""
    rng = np.random.default_rng(_POOL_SEED)
    codes: dict[str, int] = {"": 0}
    given: dict[tuple[int, int], Pool] = {}
    family: dict[int, Pool] = {}
    female: dict[int, int] = {}
    for at, community in enumerate(communities()):
        for sex, (lists, head) in enumerate(
            ((community.male, community.male_head), (community.female, community.female_head))
        ):
            tail = invent(community.sounds, ("male", "female")[sex], community.given_use.invented, rng)
            names = _ranked(lists, head, tail, rng)
            given[at, sex] = Pool(_coded(names, codes), _by_decade(_use(len(names), community.given_use), rng))
        tail = invent(community.sounds, "family", community.family_use.invented, rng)
        names = _ranked(community.family, community.family_head, tail, rng)
        family[at] = Pool(_coded(names, codes), np.cumsum(_use(len(names), community.family_use))[None, :])
        female.update(_female_forms(community, names, codes))
    form = np.arange(len(codes))
    form[list(female)] = list(female.values())
    return Vocabulary(np.array(list(codes), dtype=object), given, family, form)


def code_of(names: tuple[str, ...]) -> Codes:
    """The codes of names that the vocabulary holds, such as a community's female family names."""
    known = _codes()
    return np.array([known[name] for name in names], dtype=np.int64)


@cache
def _codes() -> dict[str, int]:
    return {name: code for code, name in enumerate(vocabulary().names)}


def _ranked(lists: tuple[str, ...], head: tuple[str, ...], tail: list[str], rng: np.random.Generator) -> list[str]:
    """Head, then the listed names (those in order of use first), then the invented tail; each once."""
    ordered: list[str] = []
    loose: list[str] = []
    for source in lists:
        names = _faker_names(source.removesuffix("!"))
        (ordered if source.endswith("!") else loose).extend(names)
    shuffled = [loose[at] for at in rng.permutation(len(loose))]
    return list(dict.fromkeys((*head, *ordered, *shuffled, *tail)))


def _faker_names(source: str) -> list[str]:
    locale, attribute = source.split(":")
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    return [_tidy(name) for name in getattr(provider, attribute)]


def _tidy(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-")) if name.isupper() else name


def _use(count: int, use: Use) -> npt.NDArray[np.float64]:
    return np.asarray(1.0 / (np.arange(1, count + 1) + use.shift) ** use.power)


def _by_decade(shares: npt.NDArray[np.float64], rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Fashion: each name has a decade when it was most given, a span around it, and a floor it never falls below."""
    peaks = rng.uniform(1930, 2025, len(shares))
    spans = rng.uniform(15, 60, len(shares))
    rows = [shares * (np.exp(-0.5 * ((decade + 5 - peaks) / spans) ** 2) + 0.06) for decade in DECADES]
    return np.cumsum(np.array(rows), axis=1)


def _coded(names: list[str], codes: dict[str, int]) -> Codes:
    return np.array([codes.setdefault(name, len(codes)) for name in names], dtype=np.int64)


def _female_forms(community: Community, names: list[str], codes: dict[str, int]) -> dict[int, int]:
    """Family names that women bear in another form: Singh and Kaur, Kowalski and Kowalska."""
    pairs = dict(community.female_form)
    for name in names:
        for ending, female in community.female_endings.items():
            if name.endswith(ending):
                pairs[name] = name.removesuffix(ending) + female
                break
    _coded(list(community.female_family), codes)
    return {codes[male]: codes.setdefault(female, len(codes)) for male, female in pairs.items() if male in codes}
