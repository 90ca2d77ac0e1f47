"""Reads a delimited file as a stream, in one loose pass: whatever can be read is, and what is wrong is a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from rollbook.base.errors import Unreadable
from rollbook.base.findings import Position
from rollbook.standards.delimited import file_checks
from rollbook.standards.delimited.examining import examine
from rollbook.standards.delimited.headings import Headings, match_headings, positional
from rollbook.standards.delimited.lines import RawRecord, raw_records
from rollbook.standards.delimited.open_text import OpenText
from rollbook.standards.delimited.reading import Reading, Record
from rollbook.standards.delimited.row_checks import RowChecks
from rollbook.standards.layouts import Field, Layout
from rollbook.standards.recognising import HEAD, has_headings, recognise_by_headings, separator_of


def read(source: Path | BinaryIO, *, name: str = "", layout: Layout | None = None) -> Reading:
    """Open a file for reading; the records come as they are asked for, so memory stays flat.

    `source` is a path, or a binary stream that can be wound back (it is left open). `name` is the file's own name, a
    path's last part if not given. `layout` is recognised if not given. Unreadable only when nothing can be read.
    """
    stream = source.open("rb") if isinstance(source, Path) else source
    close = stream.close if isinstance(source, Path) else _leave_open
    try:
        return _open(stream, name=name or (source.name if isinstance(source, Path) else ""), layout=layout, close=close)
    except BaseException:
        close()
        raise


def _leave_open() -> None:
    """The caller's own stream is the caller's to close."""


def _open(stream: BinaryIO, *, name: str, layout: Layout | None, close: Callable[[], None]) -> Reading:
    stream.seek(0)
    layout = layout or recognise_by_headings(stream.read(HEAD), name)
    examined = examine(stream, max_bytes=layout.max_bytes)
    head = examined.head.decode(examined.encoding, "replace")
    separator = separator_of(next((line for line in head.splitlines() if line.strip()), ""))
    raw = raw_records(OpenText(stream, encoding=examined.encoding, errors="replace", newline=""), separator)
    headings, rows = _headings(raw, layout)
    first = next(rows, None)
    reading = Reading(
        layout=layout,
        encoding=examined.encoding,
        newline=_newline_of(head),
        separator=separator,
        file=_values(first, headings, layout.fields_of("file")) if first else {},
        findings=list(headings.findings),
        records=iter(()),
        close=close,
    )
    reading.findings += file_checks.before_reading(reading, name)
    reading.records = _records(reading, chain([first] if first else [], rows), headings)
    return reading


def _headings(raw: Iterator[RawRecord], layout: Layout) -> tuple[Headings, Iterator[RawRecord]]:
    first = next(raw, None)
    if first is None:
        raise Unreadable("The file is empty.", fix="Export it again from your system.")
    if has_headings(first.values, layout):
        return match_headings(first.values, layout), raw
    return positional(layout), chain([first], raw)


def _newline_of(head: str) -> str:
    place = min((place for place in (head.find("\r"), head.find("\n")) if place >= 0), default=-1)
    return "\r\n" if head[place : place + 2] == "\r\n" else head[place : place + 1]


def _values(raw: RawRecord, headings: Headings, columns: tuple[Field, ...]) -> dict[str, str]:
    values, places = raw.values, headings.places
    count = len(values)
    return {column.at: values[place] if (place := places.get(column.at, count)) < count else "" for column in columns}


def _records(reading: Reading, rows: Iterator[RawRecord], headings: Headings) -> Iterator[Record]:
    """The learners, blank rows left out; what can be said of the count is added to the reading at the end.

    A file with more than twice the rows allowed is rubbish or will be refused: reading stops there.
    """
    at_most = reading.layout.table("learner").at_most
    checks = RowChecks(reading.layout, headings)
    columns = reading.layout.fields_of("learner")
    first_row = reading.layout.table("learner").first_row
    for row, raw in enumerate(islice(rows, at_most and 2 * at_most), start=first_row):
        values = _values(raw, headings, columns)
        if not any(values.values()):
            checks.see_blank(raw)
            continue
        reading.count += 1
        position = Position(raw.line, f"learner {reading.count}")
        findings = tuple(checks.of_row(raw, values, position, row=row))
        yield Record(reading.count, raw.line, values, findings)
    stopped = next(rows, None) is not None
    reading.findings += file_checks.after_reading(reading, blank=checks.blank, stopped=stopped)
