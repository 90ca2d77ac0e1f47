"""What reading a file gives, whatever its shape: its values as tables of text, and what is wrong with its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from rollbook.base.findings import Finding
from rollbook.standards.layouts import Layout


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file in memory.

    `raw` holds one table for each table of the layout, empty where the file has none: `id` (from 1, in the order of
    the document), `line`, `nth` (its place within its parent, from 1), the id of each table around it
    (`learner_id`), then its fields as text: null where the element is not there, an empty text where it is there and
    empty. `findings` say what is wrong with the form: strangers, repetitions, order, encoding.
    """

    layout: Layout
    raw: Mapping[str, pa.Table]
    findings: Sequence[Finding] = field(default=())
    name: str = ""
    size: int = 0
    encoding: str = "utf-8"


def schema_of(layout: Layout, table: str) -> pa.Schema:
    """The columns of a raw table and their types."""
    kinds = {"id": pa.int64(), "line": pa.int64(), "nth": pa.int32()}
    kinds |= {f"{parent}_id": pa.int64() for parent in layout.parents_of(table)}
    return pa.schema([(name, kinds.get(name, pa.string())) for name in layout.columns_of(table)])
