"""The rows of a damaged file with each value in its column, as diagnosing and mending both read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rollbook.standards.delimited.lines import RawRecord
from rollbook.standards.doctor.diagnosis import Plan
from rollbook.standards.doctor.slips import Slips


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """One learner's row: its line, its values by heading, and as they stood in the file.

    `was_slipped` says that values were put back; `is_placed` is false where it cannot be told which value belongs
    where, and then `values` is empty.
    """

    line: int
    values: dict[str, str]
    raw: list[str]
    was_slipped: bool = False
    is_placed: bool = True


def placed_rows(rows: Iterator[RawRecord], plan: Plan) -> Iterator[PlacedRow]:
    """The rows that hold a learner, without the headings; blank ones are left out."""
    slips = Slips(plan.layout, order_of(plan))
    learner = [column.at for column in plan.layout.fields_of("learner")]
    if plan.has_headings:
        next(rows, None)
    for row in rows:
        placed = _place(row, plan, slips)
        if not placed.is_placed or any(placed.values[heading] for heading in learner):
            yield placed


def order_of(plan: Plan) -> list[str]:
    """The layout's headings in the order of the file, an empty text for each column that is not in the layout."""
    order = [""] * plan.width
    for heading, place in plan.places.items():
        order[place] = heading
    return order


def _place(row: RawRecord, plan: Plan, slips: Slips) -> PlacedRow:
    is_whole = row.problem in ("", "lost_character")
    values = slips.put_back(row.values) if is_whole else None
    if values is None:
        return PlacedRow(row.line, {}, row.values, is_placed=False)
    by_heading = {
        heading: values[plan.places[heading]] if heading in plan.places else "" for heading in plan.layout.headings
    }
    was_slipped = values[: len(row.values)] != row.values[: len(values)] or len(values) > len(row.values)
    return PlacedRow(row.line, by_heading, row.values, was_slipped)
