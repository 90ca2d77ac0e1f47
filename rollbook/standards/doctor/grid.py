"""A damaged file as rows of text, whatever it is in: CSV in any of the usual encodings, or a spreadsheet."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rollbook.standards.delimited.examining import examine
from rollbook.standards.delimited.lines import RawRecord, raw_records
from rollbook.standards.delimited.open_text import OpenText
from rollbook.standards.recognising import HEAD, separator_of

Source = Path | BinaryIO


@dataclass(frozen=True, slots=True)
class Grid:
    """How a file has to be opened: as a `spreadsheet` or as `text`, and for text its encoding, separator and form.

    `is_quoted` and `newline` describe the first lines.
    """

    kind: str
    encoding: str = ""
    separator: str = ","
    newline: str = "\r\n"
    is_quoted: bool = True


def grid_of(stream: BinaryIO, *, max_bytes: int) -> Grid:
    """Look at a stream that can be wound back. Unreadable when it is neither text nor a spreadsheet."""
    head = stream.read(HEAD)
    stream.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return Grid("spreadsheet")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = examine(stream, max_bytes=max_bytes).encoding
    return _of_text(head.decode(encoding, "replace"), encoding)


def _of_text(text: str, encoding: str) -> Grid:
    line = next((line for line in text.splitlines() if line.strip()), "")
    separator = separator_of(line)
    ending = text[text.index(line) + len(line) :][:2]
    return Grid(
        kind="text",
        encoding=encoding,
        separator=separator,
        newline=ending if ending == "\r\n" else ending[:1],
        is_quoted=line.startswith('"'),
    )


def rows_of(stream: BinaryIO, grid: Grid, *, max_bytes: int) -> Iterator[RawRecord]:
    """Every row that is not blank, from the beginning of the stream."""
    stream.seek(0)
    if grid.kind == "spreadsheet":
        # Loaded only for a spreadsheet: most files are text.
        from rollbook.standards.doctor.spreadsheet import spreadsheet_rows

        return spreadsheet_rows(stream, max_bytes=max_bytes)
    text = OpenText(stream, encoding=grid.encoding, errors="replace", newline="")
    return raw_records(text, grid.separator)
