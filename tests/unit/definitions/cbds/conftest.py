"""A small workbook of definitions as a ministry elsewhere might publish it: invented, with faults in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rollbook.definitions.cbds.importing.headings import ITEM_HEADINGS

HEADINGS = [*ITEM_HEADINGS, "School Census 2013", "CTF 11", "KS1 2010 draft"]


def item(**given: str) -> list[str]:
    """One row of the sheet; what is not given is empty."""
    row = {
        "Sequential Number": "1",
        "CBDS Level": "Pupil",
        "CBDS Module": "Identifiers",
        "Identifier 1": "100001",
        "Data Item Name": "Pupil number",
        "XML Tag": "Number",
        "Type and Format": "A(13)",
        "Status": "Active",
        "School Census 2013": "1",
        "CTF 11": "0",
        "KS1 2010 draft": "",
    }
    return [str((row | given).get(heading, "")) for heading in HEADINGS]


@pytest.fixture
def workbook(tmp_path) -> Callable[..., Path]:
    """Writes the sheets into a workbook as the department lays it out: a title above the headings, sets in blocks."""

    def write(items: list[list[str]], codes: list[list[str]] | None = None, name: str = "book.xlsx") -> Path:
        import openpyxl

        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Data Definitions"
        for row in [["Definitions"], HEADINGS, *items]:
            sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
        others = book.create_sheet("CodeSets")
        for row in codes or []:
            others.append(row)
        path = tmp_path / name
        book.save(path)
        return path

    return write
