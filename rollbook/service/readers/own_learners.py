"""The learners enrolled with the caller's organisation (or its sector of it): a page at a time, counted, or all to take
away. Whoever is listed can see that she was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rollbook.base.text import squeeze
from rollbook.organisations import Caller
from rollbook.service.audit.log import Entry, record
from rollbook.service.readers.objections import contested_of_each
from rollbook.service.sql import sql

PAGE = 50
PIECE = 500  # learners read, and written down as read, in one step of an export


@dataclass(frozen=True, slots=True)
class Filter:
    """Which enrolments are wanted; what is empty does not matter. `ended`: yes, no, or empty for both."""

    start_from: date | None = None
    start_to: date | None = None
    ended: str = ""
    linked: bool = False
    surname: str = ""
    mis_identifier: str = ""

    @property
    def is_personal(self) -> bool:
        """Whether it holds something that may stand in no address."""
        return bool(self.surname or self.mis_identifier)

    @property
    def is_empty(self) -> bool:
        """Whether it leaves nothing out."""
        return self == Filter()


Place = tuple[date, UUID]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of enrolments and the place to go on from, if more follow."""

    rows: list[dict[str, Any]]
    after: Place | None


def own_learners(wanted: Filter, *, after: Place | None = None, most: int = PAGE, by: Caller, purpose: str) -> Listed:
    """The enrolments a filter finds, newest start first."""
    by.require("list")
    by.require_purpose(purpose)
    by.require_organisation()
    with transaction.atomic():
        found = _read(wanted, after, most + 1, by=by)
        rows = _marked(found[:most])
        if rows:
            record([Entry("list_learners", "shown", _numbers(rows))], by=by, purpose=purpose)
    return Listed(rows, _place(rows) if len(found) > most else None)


def counts(wanted: Filter, *, by: Caller) -> dict[str, int]:
    """How many enrolments, and how many learners, a filter finds."""
    by.require("list")
    conditions, values = _conditions(wanted)
    joined = "join service_learner l on l.uln = e.learner_id" if wanted.linked else ""
    statement = sql("own/counts").format(joined=joined, wanted=conditions)
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, "organisation": by.require_organisation(), "sector": by.sector})
        enrolments, learners = cursor.fetchone() or (0, 0)
    return {"enrolments": enrolments, "learners": learners}


def export(wanted: Filter, *, by: Caller, purpose: str) -> Iterator[dict[str, Any]]:
    """Every enrolment a filter finds, in pieces: each piece is written down as read before it is given out."""
    by.require("list")
    by.require_purpose(purpose)
    by.require_organisation()
    return _pieces(wanted, by=by, purpose=purpose)


def _pieces(wanted: Filter, *, by: Caller, purpose: str) -> Iterator[dict[str, Any]]:
    after: Place | None = None
    while True:
        with transaction.atomic():
            rows = _read(wanted, after, PIECE, by=by)
            if rows:
                record([Entry("export_learners", "shown", _numbers(rows))], by=by, purpose=purpose)
        yield from rows
        if len(rows) < PIECE:
            return
        after = _place(rows)


def _read(wanted: Filter, after: Place | None, most: int, *, by: Caller) -> list[dict[str, Any]]:
    conditions, values = _conditions(wanted)
    if after is not None:
        conditions += " and (e.start, e.id) < (%(after_start)s, %(after_id)s)"
        values |= {"after_start": after[0], "after_id": after[1]}
    asked = {**values, "organisation": by.require_organisation(), "sector": by.sector, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(sql("own/learners").format(wanted=conditions), asked)
        columns = [column.name for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _conditions(wanted: Filter) -> tuple[str, dict[str, Any]]:
    """The filter as SQL with parameters; nothing a caller typed comes into the text."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    if wanted.start_from:
        parts.append("e.start >= %(start_from)s")
        values["start_from"] = wanted.start_from
    if wanted.start_to:
        parts.append("e.start <= %(start_to)s")
        values["start_to"] = wanted.start_to
    if wanted.ended in ("yes", "no"):
        parts.append(
            'e."end" <= current_date' if wanted.ended == "yes" else '(e."end" is null or e."end" > current_date)'
        )
    if wanted.linked:
        parts.append("l.status = 'linked'")
    if wanted.mis_identifier:
        parts.append("e.mis_identifier = %(mis_identifier)s and e.mis_identifier <> ''")
        values["mis_identifier"] = wanted.mis_identifier
    if wanted.surname:
        parts.append(f"e.learner_id in ({sql('own/of_surname')})")
        values["surname"] = squeeze(wanted.surname)
    return "".join(f" and {part}" for part in parts), values


def _marked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = contested_of_each(_numbers(rows))
    return [{**row, "contested": found.get(row["number"], set()) | found.get(row["uln"], set())} for row in rows]


def _numbers(rows: list[dict[str, Any]]) -> list[int]:
    return sorted({number for row in rows for number in (row["number"], row["uln"])})


def _place(rows: list[dict[str, Any]]) -> Place:
    return rows[-1]["start"], rows[-1]["id"]
