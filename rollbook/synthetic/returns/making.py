"""Makes a return of any size: each kind's tables repeated for so many people, then the people's own details put in.

Nothing is worked out row by row, so a million records cost seconds. The same seed makes the same file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from rollbook.standards.layouts import Layout, layout_of
from rollbook.standards.loaded import Loaded
from rollbook.standards.rules.records import main_table
from rollbook.standards.tables import standard_data
from rollbook.synthetic.people import people
from rollbook.synthetic.registered import numbers
from rollbook.synthetic.returns.faults import put_in
from rollbook.synthetic.returns.kinds import Kind, faults_of, kinds_of
from rollbook.synthetic.returns.repeating import PERSON, as_raw, repeated
from rollbook.synthetic.tables import table


@dataclass(frozen=True, slots=True)
class Made:
    """An invented return and the truth about it: which record has which fault (`record`, `rule`)."""

    loaded: Loaded
    truth: pl.DataFrame


def make_return(standard: str, version: str, count: int, seed: int, *, faults: float = 0.0) -> Made:
    """A return with so many records of people; `faults` is the share of them that something is wrong with."""
    layout = layout_of(standard, version)
    rng = np.random.default_rng([seed, count])
    kinds = kinds_of(layout)
    shares = np.array([kind.share for kind in kinds])
    chosen = rng.choice(len(kinds), size=count, p=shares / shares.sum())
    tables = repeated(layout, kinds, chosen)
    main = main_table(layout)
    tables[main.name] = _own_details(tables[main.name], _people(layout, kinds, chosen, seed), table(standard)["person"])
    truth = put_in(tables, main, faults_of(layout), rng.random(count) < faults, rng)
    return Made(Loaded(layout, as_raw(layout, tables)), truth)


def _people(layout: Layout, kinds: Sequence[Kind], chosen: np.ndarray, seed: int) -> pl.DataFrame:
    """One invented person for each record, of the age its kind asks for, with a number of their own."""
    first = standard_data(layout.standard, layout.version).year["starts"]
    frames = []
    for place, kind in enumerate(kinds):
        persons = np.flatnonzero(chosen == place)
        if len(persons):
            youngest, oldest = _years_before(first, kind.ages[0]), _years_before(first, kind.ages[1] + 1)
            made = people(len(persons), seed + place, born_from=oldest + timedelta(1), born_to=youngest)
            frames.append(made.with_columns(pl.Series(PERSON, persons)))
    return pl.concat(frames).sort(PERSON).with_columns(uln=numbers(len(chosen), seed))


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years)


def _own_details(frame: pl.DataFrame, persons: pl.DataFrame, columns: Mapping[str, str]) -> pl.DataFrame:
    """The records with their own person's details: `columns` says what stands in which column."""
    own = persons.select(PERSON, *(_as_text(source).alias(column) for column, source in columns.items()))
    return frame.drop(columns.keys()).join(own, on=PERSON, how="left", maintain_order="left")


def _as_text(source: str) -> pl.Expr:
    if source == "reference":
        return pl.format("A{}", (pl.col(PERSON) + 1).cast(pl.String).str.zfill(7))
    if source == "sex":
        return (
            pl.col("gender")
            .replace_strict({"1": "M", "2": "F"}, default=None)
            .fill_null(pl.when(pl.col(PERSON) % 2 == 0).then(pl.lit("F")).otherwise(pl.lit("M")))
        )
    if source in _OTHER_NAME:  # who has one name has it in both places: a return asks for both
        return pl.coalesce(_given(source), _given(_OTHER_NAME[source]))
    return pl.col(source).cast(pl.String)


_OTHER_NAME = {"given_name": "family_name", "family_name": "given_name"}


def _given(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(pl.col(name))
