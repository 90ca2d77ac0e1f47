"""A share with its interval, from counts: Wilson's score interval, with its ends mended where one to three differ.

Source: Wilson 1927; Brown, Cai and DasGupta 2001 (Statistical Science 16, 101), the modified Wilson interval. Without
the mending, a share of 99.9 % would lie outside as soon as one of fifty judged pairs is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z = 1.959964  # of a normal distribution: 95 of 100 lie within
# The mean of a Poisson count that stays below one, two or three with 95 of 100.
_FEW = {1: 0.0513, 2: 0.3554, 3: 0.8177}


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and the limits between which 95 of 100 such intervals hold the truth."""

    value: float
    low: float
    high: float


def wilson(hits: int, of: int) -> Interval:
    """The share of `hits` with its limits; with none counted, anything from 0 to 1."""
    if not of:
        return Interval(0.5, 0.0, 1.0)
    return Interval(hits / of, _lower(hits, of), 1 - _lower(of - hits, of))


def _lower(hits: int, of: int) -> float:
    if not hits:
        return 0.0
    if hits in _FEW and (hits < 3 or of > 50):
        return min(_FEW[hits] / of, _score(hits, of))
    return _score(hits, of)


def _score(hits: int, of: int) -> float:
    share, spread = hits / of, Z * Z / of
    return (share + spread / 2 - Z * sqrt(share * (1 - share) / of + spread / (4 * of))) / (1 + spread)
