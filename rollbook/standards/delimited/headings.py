"""Finds each column of a layout in the headings of a file, and says where they depart from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rollbook.base.findings import Finding, Position, Severity
from rollbook.standards.layouts import Field, Layout
from rollbook.standards.recognising import plain

_DOCTOR = "`rollbook doctor FILE` can put the headings right."


@dataclass(frozen=True, slots=True)
class Headings:
    """Where each column of the layout stands (from 0), and what there is to say about the row of headings."""

    places: dict[str, int]
    findings: tuple[Finding, ...] = ()
    extra: tuple[int, ...] = ()


def positional(layout: Layout) -> Headings:
    """The columns in the layout's order, for a file that came without headings."""
    says = "Row 1 does not hold the headings."
    return Headings(
        {column.at: place for place, column in enumerate(layout.fields)},
        (_finding("headings_missing", "", says, _DOCTOR),),
    )


def match_headings(row: Sequence[str], layout: Layout) -> Headings:
    """The place of each column: by its exact heading, else by the same letters, else by another name it has."""
    if tuple(row) == layout.headings:
        return Headings({heading: place for place, heading in enumerate(row)})
    places = _places(row, layout)
    extra = tuple(place for place in range(len(row)) if place not in places.values())
    return Headings(places, tuple(_departures(row, layout, places, extra)), extra)


def _places(row: Sequence[str], layout: Layout) -> dict[str, int]:
    exact: dict[str, int] = {}
    loose: dict[str, int] = {}
    for place, heading in enumerate(row):
        exact.setdefault(heading, place)
        loose.setdefault(plain(heading), place)
    places: dict[str, int] = {}
    for column in layout.fields:
        found = exact.get(column.at, _by_other_name(column, loose))
        if found is not None:
            places[column.at] = found
    return places


def _by_other_name(column: Field, loose: dict[str, int]) -> int | None:
    names = (column.at, *column.also)
    return next((loose[plain(name)] for name in names if plain(name) in loose), None)


def _departures(
    row: Sequence[str], layout: Layout, places: dict[str, int], extra: tuple[int, ...]
) -> Iterator[Finding]:
    for column in layout.fields:
        place = places.get(column.at)
        if place is None:
            yield _finding("heading_missing", column.at, f"There is no column {column.at}.", _DOCTOR)
        elif row[place] != column.at:
            says = f"Column {place + 1} should be headed {column.at}, exactly so."
            yield _finding("heading_renamed", column.at, says, _DOCTOR, value=row[place])
    found = [places[column.at] for column in layout.fields if column.at in places]
    if found != sorted(found):
        yield _finding("headings_reordered", "", "The columns are not in the order of the layout.", _DOCTOR)
    yield from _extra(row, layout, extra)


def _extra(row: Sequence[str], layout: Layout, extra: tuple[int, ...]) -> Iterator[Finding]:
    returned = {column.at for column in layout.returned}
    known = {plain(name) for column in layout.fields for name in (column.at, *column.also)}
    for place in extra:
        if plain(row[place]) in known:
            says = f"Column {place + 1} has a heading that stands twice; only the first is read."
            yield _finding("heading_repeated", "", says, "Remove one of them.", value=row[place])
        elif row[place] in returned:
            says = f"Column {place + 1} is from a file that came back; it is not read."
            yield _finding("heading_returned", "", says, "It may stay.", value=row[place], severity=Severity.WARNING)
        elif row[place].strip():
            yield _finding(
                "heading_unknown", "", f"Column {place + 1} is not in the layout.", _DOCTOR, value=row[place]
            )
        else:
            yield _finding("heading_blank", "", f"Column {place + 1} has no heading.", _DOCTOR)


def _finding(
    rule: str, field: str, says: str, fix: str, *, value: str = "", severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(rule, field, says, fix, severity, value[:100], Position(1, "file"))
