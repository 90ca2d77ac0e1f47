"""The bounds within which the `possible` threshold may be changed. An exact match is decided without any threshold."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isfinite

from rollbook.base.findings import Finding


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and the highest threshold allowed, both included."""

    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Moved:
    """Of some weights: how many are at or above a threshold now, and how many at or above another."""

    of: int
    now: int
    then: int


@cache
def bounds() -> Bounds:
    """The packaged bounds."""
    return Bounds(**tomllib.loads(files(__package__).joinpath("safe_threshold.toml").read_text("utf-8")))


def check(possible: float) -> Finding | None:
    """What is wrong with a threshold, if anything."""
    if isfinite(possible) and bounds().lowest <= possible <= bounds().highest:
        return None
    says = "The threshold is outside the safe bounds."
    return Finding("threshold_unsafe", "possible", says, f"Take one from {bounds().lowest} to {bounds().highest} bits.")


def moved(weights: Iterable[float], *, now: float, then: float) -> Moved:
    """What another threshold does to some weights."""
    found = list(weights)
    return Moved(len(found), sum(each >= now for each in found), sum(each >= then for each in found))
