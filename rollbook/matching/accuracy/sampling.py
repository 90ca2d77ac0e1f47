"""Which pairs are judged: bands of weight, how many of each stratum, and a draw that a seed repeats."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import inf, sqrt
from typing import TypeVar

T = TypeVar("T")
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Sampling:
    """The rules of `data/sampling.toml`: see there."""

    edges: tuple[float, ...]
    least_in_stratum: int
    judged_twice: float
    learners: int
    largest: int
    too_few: int


@dataclass(frozen=True, slots=True)
class Band:
    """Weights from `low` to below `high`, in bits."""

    low: float
    high: float


@cache
def load_sampling() -> Sampling:
    """The packaged rules."""
    values = tomllib.loads(files("rollbook.matching").joinpath("data/sampling.toml").read_text("utf-8"))
    return Sampling(**{**values, "edges": tuple(values["edges"])})


def bands(possible: float) -> tuple[Band, ...]:
    """The bands around the threshold from which a candidate is shown, lowest first; none reaches across it."""
    edges = [possible + edge for edge in load_sampling().edges]
    return tuple(Band(low, high) for low, high in zip(edges, [*edges[1:], inf], strict=True))


def band_of(weight: float, among: Sequence[Band]) -> Band | None:
    """The band of a weight; None for one below them all."""
    return next((band for band in among if band.low <= weight < band.high), None)


def allocate(populations: Mapping[Name, float], size: int, *, least: int) -> dict[Name, int]:
    """How many pairs of each stratum make up a sample: some of each, the rest by the root of how many there are.

    One of each at least, even where that is more than `size`. By the root, so that a small stratum near the threshold
    is not drowned by a large one far below it.
    """
    there = {name: int(population) for name, population in populations.items() if population >= 1}
    least = max(1, min(least, size // max(len(there), 1)))
    taken = {name: min(count, least) for name, count in there.items()}
    while (left := size - sum(taken.values())) > 0:
        open_ = {name: sqrt(count) for name, count in there.items() if taken[name] < count}
        if not open_:
            break
        together = sum(open_.values())
        for name in sorted(open_, key=lambda name: -open_[name]):
            share = max(1, round(left * open_[name] / together))
            more = min(share, there[name] - taken[name], size - sum(taken.values()))
            taken[name] += max(0, more)
    return taken


def draw(items: Sequence[T], count: int, *, seed: int, name: str) -> list[T]:
    """So many of the items in a random order; the same seed and name draw the same of the same items."""
    return random.Random(f"{seed} {name}").sample(items, min(count, len(items)))


def total(found: Sequence[int], *, of: int) -> tuple[float, float]:
    """How many pairs there are of a kind, and the error of that, from how many each of some learners has part in.

    The learners were drawn at random from `of`; a pair is met from either of its two.
    """
    drawn = len(found)
    if not drawn:
        return 0.0, 0.0
    mean = sum(found) / drawn
    if drawn >= of:
        return sum(found) / 2, 0.0
    variance = sum((each - mean) ** 2 for each in found) / max(drawn - 1, 1) * (1 - drawn / of)
    return of * mean / 2, of / 2 * sqrt(variance / drawn)
