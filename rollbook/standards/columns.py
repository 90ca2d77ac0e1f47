"""Arrow columns out of lists of values, without what Arrow brings in for its own convenience."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence

import pyarrow as pa

_FEW = 5_000


def text_column(values: Sequence[str | None]) -> pa.Array:
    """A column of texts."""
    if values.count(None) == len(values):
        return pa.nulls(len(values), pa.string())
    # `pa.array` is faster, but its first call imports pandas, for a quarter of a second: too long for a short file.
    if len(values) > _FEW or "pandas" in sys.modules:
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
