"""A whole delimited file as raw tables, like a file of any other shape; and such tables as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

import pyarrow as pa

from rollbook.base.findings import Finding
from rollbook.standards.columns import number_column, text_column
from rollbook.standards.delimited.reader import read
from rollbook.standards.delimited.writer import write
from rollbook.standards.layouts import Layout
from rollbook.standards.loaded import Loaded, schema_of


def load_delimited(stream: BinaryIO, layout: Layout, *, name: str = "") -> Loaded:
    """All of a file. Unreadable when nothing of it can be read; else findings tell what is wrong."""
    findings: list[Finding] = []
    rows: list[tuple[int, int, int, list[str]]] = []
    names = [one.at for one in layout.fields_of("learner")]
    with read(stream, name=name, layout=layout) as reading:
        for record in reading:
            findings += record.findings
            rows.append((record.number, record.line, record.number, [record.values[at] for at in names]))
        findings += reading.findings
        own = [reading.file.get(one.at, "") for one in layout.fields_of("file")]
        encoding = reading.encoding
    first = layout.table("file").first_row
    raw = {
        "file": _table(layout, "file", [(1, first, 1, own)]),
        "learner": _table(layout, "learner", rows),
    }
    return Loaded(layout, raw, findings, name, stream.tell(), encoding)


def save_delimited(layout: Layout, raw: Mapping[str, pa.Table], out: BinaryIO) -> None:
    """Write raw tables as a file: the values of the file itself, then the learners."""
    own = {one.name: one.at for one in layout.fields_of("file")}
    learner = {one.name: one.at for one in layout.fields_of("learner")}
    file: dict[str, str | None] = next(iter(raw["file"].to_pylist()), {})
    records = (
        {at: row[name] or "" for name, at in learner.items()}
        for batch in raw["learner"].to_batches(max_chunksize=4096)
        for row in batch.to_pylist()
    )
    write(layout, out, file={at: file.get(name) or "" for name, at in own.items()}, records=records)


def _table(layout: Layout, name: str, rows: list[tuple[int, int, int, list[str]]]) -> pa.Table:
    """An empty cell and one that is not there look the same in such a file: both are null."""
    schema = schema_of(layout, name)
    arrays = [number_column([row[place] for row in rows], schema.types[place]) for place in range(3)]  # type: ignore[misc]
    arrays += [text_column([row[3][place] or None for row in rows]) for place in range(len(schema) - 3)]
    return pa.Table.from_arrays(arrays, schema=schema)
