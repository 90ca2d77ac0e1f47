"""Precision and recall of a stratified sample of judged pairs, each with its interval.

Every stratum's share of one-person pairs counts by the pairs it stands for. The strata's Wilson limits are put
together by the method of variance estimates recovery (Zou and Donner 2008, Statistics in Medicine 27, 1693): the
distances to the limits are added as squares, so no normal curve is laid over shares near 0 or 1. Where the number of
pairs itself is an estimate, its error is added. Recall is a ratio of two such sums; its limits are the values at
which the limit of their difference is nought (Fieller's way).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from rollbook.matching.accuracy.intervals import Interval, Z, wilson


@dataclass(frozen=True, slots=True)
class Stratum:
    """Pairs of one kind and weight: how many there are, how many were judged, and how many of those are one person.

    `accepted`: the register takes them for one person, or shows them to somebody as such. `population_error` is the
    standard error of `population`, 0 where the pairs were counted.
    """

    population: float
    judged: int
    same: int
    accepted: bool
    population_error: float = 0.0


@dataclass(frozen=True, slots=True)
class _Sum:
    """An estimated number of pairs of one person, with the distances to its limits."""

    value: float
    below: float
    above: float


def precision(strata: Iterable[Stratum]) -> Interval | None:
    """Of the pairs taken for one person, the share that are. None where a stratum has not been judged at all."""
    taken = [each for each in strata if each.accepted and each.population > 0]
    if not taken or any(not each.judged for each in taken):
        return None
    everything = sum(each.population for each in taken)
    found = _sum(taken, spread=False)
    share = found.value / everything
    # More or fewer pairs in a stratum move the mean by how far the stratum lies from it.
    moved = hypot(*(Z * each.population_error * (each.same / each.judged - share) for each in taken))
    below, above = hypot(found.below, moved) / everything, hypot(found.above, moved) / everything
    return Interval(share, max(0.0, share - below), min(1.0, share + above))


def recall(strata: Iterable[Stratum]) -> Interval | None:
    """Of the one-person pairs in these strata, the share in accepted ones.

    It is silent about pairs in no stratum: two records of one person that share no key, or weigh less than any band.
    None where a stratum has not been judged at all, or no pair of one person is known.
    """
    filled = [each for each in strata if each.population > 0]
    if any(not each.judged for each in filled):
        return None
    found = _sum([each for each in filled if each.accepted])
    missed = _sum([each for each in filled if not each.accepted])
    if found.value + missed.value <= 0:
        return None
    value = found.value / (found.value + missed.value)
    low = _root(lambda share: _difference(share, found, missed) - _distance(share, found.below, missed.above))
    high = _root(lambda share: _difference(share, found, missed) + _distance(share, found.above, missed.below))
    return Interval(value, min(low, value), max(high, value))


def _sum(strata: Sequence[Stratum], *, spread: bool = True) -> _Sum:
    value, below, above = 0.0, [0.0], [0.0]
    for each in strata:
        share = wilson(each.same, each.judged)
        value += each.population * share.value
        of_population = Z * each.population_error * share.value if spread else 0.0
        below.append(hypot(each.population * (share.value - share.low), of_population))
        above.append(hypot(each.population * (share.high - share.value), of_population))
    return _Sum(value, min(value, hypot(*below)), hypot(*above))


def _difference(share: float, found: _Sum, missed: _Sum) -> float:
    """Nought where `share` is the recall, above it where the recall is larger."""
    return (1 - share) * found.value - share * missed.value


def _distance(share: float, of_found: float, of_missed: float) -> float:
    return hypot((1 - share) * of_found, share * of_missed)


def _root(function: Callable[[float], float]) -> float:
    """Where a function that falls from 0 to 1 passes nought."""
    low, high = 0.0, 1.0
    if function(1.0) >= 0:
        return 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) >= 0 else (low, middle)
    return (low + high) / 2
