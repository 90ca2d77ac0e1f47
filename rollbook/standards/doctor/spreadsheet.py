"""The rows of a spreadsheet (.xlsx) as text: dates as YYYY-MM-DD, whole numbers without a decimal point."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from rollbook.base.errors import Unreadable
from rollbook.standards.delimited.lines import LONGEST_RECORD, LOST, RawRecord
from rollbook.standards.doctor.archive import SAVE_AGAIN, refuse_unfit
from rollbook.standards.layouts import known_layouts
from rollbook.standards.recognising import known_headings

Cell = str | int | float | bool | date | datetime | time | timedelta


def spreadsheet_rows(stream: BinaryIO, *, max_bytes: int) -> Iterator[RawRecord]:
    """The rows of the sheet that looks most like a known file. Unreadable when it is no spreadsheet or too large."""
    refuse_unfit(stream, max_bytes=max_bytes)
    stream.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(stream)
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
        return _raw(max(sheets, key=_likeness))
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("The spreadsheet is damaged.", fix=SAVE_AGAIN) from error


def _likeness(sheet: CalamineSheet) -> int:
    heading = [as_text(cell) for cell in next(iter(sheet.iter_rows()), [])]
    return max(known_headings(heading, layout) for layout in known_layouts("delimited"))


def _raw(sheet: CalamineSheet) -> Iterator[RawRecord]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        values = [as_text(cell) for cell in row]
        if any(values):
            yield RawRecord(number, values, "lost_character" if any(LOST in value for value in values) else "")


def as_text(cell: Cell) -> str:
    """A cell as it would stand in a good CSV file."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\0", LOST)[:LONGEST_RECORD]
