"""Looks at a damaged file and proposes how to mend it. Reads it as a stream; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from rollbook.base.errors import Unreadable
from rollbook.standards.delimited.lines import RawRecord
from rollbook.standards.doctor.diagnosis import Diagnosis, Plan, Proposal
from rollbook.standards.doctor.grid import Grid, Source, grid_of, rows_of
from rollbook.standards.doctor.own_values import mended_own_values, proposals_on_own_values
from rollbook.standards.doctor.places import places_of, proposals_on_headings
from rollbook.standards.doctor.rows import placed_rows
from rollbook.standards.doctor.survey import Survey
from rollbook.standards.layouts import Layout, known_layouts
from rollbook.standards.recognising import has_headings, recognise_row

_MOST_BYTES = max(layout.max_bytes for layout in known_layouts("delimited"))
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def diagnose(source: Source, *, today: date, name: str = "", known: Mapping[str, str] | None = None) -> Diagnosis:
    """Everything that looks damaged in a file, with proposals to mend it.

    `source` is a path or a binary stream that can be wound back; `name` the file's own name. `today` settles the
    century of years in two digits. `known` are values of the file that are known without it, by heading, such as the
    UKPRN of whoever sends it: they fill what neither the file nor its name says. Unreadable when it is no text, no
    spreadsheet, or no file known here.
    """
    name = name or (source.name if isinstance(source, Path) else "")
    with opened(source) as stream:
        grid = grid_of(stream, max_bytes=_MOST_BYTES)
        first = next(rows_of(stream, grid, max_bytes=_MOST_BYTES), None)
        if first is None:
            raise Unreadable("The file is empty.", fix="Export it again from your system.")
        plan = _plan(first, name=name, today=today)
        survey, stated, line = Survey(plan), dict[str, str](), 0
        for row in placed_rows(rows_of(stream, grid, max_bytes=_MOST_BYTES), plan):
            survey.see(row)
            if survey.count == 1:
                stated, line = _own(row.values, plan.layout), row.line
    mended = mended_own_values(stated, plan.layout, name=name, count=survey.count, known=known or {})
    proposals = [
        *_on_form(grid, name, plan.layout),
        *_on_headings(first, plan),
        *proposals_on_own_values(stated, mended, plan.layout, line=line),
        *survey.proposals(),
    ]
    whole_plan = replace(plan, file=mended, date_orders=survey.date_orders())
    return Diagnosis(tuple(proposals), tuple(survey.findings), survey.count, whole_plan)


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """A path opened and closed again, or a caller's stream from its beginning, left open."""
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield stream
    else:
        source.seek(0)
        yield source


def _plan(first: RawRecord, *, name: str, today: date) -> Plan:
    layout = recognise_row(first.values, name)
    headed = has_headings(first.values, layout)
    row = first.values if headed else list(layout.headings)
    return Plan(layout, name, today, headed, places_of(row, layout), len(row), {})


def _own(values: dict[str, str], layout: Layout) -> dict[str, str]:
    return {column.at: values.get(column.at, "") for column in layout.fields_of("file")}


def _on_headings(first: RawRecord, plan: Plan) -> Iterator[Proposal]:
    if plan.has_headings:
        yield from proposals_on_headings(first.values, dict(plan.places), plan.layout)
    else:
        yield Proposal("headings", "", "There is no row of headings.", "Add it.")


def _on_form(grid: Grid, name: str, layout: Layout) -> Iterator[Proposal]:
    """What the file is written in, before a value is looked at."""
    if grid.kind == "spreadsheet":
        yield Proposal("spreadsheet", "", "This is a spreadsheet, not a CSV file.", "Write its sheet as CSV.")
    else:
        yield from _on_text(grid, layout)
    if name and layout.file_name.fullmatch(name) is None and layout.file_name.fullmatch(name.upper()):
        says = "The file's name has small letters where the layout has capitals (the ending is .CSV)."
        yield Proposal("file_name", "", says, f"Call it {name.upper()}.", is_small=True)


def _on_text(grid: Grid, layout: Layout) -> Iterator[Proposal]:
    if grid.encoding == "utf-16":
        yield Proposal("encoding", "", "The file is in UTF-16.", "Write it as UTF-8.")
    elif grid.encoding == "cp1252":
        says = "The file is in Windows' own encoding (cp1252), which can be read but has few letters."
        yield Proposal("encoding", "", says, "Write it as UTF-8.", is_small=True)
    if grid.separator != layout.separator:
        says = f"The values are parted by {_SEPARATORS[grid.separator]}."
        yield Proposal("separator", "", says, "Part them by commas.")
    if grid.newline not in (layout.newline, ""):
        yield Proposal("line_ends", "", "The lines do not end with CRLF.", "End them so.", is_small=True)
    if not grid.is_quoted:
        yield Proposal("quotes", "", "The values are not in quotation marks.", "Quote them all.", is_small=True)
