"""Writes raw tables as the XML file they came from, strictly in the order of the layout, record by record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import pyarrow as pa

from rollbook.base.errors import UserError
from rollbook.standards.layouts import Layout, Node, tree_of
from rollbook.standards.rows import Rows, Values, rows_of

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = _TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def write_xml(layout: Layout, raw: Mapping[str, pa.Table], out: BinaryIO) -> None:
    """Write a file. `raw` holds one table for each of the layout's, as reading gives; `out` is left open.

    What is null is left out, what is an empty text is written empty. A group is written when it must be there or
    holds something. UserError for a value that XML cannot hold.
    """
    root = tree_of(layout)
    writing = _Writing(rows_of(layout, raw))
    own = next(writing.rows[root.table.name].below(None), {}) if root.table else {}
    space = f' xmlns="{layout.namespace}"' if layout.namespace else ""
    out.write(f'<?xml version="1.0" encoding="utf-8"?>\n<{root.name}{space}{_attributes(root, own)}>\n'.encode())
    for node in root.below:
        for piece in writing.pieces(node, own, 1):
            out.write(piece.encode())
    out.write(f"</{root.name}>\n".encode())


class _Writing:
    def __init__(self, rows: dict[str, Rows]) -> None:
        self.rows = rows

    def pieces(self, node: Node, row: Values, depth: int) -> Iterator[str]:
        """An element, or every row of a table below this one, in pieces that can be written as they come."""
        table = node.table
        if table is not None:
            for below in self.rows[table.name].below(row.get("id")):
                yield self._element(node, below, depth)
        elif node.text is not None:
            value = row.get(node.text.name)
            attributes = _attributes(node, row)
            if value is not None or attributes:
                yield f"{'  ' * depth}<{node.name}{attributes}>{_escaped(value or '')}</{node.name}>\n"
        elif self._is_there(node, row):
            # In pieces, since a group around the records may be as long as the file.
            yield f"{'  ' * depth}<{node.name}{_attributes(node, row)}>\n"
            for inner in node.below:
                yield from self.pieces(inner, row, depth + 1)
            yield f"{'  ' * depth}</{node.name}>\n"

    def _element(self, node: Node, row: Values, depth: int) -> str:
        """A table's row as an element."""
        start = f"{'  ' * depth}<{node.name}{_attributes(node, row)}>"
        if node.text is not None and not node.below:
            return f"{start}{_escaped(row.get(node.text.name) or '')}</{node.name}>\n"
        inside = [piece for below in node.below for piece in self.pieces(below, row, depth + 1)]
        return "".join([start, "\n", *inside, "  " * depth, f"</{node.name}>\n"])

    def _is_there(self, node: Node, row: Values) -> bool:
        """Is a group written? Where it has to be, and where it holds anything."""
        return (node.occurs[0] > 0 and not node.one_of) or self._holds_something(node, row)

    def _holds_something(self, node: Node, row: Values) -> bool:
        if node.table is not None:
            return self.rows[node.table.name].has_more(row.get("id"))
        own = [*node.attributes, *([node.text] if node.text is not None else [])]
        return any(row.get(one.name) is not None for one in own) or any(
            self._holds_something(below, row) for below in node.below
        )


def _attributes(node: Node, row: Values) -> str:
    return "".join(
        f' {one.at.rpartition("@")[2]}="{_escaped(row[one.name], _ATTRIBUTE)}"'
        for one in node.attributes
        if row.get(one.name) is not None
    )


def _escaped(value: str, signs: dict[int, str] = _TEXT) -> str:
    if _FORBIDDEN.search(value):
        raise UserError("A value holds a character that XML cannot hold (a control character).", fix="Take it out.")
    return value.translate(signs)
