"""The sets of people that matching is judged on. Training, tuning and testing never share a seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from rollbook.synthetic.people import BORN_FROM, BORN_TO, people
from rollbook.synthetic.queries import queries


@dataclass(frozen=True, slots=True)
class Seeds:
    """One seed for the register, one for the searches."""

    register: int
    queries: int


TRAIN = Seeds(101, 102)  # models learn here
TUNE = Seeds(201, 202)  # thresholds are fixed here
TEST = Seeds(301, 302)  # figures come from here


@dataclass(frozen=True, slots=True)
class Set:
    """A register, searches and the truth about them (see `rollbook.synthetic.queries`)."""

    register: pl.DataFrame
    queries: pl.DataFrame
    truth: pl.DataFrame


def make_set(errors: str, *, size: int, seeds: Seeds, span_days: int | None = None) -> Set:
    """A register of so many learners and a tenth as many searches (at most 100,000).

    `span_days`: all births within so many days of 2003, which makes names as dense as in a register of sixty million.
    """
    first = BORN_FROM if span_days is None else date(2003, 1, 1)
    last = BORN_TO if span_days is None else first + timedelta(days=span_days - 1)
    register = people(size, seeds.register, born_from=first, born_to=last)
    asked, truth = queries(register, min(size // 10, 100_000), seeds.queries, errors=errors)  # type: ignore[arg-type]
    return Set(register, asked, truth)
