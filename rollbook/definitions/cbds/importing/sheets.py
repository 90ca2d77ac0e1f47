"""Opens a workbook or CSV file as rows of text. Numbers and dates come out as the workbook's readers see them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rollbook.base.errors import Unreadable

_MOST_BYTES = 50_000_000
_WORKBOOKS = (".xlsx", ".xls")
Rows = list[list[str]]


def sheets_of(path: Path) -> Iterator[tuple[str, Rows]]:
    """Each sheet's name and rows. Unreadable for a file that is none, too large or of another kind."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Unreadable(f"{path.name} is larger than 50 MB.", fix="Check that it is the file you meant to import.")
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be opened.", fix="Check the name of the file.") from error
    if path.suffix.lower() == ".csv":
        yield path.stem, _csv_rows(content, path)
    elif path.suffix.lower() in _WORKBOOKS:
        yield from _workbook(content, path)
    else:
        raise Unreadable(f"{path.name} is neither a workbook nor a CSV file.", fix="Import .xlsx, .xls or .csv.")


def _csv_rows(content: bytes, path: Path) -> Rows:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what a spreadsheet on Windows writes
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Unreadable(f"{path.name} is not a CSV file.", fix="Export the sheet again as CSV.") from error


def _workbook(content: bytes, path: Path) -> Iterator[tuple[str, Rows]]:
    import python_calamine  # heavy, and only needed here

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            yield name, [[_text(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(f"{path.name} is not a workbook that can be opened.", fix="Save it again as .xlsx.") from error


def _text(cell: Any) -> str:
    """A cell as text: 100001.0 is the number 100001, midnight is a plain date."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
