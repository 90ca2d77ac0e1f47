"""Rows on their way into Arrow, so many at a time, so that Python holds only the records being read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from rollbook.standards.columns import column
from rollbook.standards.layouts import Layout, Table
from rollbook.standards.loaded import schema_of

_BATCH = 20_000  # rows of all tables together

Row = list[Any]  # id, line, nth, an id for each table around it, then one slot for each element


@dataclass(slots=True)
class TableRows:
    """The rows of one table as they are gathered. `first` is where the slots begin, after the ids."""

    table: Table
    first: int
    columns: dict[str, int] = field(default_factory=dict)  # name of a field -> its slot
    parent: TableRows | None = None
    rows: list[Row] = field(default_factory=list)
    done: int = 0  # rows that have gone to Arrow already
    open: int = 0  # the last so many rows are not whole yet

    @property
    def count(self) -> int:
        """How many rows there have been."""
        return self.done + len(self.rows)

    def row(self, number: int) -> Row:
        """The row with this id, while it has not gone to Arrow."""
        return self.rows[number - self.done - 1]

    def key(self, row: Row) -> str:
        """What tells a row from its neighbours: its key, or nothing where it has none."""
        return " ".join(row[self.columns[name]] or "" for name in self.table.key).strip()


class Gathering:
    """The batches of each table."""

    def __init__(self, layout: Layout, tables: Mapping[str, TableRows]) -> None:
        self._tables = tables
        self._schemas = {name: schema_of(layout, name) for name in tables}
        self._slots = {name: [*range(one.first), *one.columns.values()] for name, one in tables.items()}
        self._batches: dict[str, list[pa.RecordBatch]] = {name: [] for name in tables}

    def is_enough(self) -> bool:
        """Have so many rows gathered that handing them over is worth it?"""
        return sum(len(one.rows) for one in self._tables.values()) >= _BATCH

    def hand_over(self, *, keep_open: bool = True) -> None:
        """Turn the gathered rows into batches. Rows that are still open (the tables around a record) stay."""
        for name, one in self._tables.items():
            ready = len(one.rows) - (one.open if keep_open else 0)
            if ready <= 0:
                continue
            columns = list(zip(*one.rows[:ready], strict=True))
            schema = self._schemas[name]
            arrays = [column(columns[slot], kind) for slot, kind in zip(self._slots[name], schema.types, strict=True)]
            self._batches[name].append(pa.RecordBatch.from_arrays(arrays, schema=schema))
            one.done += ready
            del one.rows[:ready]

    def tables(self) -> dict[str, pa.Table]:
        """Everything, one table for each of the layout."""
        return {name: pa.Table.from_batches(self._batches[name], schema=self._schemas[name]) for name in self._tables}
