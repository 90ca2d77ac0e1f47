"""Rows whose values have slipped into other columns: put back only where one way of doing so fits best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rollbook.definitions import Occasion, learner_definition
from rollbook.standards.doctor.forms import form_of
from rollbook.standards.layouts import Field, Layout

_FURTHEST = 5  # columns; a row that is further off is not a row with a comma too many
_ODD = 2  # misfits and gaps in a row of the right width: one wrong value is just that, two may have slipped


class _Way(NamedTuple):
    """One way to put a row back: what is done (`join`, `remove`, `insert`), at which place, and what comes of it."""

    does: str
    place: int
    row: tuple[str, ...]


class Slips:
    """Knows how the values of each column look, and puts slipped rows back by that.

    Rows slip together: a move that was the only one to fit an earlier row is tried first on those that follow.
    """

    def __init__(self, layout: Layout, order: Sequence[str]) -> None:
        """`order` are the layout's headings in the order in which the file has them ("" for a stranger)."""
        columns = {column.at: column for column in layout.fields}
        self._width = len(order)
        self._texts = {place for place, at in enumerate(order) if at and columns[at].field}
        self._needed = [place for place, at in enumerate(order) if at and _is_needed(columns[at])]
        forms = [(place, form_of(columns[at])) for place, at in enumerate(order) if at]
        self._forms = [(place, form) for place, form in forms if form is not None]
        self._earlier: tuple[str, int, int] | None = None

    def put_back(self, values: list[str]) -> list[str] | None:
        """The row with its values in their columns, as wide as the headings; None if its places cannot be told.

        A row of the right width comes back as it is unless a value is a misfit, another is one too or is missing,
        and one move mends all.
        """
        levelled = self._levelled(values)
        if levelled is None:
            return self._best(values, allowed_gaps=self._width)
        misfits, gaps = self._misfits(levelled), self._gaps(levelled)
        has_width = len(values) == self._width
        if misfits == 0 or (has_width and misfits + gaps < _ODD):
            return levelled
        return self._best(values, allowed_gaps=gaps) or (levelled if has_width or misfits < _ODD else None)

    def _levelled(self, values: list[str]) -> list[str] | None:
        """The row filled up with empty cells, or without those beyond the last heading; None if values are there.

        A spreadsheet leaves out empty cells at the end, and adds some. A row that is much too short was cut off.
        """
        if any(value.strip() for value in values[self._width :]):
            return None
        if self._width - len(values) > self._width // 2:
            return None
        return [*values[: self._width], *([""] * (self._width - len(values)))]

    def _misfits(self, row: Sequence[str]) -> int:
        """How many values do not look like those of their column; empty ones always do."""
        texts = ((row[place].strip(), fits) for place, fits in self._forms)
        return sum(bool(text) and not fits(text) for text, fits in texts)

    def _gaps(self, row: Sequence[str]) -> int:
        """How many values are missing that every learner has."""
        return sum(not row[place].strip() for place in self._needed)

    def _best(self, values: list[str], *, allowed_gaps: int) -> list[str] | None:
        """The one way that leaves no misfit and the fewest gaps, if there is exactly one."""
        surplus = len(values) - self._width
        if abs(surplus) > _FURTHEST:
            return None
        earlier = (way for way in self._ways(values) if (way.does, way.place, surplus) == self._earlier)
        for way in earlier:
            if self._misfits(way.row) == 0 and self._gaps(way.row) <= allowed_gaps:
                return list(way.row)
        by_blanks = self._only(self._joined_by_blanks(values, surplus), surplus, allowed_gaps)
        return by_blanks or self._only(self._ways(values), surplus, allowed_gaps)

    def _only(self, ways: Iterable[_Way], surplus: int, allowed_gaps: int) -> list[str] | None:
        """The row that one way leads to, if all those that leave no misfit and the fewest gaps lead to that row."""
        fitting = [way for way in ways if self._misfits(way.row) == 0]
        fewest = min((self._gaps(way.row) for way in fitting), default=self._width)
        best = [way for way in fitting if self._gaps(way.row) == fewest <= allowed_gaps]
        if len({way.row for way in best}) != 1:
            return None
        if best[0].does != "join":  # where a comma stood in one row says nothing of the next
            self._earlier = (best[0].does, best[0].place, surplus)
        return list(best[0].row)

    def _joined_by_blanks(self, row: list[str], surplus: int) -> Iterator[_Way]:
        """A comma inside a value is followed by a blank more often than not: so it is known in several at once."""
        if surplus <= 0 or sum(value.startswith(" ") for value in row) != surplus:
            return
        joined: list[str] = []
        for value in row:
            if value.startswith(" ") and joined and joined[-1].strip():
                joined[-1] += f",{value}"
            else:
                joined.append(value)
        if len(joined) == self._width:
            yield _Way("join", 0, tuple(joined))

    def _ways(self, row: list[str]) -> Iterator[_Way]:
        surplus = len(row) - self._width
        if surplus > 0:
            yield from self._narrower(row, surplus)
        elif surplus < 0:
            for place in range(len(row) + 1):
                yield _Way("insert", place, (*row[:place], *([""] * -surplus), *row[place:]))
        else:
            yield from self._moved_by_one(row)

    def _narrower(self, row: list[str], surplus: int) -> Iterator[_Way]:
        for place in range(self._width):
            joined = row[place : place + surplus + 1]
            if place in self._texts and joined[0].strip() and joined[-1].strip():
                yield _Way("join", place, (*row[:place], ",".join(joined), *row[place + surplus + 1 :]))
            if not any(value.strip() for value in row[place : place + surplus]):
                yield _Way("remove", place, (*row[:place], *row[place + surplus :]))

    def _moved_by_one(self, row: list[str]) -> Iterator[_Way]:
        for place in range(self._width):
            if not row[-1].strip():
                yield _Way("insert", place, (*row[:place], "", *row[place:-1]))
            if not row[place].strip():
                yield _Way("remove", place, (*row[:place], *row[place + 1 :], ""))


def _is_needed(column: Field) -> bool:
    """Has every learner of a batch file a value in this column?"""
    field = learner_definition().fields.get(column.field)
    return field is not None and Occasion.BATCH in field.needed
