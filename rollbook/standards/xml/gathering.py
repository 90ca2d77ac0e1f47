"""Rows of a plan on their way into Arrow, so many at a time, so that Python holds only the records being read."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from rollbook.standards.columns import column
from rollbook.standards.layouts import Layout
from rollbook.standards.loaded import schema_of
from rollbook.standards.xml.plan import Inner, TablePlan
from rollbook.standards.xml.structure import Structure

_BATCH = 20_000  # rows of all tables together


class Gathering:
    """The batches of each table."""

    def __init__(self, layout: Layout, plans: Mapping[str, TablePlan]) -> None:
        self._plans = plans
        self._schemas = {name: schema_of(layout, name) for name in plans}
        self._slots = {name: [*range(plan.first), *plan.columns.values()] for name, plan in plans.items()}
        self._batches: dict[str, list[pa.RecordBatch]] = {name: [] for name in plans}

    def when_enough(self, structure: Structure) -> None:
        """Hand over what has gathered, if it is worth it. Only between records: all rows must be whole."""
        if sum(len(plan.rows) for plan in self._plans.values()) >= _BATCH:
            self.hand_over(structure)

    def hand_over(self, structure: Structure, *, keep_open: bool = True) -> None:
        """Turn the gathered rows into batches. Rows that are still open (the tables around a record) stay."""
        for plan in self._plans.values():
            _note_missing_groups(plan, len(plan.rows) - (plan.open if keep_open else 0), structure)
        structure.settle()
        for name, plan in self._plans.items():
            ready = len(plan.rows) - (plan.open if keep_open else 0)
            if ready <= 0:
                continue
            columns = list(zip(*plan.rows[:ready], strict=True))
            schema = self._schemas[name]
            arrays = [column(columns[slot], kind) for slot, kind in zip(self._slots[name], schema.types, strict=True)]
            self._batches[name].append(pa.RecordBatch.from_arrays(arrays, schema=schema))
            plan.done += ready
            del plan.rows[:ready]

    def tables(self) -> dict[str, pa.Table]:
        """Everything, one table for each of the layout."""
        return {name: pa.Table.from_batches(self._batches[name], schema=self._schemas[name]) for name in self._plans}


def _note_missing_groups(plan: TablePlan, ready: int, structure: Structure) -> None:
    for at, slot, around in plan.needed:
        for row in plan.rows[:ready]:
            if row[slot] is None and (not around or row[around]):
                above, _, name = at.rpartition("/")
                structure.note("missing_group", name, Inner(above, slot, plan), row, line=row[1])
