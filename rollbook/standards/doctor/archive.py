"""Looks into the archive that a spreadsheet is, before anything unpacks it: is it one, and will it fit in memory?"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO

from rollbook.base.errors import Unreadable

SAVE_AGAIN = "Open it, save the sheet as CSV (UTF-8), and send that."
_MOST_CELLS = 5_000_000  # 50,000 learners in 30 columns are a third of it
_OTHER_KINDS = ("content.xml", "xl/workbook.bin")
_PIECE = 1 << 20
_LONGEST_REFERENCE = 64
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]{1,4})([0-9]{1,10})")


def refuse_unfit(stream: BinaryIO, *, max_bytes: int) -> None:
    """Unreadable for what is no spreadsheet, is damaged, or would fill the memory.

    A few kilobytes can unpack to gigabytes. And a reader of spreadsheets keeps room for every cell up to the
    furthest one, so one stray cell at the end of a sheet asks for more memory than there is, and the process dies.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            _refuse_other_kinds(archive)
            _refuse_large(archive, max_bytes)
            # All parts: a workbook may call its sheets what it likes.
            cells = sum(_cells(archive, name) for name in archive.namelist())
    # A damaged archive fails in as many ways as the library that reads it has parts.
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError) as error:
        raise Unreadable("The file begins like a spreadsheet but is damaged.", fix=SAVE_AGAIN) from error
    if cells > _MOST_CELLS:
        raise Unreadable("The spreadsheet has cells far outside its table, and is too large to read.", fix=SAVE_AGAIN)


def _refuse_other_kinds(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if "xl/workbook.xml" not in names or any(name in names for name in _OTHER_KINDS):
        raise Unreadable("This is a zip archive, not a spreadsheet (.xlsx).", fix="Unpack it and send the file inside.")


def _refuse_large(archive: zipfile.ZipFile, max_bytes: int) -> None:
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > max_bytes:
        raise Unreadable(f"The spreadsheet unpacks to {unpacked / 1e6:,.0f} MB, which is too much.", fix=SAVE_AGAIN)


def _cells(archive: zipfile.ZipFile, name: str) -> int:
    """Rows times columns of one sheet, as far as its furthest row and its furthest column."""
    rows = columns = 0
    with archive.open(name) as part:
        for column, row in _references(part):
            rows, columns = max(rows, row), max(columns, column)
    return rows * columns


def _references(part: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Column and row of each cell, from a text that is read in pieces."""
    rest = b""
    while piece := part.read(_PIECE):
        text = rest + piece
        for found in _REFERENCE.finditer(text):
            yield _number_of(found[1]), int(found[2])
        rest = text[-_LONGEST_REFERENCE:]


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
