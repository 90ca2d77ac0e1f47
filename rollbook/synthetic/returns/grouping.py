"""Rows that are made of people, such as a school's classes: so many people of one year to each."""

from __future__ import annotations

import polars as pl

from rollbook.synthetic.returns.filling import filled
from rollbook.synthetic.returns.plans import Group

MEMBERS, NUMBER = "members", "number"


def grouped(frame: pl.DataFrame, group: Group, members: pl.DataFrame) -> pl.DataFrame:
    """The group's table: its one row repeated, its places filled with what members share, `number` and `members`.

    `members` holds the details of each person by which they are grouped. Groups of one year differ in size by one.
    """
    rows = []
    for *values, count in members.group_by(group.by).len().sort(group.by).iter_rows():
        groups = -(-count // group.size)
        shared = dict(zip(group.by, values, strict=True))
        for number in range(groups):
            size = count // groups + (number < count % groups)
            rows.append(shared | {NUMBER: str(number + 1), MEMBERS: str(size)})
    made = pl.DataFrame(rows)
    places = pl.int_range(1, len(made) + 1)
    repeated = frame.head(1).select(pl.all().repeat_by(len(made)).explode())
    numbered = repeated.with_columns(id=places.cast(pl.Int64), nth=places.cast(pl.Int32))
    return filled(numbered, made.get_column)
