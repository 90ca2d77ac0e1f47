"""Writes raw tables as lines of fixed width, in the order of the lines they were read from."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import pyarrow as pa

from rollbook.base.errors import UserError
from rollbook.standards.layouts import Layout, Table


def write_fixed(layout: Layout, raw: Mapping[str, pa.Table], out: BinaryIO) -> None:
    """Write a file. Rows come in the order of their `line`. UserError for a value that does not fit its place."""
    lines = heapq.merge(*(_lines(layout, table, raw[table.name]) for table in layout.tables))
    try:
        for _, line in lines:
            out.write(line.encode(layout.encodings[0]) + layout.newline.encode())
    except UnicodeEncodeError as error:
        says = f"The file cannot be written in {layout.encodings[0]}: it holds a letter that it does not have."
        raise UserError(says, fix="Write it in another format.") from error


def _lines(layout: Layout, table: Table, rows: pa.Table) -> Iterator[tuple[int, str]]:
    fields = layout.fields_of(table.name)
    width = max(one.start + one.width - 1 for one in fields) if table.when else 0
    for batch in rows.to_batches(max_chunksize=4096):
        for row in batch.to_pylist():
            line = [" "] * width
            for one in fields:
                value = row[one.name] or ""
                if len(value) > one.width or "\n" in value or "\r" in value:
                    raise UserError(
                        f"A value of {one.name} does not fit its {one.width} characters.", fix="Shorten it."
                    )
                line[one.start - 1 : one.start - 1 + len(value)] = value
            yield row["line"], "".join(line)
