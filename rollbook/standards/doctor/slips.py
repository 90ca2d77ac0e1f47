"""Rows whose values have slipped into other columns: put back only where one way of doing so fits best."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from rollbook.base.text import digits_only
from rollbook.definitions import postcodes
from rollbook.definitions.code_sets import code_set
from rollbook.standards.layout import Column, Layout

_DATE = re.compile(r"\d{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ]\d{1,4}.{0,13}|\d{4,5}(\.0+)?|\d{8}")
_NUMBER = re.compile(r"[0-9.,E+ -]{6,20}", re.IGNORECASE)
_CODE = re.compile(r"\d{1,3}(\.0+)?")


def _is_code(name: str) -> Callable[[str], bool]:
    codes = code_set(name)
    return lambda value: value.partition(".")[0] in codes and _CODE.fullmatch(value) is not None


def _has_no_digit(value: str) -> bool:
    return not any(map(str.isdigit, value))


_FURTHEST = 5  # columns; a row that is further off is not a row with a comma too many
# Columns whose values can be told from others by their form.
_FORMS: dict[str, Callable[[str], bool]] = {
    "uln": lambda value: _NUMBER.fullmatch(value) is not None,
    "title": _has_no_digit,
    "given_name": _has_no_digit,
    "preferred_given_name": _has_no_digit,
    "middle_names": _has_no_digit,
    "family_name": _has_no_digit,
    "previous_family_name": _has_no_digit,
    "family_name_at_16": _has_no_digit,
    "place_of_birth": _has_no_digit,
    "nationality": _has_no_digit,
    "postcode": postcodes.is_valid,
    "date_of_address_capture": lambda value: _DATE.fullmatch(value) is not None,
    "date_of_birth": lambda value: _DATE.fullmatch(value) is not None,
    "email": lambda value: "@" in value,
    "gender": _is_code("gender"),
    "scottish_candidate_number": lambda value: digits_only(value).partition(".")[0].isdigit() and len(value) > 3,
    "ability_to_share": _is_code("ability_to_share"),
    "verification_type": _is_code("verification_type"),
}


def _form_of(column: Column) -> Callable[[str], bool] | None:
    """How the values of a column can be told from others; None where anything may stand there."""
    if column.fixed:
        return lambda value: value == column.fixed
    if column.type == "int":
        return str.isdigit
    return _FORMS.get(column.field)


class Slips:
    """Knows which columns of a layout have a form of their own, and puts slipped rows back by them."""

    def __init__(self, layout: Layout, order: Sequence[str]) -> None:
        """`order` are the layout's headings in the order in which the file has them ("" for a stranger)."""
        columns = {column.at: column for column in layout.columns}
        self._width = len(order)
        self._texts = {place for place, at in enumerate(order) if at and columns[at].field}
        forms = [(place, _form_of(columns[at])) for place, at in enumerate(order) if at]
        self._forms = [(place, form) for place, form in forms if form is not None]

    def misfits(self, values: Sequence[str]) -> int:
        """How many values have not the form of their column; empty ones always fit."""
        texts = ((values[place].strip(), fits) for place, fits in self._forms if place < len(values))
        return sum(bool(text) and not fits(text) for text, fits in texts)

    def put_back(self, values: list[str]) -> list[str] | None:
        """The row with its values in their columns, as wide as the headings; None if its places cannot be told.

        A row of the right width comes back as it is unless at least two values are misfits and one move mends all.
        """
        if len(values) == self._width:
            return values if self.misfits(values) < 2 else self._best(values) or values
        levelled = self._levelled(values)
        if levelled is not None and self.misfits(levelled) == 0:
            return levelled
        best = self._best(values)
        return levelled if best is None and levelled is not None and self.misfits(levelled) < 2 else best

    def _levelled(self, values: list[str]) -> list[str] | None:
        """The row filled up with empty cells, or without those beyond the last heading; None if values are there.

        A spreadsheet leaves out empty cells at the end, and adds some. A row that is much too short was cut off.
        """
        if any(value.strip() for value in values[self._width :]):
            return None
        if self._width - len(values) > self._width // 2:
            return None
        return [*values[: self._width], *([""] * (self._width - len(values)))]

    def _best(self, row: list[str]) -> list[str] | None:
        """The one way that leaves no misfit, if there is exactly one."""
        if abs(len(row) - self._width) > _FURTHEST:
            return None
        fitting = [tried for tried in self._ways(row) if len(tried) == self._width and self.misfits(tried) == 0]
        distinct = list(dict.fromkeys(map(tuple, fitting)))
        if len(distinct) > 1:
            # A comma inside a value is followed by a blank more often than not.
            distinct = [one for one in distinct if any(", " in value and value not in row for value in one)]
        return list(distinct[0]) if len(distinct) == 1 else None

    def _ways(self, row: list[str]) -> Iterator[list[str]]:
        surplus = len(row) - self._width
        if surplus > 0:
            for place in range(self._width):
                joined = row[place : place + surplus + 1]
                if place in self._texts and joined[0].strip() and joined[-1].strip():
                    yield [*row[:place], ",".join(joined), *row[place + surplus + 1 :]]
                if not any(value.strip() for value in row[place : place + surplus]):
                    yield [*row[:place], *row[place + surplus :]]
        elif surplus < 0:
            for place in range(len(row) + 1):
                yield [*row[:place], *([""] * -surplus), *row[place:]]
        else:
            yield from self._moved_by_one(row)

    def _moved_by_one(self, row: list[str]) -> Iterator[list[str]]:
        for place in range(self._width):
            if not row[-1].strip():
                yield [*row[:place], "", *row[place:-1]]
            if not row[place].strip():
                yield [*row[:place], *row[place + 1 :], ""]
