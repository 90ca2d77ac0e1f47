"""What is wrong with the form of one row: its quotes, its length, values where none may be, a key used twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rollbook.base.findings import Finding, Position, Severity
from rollbook.standards.delimited.headings import Headings
from rollbook.standards.delimited.lines import RawRecord
from rollbook.standards.layouts import Layout

_PROBLEMS = {
    "unclosed_quote": (
        "A quotation mark in this row is never closed: the row is cut short, or a mark too many stands in it.",
        "Export the file again; if it was cut off on its way, send it again whole.",
    ),
    "endless_line": (
        "This row is longer than any learner can be; only its beginning was read.",
        "Check that the line ends have not been lost.",
    ),
    "lost_character": (
        "This row holds bytes that are no text (NUL, or letters in another encoding).",
        "Save the file as CSV (UTF-8) and send it again.",
    ),
}
_SLIPPED = "Check that no value holds a comma outside quotes; `rollbook doctor FILE` can often put it right."


@dataclass(frozen=True, slots=True)
class BlankRows:
    """How many rows held no learner, and the line of the first."""

    count: int = 0
    first_line: int = 0


class RowChecks:
    """Looks at rows in turn; remembers only the keys and the blank rows it has seen."""

    def __init__(self, layout: Layout, headings: Headings) -> None:
        self._width = max([*headings.places.values(), *headings.extra], default=-1) + 1
        self._file_places = [headings.places[c.at] for c in layout.fields_of("file") if c.at in headings.places]
        self._own_row = layout.table("file").last_row or layout.table("file").first_row
        self._key = layout.table("learner").key
        self._seen: set[int] = set()
        self.blank = BlankRows()

    def see_blank(self, raw: RawRecord) -> None:
        """Count a row without a learner."""
        self.blank = BlankRows(self.blank.count + 1, self.blank.first_line or raw.line)

    def of_row(self, raw: RawRecord, values: Mapping[str, str], position: Position, *, row: int) -> Iterator[Finding]:
        """Everything to say about the form of one row; `row` counts from 1, the headings."""
        if raw.problem:
            says, fix = _PROBLEMS[raw.problem]
            yield Finding(raw.problem, "", says, fix, position=position)
        yield from self._of_width(raw, position)
        if row > self._own_row and any(
            raw.values[place].strip() for place in self._file_places if place < len(raw.values)
        ):
            says = "The first four columns hold the file's own values and are blank from row 3."
            yield Finding("file_values_repeated", "", says, "Empty them.", Severity.WARNING, position=position)
        yield from self._of_key(values, position)

    def _of_width(self, raw: RawRecord, position: Position) -> Iterator[Finding]:
        found = len(raw.values)
        if found < self._width:
            says = f"This row has {found} columns; there are {self._width} headings."
            yield Finding("too_few_columns", "", says, _SLIPPED, position=position)
        elif any(value.strip() for value in raw.values[self._width :]):
            says = f"This row has {found} columns; there are {self._width} headings."
            yield Finding("too_many_columns", "", says, _SLIPPED, position=position)

    def _of_key(self, values: Mapping[str, str], position: Position) -> Iterator[Finding]:
        key = tuple(values[column] for column in self._key)
        if not any(key):
            return
        # Numbers stand for the keys, so that 50,000 long ones cost no memory; two keys with one number are as
        # rare as a wrong bit in a disk.
        if hash(key) in self._seen:
            says = f"The same {' and '.join(self._key)} stands in an earlier row."
            yield Finding(
                "repeated_key", self._key[0], says, "Give each learner its own.", Severity.WARNING, "", position
            )
        self._seen.add(hash(key))
