"""Kinds of record in an invented return: data in the form of a rule's examples, each laid out once as raw tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from rollbook.standards.layouts import Layout
from rollbook.standards.rules.records import changed, main_table, raw_tables, valid_record
from rollbook.synthetic.tables import table


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its share of all records, the ages it is of (whole years on the return's first day), its tables."""

    name: str
    share: float
    ages: tuple[int, int]
    tables: Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong in a record: the rule that finds it, the column it changes, and to what."""

    rule: str
    table: str
    changes: Mapping[str, str | None]


def kinds_of(layout: Layout) -> tuple[Kind, ...]:
    """The kinds of a standard, out of its file in the folder `data`."""
    valid = valid_record(layout.standard, layout.version)
    many = main_table(layout).many
    return tuple(_kind(layout, valid, many, one) for one in table(layout.standard)["kind"])


def faults_of(layout: Layout) -> Sequence[Fault]:
    """What may go wrong in records of a standard."""
    return [
        Fault(one["rule"], one["table"], {name: value or None for name, value in one["changes"].items()})
        for one in table(layout.standard)["fault"]
    ]


def _kind(layout: Layout, valid: Mapping[str, Any], many: str, one: Mapping[str, Any]) -> Kind:
    raw = raw_tables(layout, changed(layout, valid, {many: [one["changes"]]}))
    tables = {name: _frame(rows) for name, rows in raw.items()}
    return Kind(one["name"], one["share"], tuple(one["age"]), tables)


def _frame(rows: Any) -> pl.DataFrame:
    frame = pl.from_arrow(rows)
    assert isinstance(frame, pl.DataFrame)
    return frame
