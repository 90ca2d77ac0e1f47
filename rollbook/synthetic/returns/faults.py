"""Puts faults into an invented return, and keeps the truth about them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from rollbook.standards.layouts import Table
from rollbook.synthetic.returns.kinds import Fault
from rollbook.synthetic.returns.repeating import PERSON


def put_in(
    tables: dict[str, pl.DataFrame], main: Table, faults: Sequence[Fault], wrong: np.ndarray, rng: np.random.Generator
) -> pl.DataFrame:
    """Give each person marked in `wrong` one fault, in the first of their rows that it can stand in.

    The tables are changed. The truth comes back, one row a fault: `record` (the key of the person's record) and `rule`.
    """
    key = main.key[0]
    persons = np.flatnonzero(wrong)
    chosen = rng.integers(len(faults), size=len(persons)) if faults else np.array([], dtype=int)
    names = tables[main.name].select(PERSON, record=pl.col(key))
    truth = []
    for place, fault in enumerate(faults):
        asked = pl.DataFrame({PERSON: persons[chosen == place]}, schema={PERSON: pl.Int64})
        rows = tables[fault.table].join(asked, on=PERSON, how="semi").group_by(PERSON).agg(pl.col("id").min())
        tables[fault.table] = _changed(tables[fault.table], fault, rows["id"])
        truth.append(rows.join(names, on=PERSON).select("record", rule=pl.lit(fault.rule)))
    if not truth:
        return pl.DataFrame(schema={"record": pl.String, "rule": pl.String})
    return pl.concat(truth).sort("record")


def _changed(frame: pl.DataFrame, fault: Fault, ids: pl.Series) -> pl.DataFrame:
    is_hit = pl.col("id").is_in(ids.implode())
    values = [
        pl.when(is_hit).then(pl.lit(value, pl.String)).otherwise(pl.col(column)).alias(column)
        for column, value in fault.changes.items()
    ]
    return frame.with_columns(values)
