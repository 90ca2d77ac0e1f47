"""Where each column stands in a damaged file, and what is proposed where the headings depart from the layout."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from rollbook.standards.delimited.headings import match_headings
from rollbook.standards.doctor.diagnosis import Example, Proposal
from rollbook.standards.layouts import Layout
from rollbook.standards.recognising import plain

_CLOSE = 0.8  # of 1: how alike a heading and a column's name must be to be taken for the same


def places_of(row: Sequence[str], layout: Layout) -> dict[str, int]:
    """The place of each column in a row of headings, misspelt ones included."""
    matched = match_headings(row, layout)
    places = dict(matched.places)
    strangers = {plain(row[place]): place for place in matched.extra if plain(row[place])}
    for column in layout.fields:
        if column.at not in places:
            close = difflib.get_close_matches(plain(column.at), strangers, n=1, cutoff=_CLOSE)
            if close:
                places[column.at] = strangers.pop(close[0])
    return places


def proposals_on_headings(row: Sequence[str], places: dict[str, int], layout: Layout) -> Iterator[Proposal]:
    """One proposal each for headings renamed, reordered, missing, and for columns that are not in the layout."""
    renamed = [(row[place], heading) for heading, place in places.items() if row[place] != heading]
    if renamed:
        examples = tuple(Example(1, heading, before[:60], heading) for before, heading in renamed[:3])
        says = "Headings are not spelt as they must be, case included."
        yield Proposal("headings", "", says, "Spell them as the layout does.", len(renamed), examples)
    order = [places[heading] for heading in layout.headings if heading in places]
    if order != sorted(order):
        yield Proposal("order", "", "The columns are in another order.", "Put them in the order of the layout.")
    missing = [heading for heading in layout.headings if heading not in places]
    if missing:
        says = f"Columns are missing: {', '.join(missing)}."
        yield Proposal("missing_columns", "", says, "Add them, empty.", len(missing))
    yield from _on_strangers(row, places, layout)


def _on_strangers(row: Sequence[str], places: dict[str, int], layout: Layout) -> Iterator[Proposal]:
    taken = set(places.values())
    returned = {column.at for column in layout.returned}
    strangers = [place for place in range(len(row)) if place not in taken]
    named = [f"{place + 1} ({row[place][:40]})" for place in strangers if row[place].strip()]
    if strangers:
        says = f"Columns that are not in the layout: {', '.join(named) or 'without heading'}."
        is_small = all(row[place] in returned for place in strangers)
        yield Proposal("extra_columns", "", says, "Leave them out.", len(strangers), is_small=is_small)
