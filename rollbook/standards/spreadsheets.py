"""Writes a layout as a spreadsheet (.xlsx) whose cells are all text, so that no program turns dates or drops zeros."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension

from rollbook.standards.explaining import explained_columns
from rollbook.standards.layouts import Layout

_TEXT = "@"
_WIDTHS = (30, 24, 90)


def write_spreadsheet(
    layout: Layout, out: BinaryIO, *, file: Mapping[str, str], records: Iterable[Mapping[str, str]]
) -> None:
    """Write a workbook of two sheets: the layout's columns with these values, and what goes into each column.

    `file` are the values of the file's own table and `records` those of the learners, by heading, as for `write`.
    """
    book = Workbook(write_only=True)
    _learners(book, layout, file, records)
    _explained(book, layout)
    book.save(out)


def _learners(book: Workbook, layout: Layout, file: Mapping[str, str], records: Iterable[Mapping[str, str]]) -> None:
    sheet = book.create_sheet("Learners")
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(layout.headings, start=1):
        letter = get_column_letter(place)
        column = ColumnDimension(sheet, index=letter, width=max(12, len(heading) + 2))
        column.number_format = _TEXT  # a value typed below stays as it is typed
        sheet.column_dimensions[letter] = column
    sheet.append(_row(sheet, layout.headings, is_bold=True))
    for values in _values(layout, file, records):
        sheet.append(_row(sheet, values))


def _values(layout: Layout, file: Mapping[str, str], records: Iterable[Mapping[str, str]]) -> Iterator[list[str]]:
    """The rows below the headings: the file's own values stand in the first."""
    own = [file.get(column.at, "") for column in layout.fields_of("file")]
    learner = [column.at for column in layout.fields_of("learner")]
    is_first = True
    for record in records:
        yield [*(own if is_first else [""] * len(own)), *(record.get(heading, "") for heading in learner)]
        is_first = False
    if is_first:
        yield [*own, *([""] * len(learner))]


def _row(sheet: object, values: Iterable[str], *, is_bold: bool = False) -> list[WriteOnlyCell]:
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, value=value or None)
        cell.data_type = "s" if value else "n"  # a value that begins with = is text too, never a formula
        cell.number_format = _TEXT
        cell.font = Font(bold=is_bold)
        cells.append(cell)
    return cells


def _explained(book: Workbook, layout: Layout) -> None:
    sheet = book.create_sheet("What goes where")
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(_row(sheet, ("Column", "Needed", "What goes there"), is_bold=True))
    for column in explained_columns(layout):
        cells = _row(sheet, (column.heading, column.needed, column.says))
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)
