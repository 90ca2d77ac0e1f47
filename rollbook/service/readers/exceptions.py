"""The exceptions of a batch as somebody works through them: by cause, a page at a time, one row with its neighbours."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from rollbook.base.errors import NotFound
from rollbook.definitions import Occasion, learner_definition
from rollbook.definitions.code_sets import code_set
from rollbook.organisations import Caller
from rollbook.service.models import Batch, BatchRow
from rollbook.service.readers.batches import candidate_in_words, own_batch
from rollbook.standards import Field, Layout, layout_of, return_codes

PAGE = 50
MOST_CAUSES = 100
_IN_LIST = ("mis_identifier", "given_name", "family_name", "date_of_birth")


@dataclass(frozen=True, slots=True)
class Cause:
    """Why rows wait, alike in all of them: the code, the rows' sentence, how many rows, and the columns it is about
    that may be emptied. `title` is the sentence without what to do."""

    key: str
    code: str
    says: str
    title: str
    count: int
    headings: tuple[str, ...]
    has_candidates: bool


def causes(batch_id: UUID, *, by: Caller) -> list[Cause]:
    """The causes for which rows of a batch wait, the most frequent first."""
    by.require("settle")
    return causes_of(own_batch(batch_id, by=by))


def causes_of(batch: Batch) -> list[Cause]:
    """The same, for a batch that has been seen to be the caller's."""
    layout = layout_of(batch.standard, batch.version)
    groups = waiting_rows(batch).order_by().values_list("code", "reason").annotate(rows=Count("id"))
    most_frequent = groups.order_by("-rows", "code", "reason")[:MOST_CAUSES]
    return [_cause(code, says, count, layout) for code, says, count in most_frequent]


def cause_of(batch: Batch, key: str) -> Cause:
    """One cause of a batch by its key. NotFound when no row waits for it any more."""
    found = next((cause for cause in causes_of(batch) if cause.key == key), None)
    if found is None:
        raise NotFound("No row of this batch waits for this cause any more.", fix="See what still waits.")
    return found


def rows_of_cause(batch: Batch, cause: Cause) -> QuerySet[BatchRow]:
    """The rows that wait for a cause."""
    return waiting_rows(batch).filter(code=cause.code, reason=cause.says)


def waiting_rows(batch: Batch) -> QuerySet[BatchRow]:
    """The rows of a batch that wait for a decision, in the order of the file."""
    return BatchRow.objects.filter(batch=batch, is_exception=True, settled_at=None).order_by("number")


def exception_page(batch_id: UUID, *, by: Caller, after: int = 0, cause: str = "", most: int = PAGE) -> dict[str, Any]:
    """One page of rows that wait, in few words: from the row after `after`, of one cause if its key is given.

    `after` in the answer is where the next page begins, None on the last.
    """
    by.require("settle")
    batch = own_batch(batch_id, by=by)
    rows = rows_of_cause(batch, cause_of(batch, cause)) if cause else waiting_rows(batch)
    found = list(rows.filter(number__gt=after)[: most + 1])
    places = _places(layout_of(batch.standard, batch.version))
    return {
        "rows": [_in_list(row, places) for row in found[:most]],
        "after": found[most - 1].number if len(found) > most else None,
        "waiting": waiting_rows(batch).count(),
        "file_name": batch.file_name,
    }


def exception(batch_id: UUID, number: int, *, by: Caller) -> dict[str, Any]:
    """One row that waits, whole: its values, why it waits, and its candidates in words, each with a token."""
    by.require("settle")
    batch = own_batch(batch_id, by=by)
    row = BatchRow.objects.filter(batch=batch, number=number, is_exception=True).first()
    if row is None:
        raise NotFound("The batch has no exception with this number.", fix="See what still waits.")
    layout = layout_of(batch.standard, batch.version)
    headings = [column.at for column in layout.fields_of("learner")]
    values = dict(zip(headings, row.columns, strict=True))
    return {
        "number": row.number,
        "line": row.line,
        "values": values,
        "columns": [_column(column, row.reason) for column in layout.fields_of("learner") if not column.unchanged],
        "code": row.code,
        "kind": next(code.kind for code in return_codes() if code.code == row.code),
        "may_be_new": bool(row.candidates) or row.code == _code("too_many"),
        "reason": row.reason,
        "is_open": row.settled_at is None,
        "uln": None if row.uln is None else str(row.uln),
        "candidates": [candidate_in_words(each, by=by) for each in row.candidates],
    }


def _column(column: Field, reason: str) -> dict[str, Any]:
    """A column as a form shows it: `is_wrong` where the row's reason names it."""
    field = learner_definition().fields[column.field]
    return {
        "heading": column.at,
        "field": field.name,
        "title": field.title,
        "kind": field.kind,
        "codes": list(code_set(field.code_set).codes.items()) if field.code_set else [],
        "is_wrong": f"{column.at}:" in reason,
    }


def next_exception(batch_id: UUID, number: int, *, by: Caller, cause: str = "") -> int | None:
    """The row to look at after this one: the next that waits, else the first; None when nothing waits."""
    by.require("settle")
    batch = own_batch(batch_id, by=by)
    kept = next((each for each in causes_of(batch) if each.key == cause), None) if cause else None
    rows = (rows_of_cause(batch, kept) if kept else waiting_rows(batch)).values_list("number", flat=True)
    return rows.filter(number__gt=number).first() or rows.exclude(number=number).first()


def _cause(code: str, says: str, count: int, layout: Layout) -> Cause:
    key = hashlib.sha256(f"{code} {says}".encode()).hexdigest()[:12]
    named = {column.at for column in layout.fields_of("learner") if f"{column.at}:" in says}
    if code == _code("not_found"):
        named.add(layout.heading_of("uln"))
    emptied = tuple(column.at for column in layout.fields_of("learner") if column.at in named & may_be_empty(layout))
    general = next(each for each in return_codes() if each.code == code)
    title = general.says if says.startswith(general.says) else says
    return Cause(key, code, says, title, count, emptied, code in (_code("possible"), _code("repeated")))


def may_be_empty(layout: Layout) -> set[str]:
    """The headings of a learner's columns that a row may leave empty."""
    fields = learner_definition().fields
    return {
        column.at
        for column in layout.fields_of("learner")
        if column.field and not column.unchanged and Occasion.BATCH not in fields[column.field].needed
    }


def _code(name: str) -> str:
    return next(code.code for code in return_codes() if code.name == name)


def _places(layout: Layout) -> dict[str, int]:
    columns = layout.fields_of("learner")
    return {column.field: place for place, column in enumerate(columns) if column.field in _IN_LIST}


def _in_list(row: BatchRow, places: dict[str, int]) -> dict[str, Any]:
    return {
        "number": row.number,
        "line": row.line,
        "code": row.code,
        "reason": row.reason,
        "candidates": len(row.candidates),
        **{name: row.columns[place] for name, place in places.items()},
    }
