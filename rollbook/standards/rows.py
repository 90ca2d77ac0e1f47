"""Goes through raw tables row by row in the order of the document, each row with those below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from rollbook.standards.layouts import Layout

Values = dict[str, Any]


class Rows:
    """The rows of one table, taken in turn; those of one parent stand together, as they do in a file."""

    def __init__(self, table: pa.Table, parent: str) -> None:
        self._parent = f"{parent}_id" if parent else ""
        self._rows = self._all(table)
        self._next = next(self._rows, None)

    @staticmethod
    def _all(table: pa.Table) -> Iterator[Values]:
        for batch in table.to_batches(max_chunksize=4096):
            yield from batch.to_pylist()

    def has_more(self, parent: int | None) -> bool:
        """Is there a row of this parent that has not been taken?"""
        return self._next is not None and (not self._parent or self._next[self._parent] == parent)

    def below(self, parent: int | None) -> Iterator[Values]:
        """The rows of this parent that have not been taken; of a table that stands below none, all."""
        while self._next is not None and self.has_more(parent):
            row, self._next = self._next, next(self._rows, None)
            yield row


def rows_of(layout: Layout, raw: Mapping[str, pa.Table]) -> dict[str, Rows]:
    """Every table's rows, ready to be taken from the first."""
    return {table.name: Rows(raw[table.name], table.parent) for table in layout.tables}
