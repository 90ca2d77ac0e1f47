"""Arrow columns out of lists of values, without what Arrow brings in for its own convenience."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence

import pyarrow as pa

# Values of a process; below, building columns value by value takes less than what comes with the first `pa.array`.
_MANY = 500_000
_built = 0


def text_column(values: Sequence[str | None]) -> pa.Array:
    """A column of texts."""
    global _built
    if values.count(None) == len(values):
        return pa.nulls(len(values), pa.string())
    _built += len(values)
    # `pa.array` is eight times faster, but its first call imports pandas where it is installed: a quarter of a second.
    if _built > _MANY or "pandas" in sys.modules:
        return pa.array(values, pa.string())
    builder = pa.lib.StringBuilder()
    builder.append_values(values)
    return builder.finish()


def number_column(values: Sequence[int], kind: pa.DataType) -> pa.Array:
    """A column of whole numbers, `int32` or `int64`, none of them null."""
    held = array("q" if kind == pa.int64() else "i", values)
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(held)])


def column(values: Sequence[str | None] | Sequence[int], kind: pa.DataType) -> pa.Array:
    """A column of a raw table."""
    return text_column(values) if kind == pa.string() else number_column(values, kind)  # type: ignore[arg-type]


def without_rows(schema: pa.Schema) -> pa.Table:
    """A table of this schema that holds nothing."""
    return pa.Table.from_arrays([pa.nulls(0, kind) for kind in schema.types], schema=schema)
