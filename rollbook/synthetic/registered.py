"""Invented learners who have numbers already, each enrolled with a provider: what a register is first loaded with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from itertools import islice

import polars as pl

from rollbook.definitions import uln_range
from rollbook.register.numbers import OpenRange, draw
from rollbook.synthetic.people import people

# Born between these days everybody is of an age that the register allows, for some years to come.
BORN_FROM, BORN_TO = date(1950, 1, 1), date(2012, 8, 31)


def registered(count: int, seed: int, *, ukprns: list[str], range_name: str = "demo") -> pl.DataFrame:
    """So many learners: the columns of `people`, and `uln` and `ukprn` (of the provider that enrolled each)."""
    rng = random.Random(seed)
    ulns = _drawn(count, rng, range_name)
    return people(count, seed, born_from=BORN_FROM, born_to=BORN_TO).with_columns(
        uln=ulns, ukprn=pl.Series(rng.choices(ukprns, k=count))
    )


def numbers(count: int, seed: int, *, range_name: str = "demo") -> pl.Series:
    """So many learners' numbers, all different."""
    return _drawn(count, random.Random(seed), range_name)


def _drawn(count: int, rng: random.Random, range_name: str) -> pl.Series:
    within = uln_range(range_name)
    drawn = draw([OpenRange(int(within.first) * 10, int(within.last) * 10 + 9)], rng.randrange)
    return pl.Series(list(islice(_distinct(drawn), count)), dtype=pl.Int64).cast(pl.String)


def _distinct(numbers: Iterator[int]) -> Iterator[int]:
    seen: set[int] = set()
    for number in numbers:
        if number not in seen:
            seen.add(number)
            yield number
