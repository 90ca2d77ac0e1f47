"""The headings of the department's sheets, and which of our columns each fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Sheet "Data Definitions": 27 headings in this order, then one for each collection.
ITEM_HEADINGS: Mapping[str, str] = {
    "Sequential Number": "row",
    "CBDS Level": "level",
    "CBDS Module": "module",
    "Identifier 1": "number",
    "Identifier 2": "other_number",
    "Data Item Name": "name",
    "Description": "about",
    "Type and Format": "format",
    "Code set / Valid Values": "values",
    "Item Level Validation": "",
    "XML Tag": "tag",
    "Class": "",
    "ESCS ISB Compliance": "",
    "Status": "state",
    "ESCS Data Model": "",
    "SIF Specification": "sif",
    "Collection Notes": "notes",
    "Mandatory Notes": "needed",
    "Output Notes": "",
    "History Notes": "history",
    "Multiplicity Notes": "occurs",
    "Source(s)": "",
    "Item CBDS Level": "standing",
    "RFC Number": "rfc",
    "Creation Date": "created",
    "Implementation Date": "implemented",
    "Cut Off Date": "cut_off",
}
_NEEDED_OF_ITEMS = ("Identifier 1", "Data Item Name")
_NEEDED_OF_CODES = ("code_set", "code")
_FIRST_ROWS = 20  # a title and a note may stand above the headings


def item_heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Where the headings of items stand; None when this sheet holds none."""
    return _row_with(rows, _NEEDED_OF_ITEMS)


def code_heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Where the headings of a flat table of codes stand; None when this sheet is none."""
    return _row_with(rows, _NEEDED_OF_CODES)


def _row_with(rows: Sequence[Sequence[str]], needed: Sequence[str]) -> int | None:
    wanted = {heading.casefold() for heading in needed}
    for at, row in enumerate(rows[:_FIRST_ROWS]):
        if wanted <= {cell.strip().casefold() for cell in row}:
            return at
    return None


def plain(heading: str) -> str:
    """A heading without line breaks and double spaces."""
    return " ".join(heading.split())
