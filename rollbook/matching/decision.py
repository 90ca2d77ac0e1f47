"""What a weight means: the thresholds, and what rivals for the same place take from it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log2

from rollbook.matching.model import data_file


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Weights (log2 of odds, rivals counted) from which a match is...

    `possible`: worth showing to a person; below it lie almost no true matches. `probable`: more likely than not
    right, best for F1. `link`: right in 99.8 of 100 cases. `duplicate`: the sweep within one register queues it.
    """

    possible: float
    probable: float
    link: float
    duplicate: float


@cache
def load_thresholds() -> Thresholds:
    """The thresholds of `data/thresholds.toml`."""
    return Thresholds(**tomllib.loads(data_file("thresholds.toml").read_text(encoding="utf-8"))["weights"])


def against_rivals(weights: Sequence[float]) -> list[float]:
    """The weights of one person's candidates when at most one of them is right, in the order given.

    Odds o against all others become o / (1 + the sum of the others' odds).
    """
    odds = [2.0 ** min(weight, 200.0) for weight in weights]
    total = sum(odds)
    return [weight - log2(1 + max(total - own, 0.0)) for weight, own in zip(weights, odds, strict=True)]
