"""Writes raw tables as the XML file they came from, strictly in the order of the layout, record by record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import pyarrow as pa

from rollbook.base.errors import UserError
from rollbook.standards.layouts import Field, Layout, Node, tree_of
from rollbook.standards.rows import Rows, Values, rows_of

_FORBIDDEN = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_SIGNS = re.compile(f'[&<>"\r\n\t]|{_FORBIDDEN}')
_NOT_XML = re.compile(_FORBIDDEN)
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
    top = f"<{root.name}{space}{_attributes(root.attributes, own)}>"
    out.write(f'<?xml version="1.0" encoding="utf-8"?>\n{top}\n'.encode())
    for node in root.below:
        for piece in writing.pieces(_element(node, 1), own):
            out.write(piece.encode())
    out.write(f"</{root.name}>\n".encode())


@dataclass(frozen=True, slots=True)
class _Element:
    """An element as it is written: its tags, indented; what it holds; the names of its table or of its own text."""

    start: str
    end: str
    end_of_line: str
    attributes: Sequence[Field]
    text: str
    table: str
    is_needed: bool
    below: Sequence[_Element]


def _element(node: Node, depth: int) -> _Element:
    indent = "  " * depth
    return _Element(
        start=f"{indent}<{node.name}",
        end=f"{indent}</{node.name}>\n",
        end_of_line=f"</{node.name}>\n",
        attributes=node.attributes,
        text=node.text.name if node.text is not None else "",
        table=node.table.name if node.table is not None else "",
        is_needed=node.occurs[0] > 0 and not node.one_of,
        below=[_element(below, depth + 1) for below in node.below],
    )


class _Writing:
    def __init__(self, rows: dict[str, Rows]) -> None:
        self.rows = rows

    def pieces(self, element: _Element, row: Values) -> Iterator[str]:
        """An element, or every row of a table below this one, in pieces that can be written as they come."""
        if element.table:
            for below in self.rows[element.table].below(row.get("id")):
                pieces: list[str] = []
                self._write_row(element, below, pieces)
                yield "".join(pieces)
        elif element.text:
            leaf: list[str] = []
            self._write([element], row, leaf)
            yield from leaf
        elif element.is_needed or self._holds_something(element, row):
            # In pieces, since a group around the records may be as long as the file.
            yield f"{element.start}{_attributes(element.attributes, row)}>\n"
            for inner in element.below:
                yield from self.pieces(inner, row)
            yield element.end

    def _write(self, elements: Sequence[_Element], row: Values, out: list[str]) -> bool:
        """Write what a row holds of these elements, with the rows below it. Did it hold anything?"""
        holds = False
        for element in elements:
            if element.table:
                for below in self.rows[element.table].below(row.get("id")):
                    self._write_row(element, below, out)
                    holds = True
            elif element.text:
                value = row.get(element.text)
                attributes = _attributes(element.attributes, row) if element.attributes else ""
                if value is not None or attributes:
                    out.append(f"{element.start}{attributes}>{_escaped(value or '')}{element.end_of_line}")
                    holds = True
            else:
                holds |= self._write_group(element, row, out)
        return holds

    def _write_group(self, group: _Element, row: Values, out: list[str]) -> bool:
        """Write a group where it has to be, and where it holds anything."""
        place = len(out)
        attributes = _attributes(group.attributes, row) if group.attributes else ""
        out.append(f"{group.start}{attributes}>\n")
        holds = self._write(group.below, row, out) or bool(attributes)
        if holds or group.is_needed:
            out.append(group.end)
        else:
            del out[place:]
        return holds

    def _write_row(self, element: _Element, row: Values, out: list[str]) -> None:
        """Write a table's row as an element."""
        start = f"{element.start}{_attributes(element.attributes, row)}>"
        if element.text and not element.below:
            out.append(f"{start}{_escaped(row.get(element.text) or '')}{element.end_of_line}")
            return
        out.append(f"{start}\n")
        self._write(element.below, row, out)
        out.append(element.end)

    def _holds_something(self, element: _Element, row: Values) -> bool:
        if element.table:
            return self.rows[element.table].has_more(row.get("id"))
        names = [*(one.name for one in element.attributes), *([element.text] if element.text else [])]
        return any(row.get(name) is not None for name in names) or any(
            self._holds_something(below, row) for below in element.below
        )


def _attributes(attributes: Sequence[Field], row: Values) -> str:
    return "".join(
        f' {one.at.rpartition("@")[2]}="{_escaped(row[one.name], _ATTRIBUTE)}"'
        for one in attributes
        if row.get(one.name) is not None
    )


def _escaped(value: str, signs: dict[int, str] = _TEXT) -> str:
    if _SIGNS.search(value) is None:  # nearly always
        return value
    if _NOT_XML.search(value):
        raise UserError("A value holds a character that XML cannot hold (a control character).", fix="Take it out.")
    return value.translate(signs)
