"""Which layout is this? Decided by what the file holds, then by its name. What is no such file is refused whole."""

from __future__ import annotations

import csv

from rollbook.base.errors import Unreadable
from rollbook.standards.layouts import Layout, known_layouts

HEAD = 64 * 1024  # bytes that are enough to recognise a file by
SEPARATORS = (",", ";", "\t", "|")
_SAVE = "Save it as CSV (UTF-8) and send that."
_DOCTOR = "`rollbook doctor FILE` turns it into one that can."

# How other kinds of file begin, and what to do about each.
_OTHER_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "This is a PDF document, not a CSV file.", "Export the learners from your system as CSV."),
    (b"\x89PNG", "This is a picture, not a CSV file.", "Export the learners from your system as CSV."),
    (b"\xff\xd8\xff", "This is a picture, not a CSV file.", "Export the learners from your system as CSV."),
    (b"GIF8", "This is a picture, not a CSV file.", "Export the learners from your system as CSV."),
    (b"PK\x03\x04", "This is a spreadsheet or a zip archive, not a CSV file.", f"If it is a spreadsheet, {_DOCTOR}"),
    (b"\x1f\x8b", "This is a compressed file, not a CSV file.", "Unpack it first."),
    (b"\xd0\xcf\x11\xe0", "This is a spreadsheet of the old kind (.xls), not a CSV file.", _SAVE),
    (b"\xff\xfe", "This file is in UTF-16, which cannot be read as it is.", _DOCTOR),
    (b"\xfe\xff", "This file is in UTF-16, which cannot be read as it is.", _DOCTOR),
    (b"<!DOCTYPE", "This is a web page, not a CSV file.", "Export the learners from your system as CSV."),
    (b"<html", "This is a web page, not a CSV file.", "Export the learners from your system as CSV."),
    (b"<", "This is an XML file; only the CSV form of a batch file can be read.", "Export it as CSV."),
)


def recognise_by_headings(head: bytes, name: str = "") -> Layout:
    """The layout of a file, by its first bytes (64 KB are enough), then by its name.

    Unreadable when the file is empty, of another kind, or has neither headings nor a name that are known.
    """
    refuse_unless_text(head)
    return recognise_row(_first_row_of(head), name)


def begins_with_headings(head: bytes) -> bool:
    """Are the first bytes the headings of a delimited file that is known?"""
    row = _first_row_of(head)
    return any(has_headings(row, one) for one in known_layouts("delimited"))


def _first_row_of(head: bytes) -> list[str]:
    return first_row(head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))


def recognise_row(row: list[str], name: str = "") -> Layout:
    """The layout of a file by the values of its first row, then by its name. Unreadable when neither is known."""
    best = max(known_layouts("delimited"), key=lambda one: known_headings(row, one))
    if has_headings(row, best):
        return best
    for one in known_layouts("delimited"):
        if one.file_name.search(name.upper()) and len(row) == len(one.fields):
            return one
    raise Unreadable(
        "The first row does not hold the headings of a file that is known here.",
        fix=f"Send one of: {', '.join(one.title for one in known_layouts('delimited'))}, with its headings in row 1.",
    )


def refuse_unless_text(head: bytes) -> None:
    """Unreadable when the first bytes are nothing, another kind of file, or no text."""
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unreadable("The file is empty.", fix="Export it again from your system.")
    for start, says, fix in _OTHER_KINDS:
        if head.lstrip(b"\xef\xbb\xbf \r\n").startswith(start):
            raise Unreadable(says, fix=fix)
    controls = sum(head.count(byte) for byte in _CONTROLS)
    if controls * 50 > len(head):
        raise Unreadable("The file is not text: it is full of bytes that no text has.", fix=_SAVE)


_CONTROLS = tuple(bytes([code]) for code in range(32) if code not in (9, 10, 13))


def first_row(text: str) -> list[str]:
    """The values of the first line that is not blank, parted by whichever separator parts it best."""
    line = next((line for line in text.splitlines() if line.strip()), "")[:HEAD]
    return parse_row(line, separator_of(line))


def separator_of(line: str) -> str:
    """The separator that parts a line of headings into most parts; a comma when none does."""
    return max(SEPARATORS, key=line.count)


def parse_row(line: str, separator: str) -> list[str]:
    """The values of one line as CSV."""
    return next(csv.reader([line], delimiter=separator), [])


def plain(heading: str) -> str:
    """A heading without case, blanks and punctuation, for comparing."""
    return "".join(character for character in heading.casefold() if character.isalnum())


def known_headings(row: list[str], layout: Layout) -> int:
    """How many of a layout's columns this row names, case and spelling of the joints forgiven."""
    found = {plain(heading) for heading in row}
    return sum(not found.isdisjoint(map(plain, (column.at, *column.also))) for column in layout.fields)


def has_headings(row: list[str], layout: Layout) -> bool:
    """Is this row the headings of the layout? At least half of them must be there."""
    return 2 * known_headings(row, layout) >= len(layout.fields)
