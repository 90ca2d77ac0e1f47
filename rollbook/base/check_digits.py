"""Weighted sums, from which check digits and check letters are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def weighted_sum(values: Iterable[int], weights: Sequence[int]) -> int:
    """The sum of value times weight; both must be of the same length."""
    return sum(value * weight for value, weight in zip(values, weights, strict=True))
