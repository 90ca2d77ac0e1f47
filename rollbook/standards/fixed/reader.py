"""Reads a file of fixed width: each line is a row of the table that its mark says, cut at the places of its fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from rollbook.base.errors import Unreadable
from rollbook.base.findings import Finding, Position, Severity
from rollbook.standards.gathering import Gathering, Row, TableRows
from rollbook.standards.layouts import Field, Layout, Table
from rollbook.standards.loaded import Loaded

_LONGEST = 10_000  # characters of a line; a record has hundreds
_MOST = 1000  # findings of one kind that are told one by one


def read_fixed(stream: BinaryIO, layout: Layout, *, name: str = "") -> Loaded:
    """All of a file. Unreadable when it is larger than can be; else findings tell what is wrong."""
    stream.seek(0)
    reading = _Reading(layout)
    gathering = Gathering(layout, reading.tables)
    size = 0
    for number, (line, is_last) in enumerate(_lines(stream), start=1):
        size += len(line)
        if size > layout.max_bytes:
            raise Unreadable(f"The file holds more than {layout.max_bytes / 1e6:,.0f} MB.", fix="Send it in parts.")
        reading.take(line, number, is_last=is_last)
        if gathering.is_enough():
            gathering.hand_over()
    gathering.hand_over(keep_open=False)
    return Loaded(layout, gathering.tables(), [*reading.findings, *reading.counted()], name, size, layout.encodings[0])


def _lines(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Each line, and whether it is the last."""
    line = stream.readline(_LONGEST)
    while line:
        after = stream.readline(_LONGEST)
        yield line, not after
        line = after


class _Reading:
    """The rows as they come; remembers which record each key names, since records refer to one another by it."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._fields = {table.name: layout.fields_of(table.name) for table in layout.tables}
        self._width = {name: max(one.start + one.width - 1 for one in fields) for name, fields in self._fields.items()}
        self.tables = {table.name: self._rows(table) for table in layout.tables}
        self._ids: dict[tuple[str, ...], int] = {}
        self._children: Counter[tuple[str, int]] = Counter()
        self._counts: Counter[str] = Counter()
        self.findings: list[Finding] = []

    def take(self, data: bytes, number: int, *, is_last: bool) -> None:
        """One line."""
        line = data.decode(self._layout.encodings[0], "replace").rstrip("\r\n")
        if "\ufffd" in line or "\0" in line:
            says = "This line holds bytes that are no text."
            self._say("lost_character", says, "Write the file again.", number)
        table = self._table_of(line, number, is_last=is_last)
        if table is None:
            if line.strip(" \x1a"):
                self._say("unknown_record", "This line is no record of a known kind.", "Check how it begins.", number)
            return
        width = self._width[table.name]
        if table.when and len(line) < width:
            says = f"This line has {len(line)} characters; its kind of record has {width}."
            self._say("short_line", says, "Check that nothing was cut off.", number, Severity.WARNING)
        elif table.when and line[width:].strip():
            says = f"This line goes on after the {width} characters of its kind of record."
            self._say("long_line", says, "Check that no value has slipped.", number)
        self._add(table, line, number)

    def counted(self) -> Iterator[Finding]:
        """One finding for each kind of which there were too many to tell one by one."""
        for code, count in self._counts.items():
            if count > _MOST:
                says = f"The same is so in {count - _MOST:,} more lines."
                yield Finding(code, "", says, "Correct it in the system that wrote the file.")

    def _rows(self, table: Table) -> TableRows:
        first = 3 + len(self._layout.parents_of(table.name))
        columns = {one.name: first + place for place, one in enumerate(self._fields[table.name])}
        return TableRows(table, first, columns, open=0)

    def _table_of(self, line: str, number: int, *, is_last: bool) -> Table | None:
        for table in self._layout.tables:
            when = table.when
            if when is not None and line[when.start - 1 : when.start - 1 + when.length] in when.values:
                return table
        by_place = [one for one in self._layout.tables if one.when is None]
        return next(
            (one for one in by_place if one.first_row == number or (one.first_row == -1 and is_last and number > 1)),
            None,
        )

    def _add(self, table: Table, line: str, number: int) -> None:
        values = {one.name: self._value(one, line) for one in self._fields[table.name]}
        ids = []
        if table.parent:
            key = (table.parent, *(values[own] or "" for own, _ in table.link))
            ids = [self._ids.get(key, 0)]
            if not ids[0]:
                says = f"There is no {table.parent} record before this one that it belongs to."
                self._say("orphan_record", says, f"Check {' and '.join(own for own, _ in table.link)}.", number)
        self._children[table.name, ids[0] if ids else 0] += 1
        rows = self.tables[table.name]
        row: Row = [rows.count + 1, number, self._children[table.name, ids[0] if ids else 0], *ids, *values.values()]
        rows.rows.append(row)
        for below in self._layout.children_of(table.name):
            self._ids[(table.name, *(values[theirs] or "" for _, theirs in below.link))] = row[0]

    def _value(self, field: Field, line: str) -> str | None:
        value = line[field.start - 1 : field.start - 1 + field.width].rstrip(" ")
        blank = self._layout.blank if field.type != "text" else ("",)
        return None if value == "" or value in blank else value

    def _say(self, code: str, says: str, fix: str, line: int, severity: Severity = Severity.ERROR) -> None:
        self._counts[code] += 1
        if self._counts[code] <= _MOST:
            self.findings.append(Finding(code, "", says, fix, severity, position=Position(line)))
