"""What a weight means: the thresholds, and what rivals for the same place take from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

from rollbook.matching.model import load_model


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


def load_thresholds(path: Path | None = None) -> Thresholds:
    """The thresholds that were set with a model (see `load_model`), on other people than it was fitted on."""
    return Thresholds(**load_model(path).thresholds)


def against_rivals(weights: Sequence[float]) -> list[float]:
    """The weights of one person's candidates when at most one of them is right, in the order given.

    Odds o against all others become o / (1 + the sum of the others' odds).
    """
    odds = [2.0 ** min(weight, 200.0) for weight in weights]
    total = sum(odds)
    return [weight - log2(1 + max(total - own, 0.0)) for weight, own in zip(weights, odds, strict=True)]
