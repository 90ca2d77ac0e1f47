"""Writes a damaged file again as its layout says, with the proposals that were accepted carried out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

from rollbook.standards.delimited.writer import write
from rollbook.standards.doctor.dates import readings
from rollbook.standards.doctor.diagnosing import opened
from rollbook.standards.doctor.diagnosis import Diagnosis, Plan
from rollbook.standards.doctor.grid import Source, grid_of, rows_of
from rollbook.standards.doctor.rows import PlacedRow, placed_rows
from rollbook.standards.doctor.values import Mend, mends_for


def mend(
    source: Source,
    diagnosis: Diagnosis,
    out: BinaryIO,
    *,
    choices: Mapping[str, str] | None = None,
    leave: Collection[str] = (),
) -> int:
    """Write the mended file to `out` and say how many learners it holds. The source is not touched.

    It is written as UTF-8, with the mark at its start if the source had it.
    `choices` answer proposals that ask, by their key: `{"dates:DateOfBirth": "day-first"}`; what is not answered
    stays as it is. `leave` are keys of proposals about values that are not to be carried out. Read the mended file to
    see what is still wrong with it.
    """
    plan = diagnosis.plan
    limit = plan.layout.max_bytes
    orders = {**plan.date_orders, **_answers(choices or {})}
    values = _ValueMends(plan, {at: order for at, order in orders.items() if f"dates:{at}" not in leave}, leave)
    with opened(source) as stream:
        grid = grid_of(stream, max_bytes=limit)
        records = _records(placed_rows(rows_of(stream, grid, max_bytes=limit), plan), values)
        encoding = "utf-8-sig" if grid.encoding == "utf-8-sig" else "utf-8"
        return write(plan.layout, out, file=plan.file, records=records, encoding=encoding)


def _answers(choices: Mapping[str, str]) -> dict[str, str]:
    """The answers on dates by column."""
    return {key.removeprefix("dates:"): choice for key, choice in choices.items() if key.startswith("dates:")}


def _records(rows: Iterator[PlacedRow], values: _ValueMends) -> Iterator[Mapping[str, str] | list[str]]:
    for row in rows:
        yield values.of(row.values) if row.is_placed else row.raw


class _ValueMends:
    """Carries out what was accepted, value by value."""

    def __init__(self, plan: Plan, orders: Mapping[str, str], leave: Collection[str]) -> None:
        self._today = plan.today
        columns = plan.layout.fields_of("learner")
        self._dates = [(one.at, one.field, orders[one.at]) for one in columns if one.at in orders]
        self._mends: list[tuple[str, Mend]] = [
            (one.at, mended) for one in columns for kind, mended in mends_for(one) if f"{kind}:{one.at}" not in leave
        ]

    def of(self, values: dict[str, str]) -> dict[str, str]:
        """The values of one row, mended."""
        mended = dict(values)
        for heading, field, order in self._dates:
            day = readings(values[heading], field=field, today=self._today).by(order)
            if day is not None:
                mended[heading] = day.isoformat()
        for heading, change in self._mends:
            if values[heading] and mended[heading] == values[heading]:
                mended[heading] = change(values[heading]) or values[heading]
        return mended
