"""Puts faults into an invented return before its places are filled, and tells afterwards who has which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from rollbook.standards.layouts import Layout
from rollbook.synthetic.returns.plans import Fault
from rollbook.synthetic.returns.repeating import PERSON


def put_in(
    tables: dict[str, pl.DataFrame], faults: Sequence[Fault], wrong: npt.NDArray[np.bool_], rng: np.random.Generator
) -> pl.DataFrame:
    """Give each person marked in `wrong` one fault that a row of theirs can have, in the first such row.

    The tables are changed. What was done comes back, one row a fault: PERSON and `rule`.
    """
    done = []
    for fault, persons in zip(faults, _shared_out(tables, faults, wrong, rng), strict=True):
        asked = pl.DataFrame({PERSON: persons}, schema={PERSON: pl.Int64})
        rows = tables[fault.table].join(asked, on=PERSON, how="semi").group_by(PERSON).agg(pl.col("id").min())
        tables[fault.table] = _changed(tables[fault.table], fault, rows["id"])
        done.append(rows.select(PERSON, rule=pl.lit(fault.rule)))
    return pl.concat(done).sort(PERSON)


def truth(
    layout: Layout, tables: Mapping[str, pl.DataFrame], people: Sequence[str], done: pl.DataFrame
) -> pl.DataFrame:
    """Who has which fault: `record` (the key of the person's record, as it stands in the file) and `rule`."""
    keys = [tables[name].select(PERSON, record=pl.col(layout.table(name).key[0])) for name in people]
    return done.join(pl.concat(keys), on=PERSON, maintain_order="left").select("record", "rule").sort("record")


def _shared_out(
    tables: Mapping[str, pl.DataFrame], faults: Sequence[Fault], wrong: npt.NDArray[np.bool_], rng: np.random.Generator
) -> list[npt.NDArray[np.int64]]:
    """The persons of each fault: everybody who is to have one gets one of those they can have, by chance."""
    persons = np.flatnonzero(wrong)
    chance = rng.random((len(faults), len(persons)))
    for place, fault in enumerate(faults):
        can = np.isin(persons, tables[fault.table][PERSON].drop_nulls().unique().to_numpy())
        chance[place, ~can] = -1.0
    best = chance.argmax(axis=0)
    has = chance.max(axis=0) >= 0
    return [persons[has & (best == place)] for place in range(len(faults))]


def _changed(frame: pl.DataFrame, fault: Fault, ids: pl.Series) -> pl.DataFrame:
    is_hit = pl.col("id").is_in(ids.implode())
    values = [
        pl.when(is_hit).then(pl.lit(value, pl.String)).otherwise(pl.col(column)).alias(column)
        for column, value in fault.changes.items()
    ]
    return frame.with_columns(values)
