"""How far a batch is, what came of it, and what waits for a decision."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from rollbook.base.errors import Conflict, NotFound
from rollbook.organisations import Caller
from rollbook.register.words import TITLES
from rollbook.service.actions.learners.tokens import seal
from rollbook.service.models import Batch, BatchRow
from rollbook.standards import Layout, layout_of, return_code
from rollbook.standards.delimited import write

PIECE = 1000


def own_batch(batch_id: UUID, *, by: Caller) -> Batch:
    """A batch of the caller's own organisation."""
    batch = Batch.objects.filter(pk=batch_id, organisation_id=by.require_organisation()).first()
    if batch is None:
        raise NotFound("Your organisation has no such batch.", fix="Check the batch's address.")
    return batch


def progress(batch_id: UUID, *, by: Caller) -> dict[str, Any]:
    """Learners done of all, and how many came to each code."""
    by.require("batch")
    batch = own_batch(batch_id, by=by)
    codes = dict(BatchRow.objects.filter(batch=batch).values_list("code").annotate(n=Count("id")).order_by("code"))
    waiting = codes.pop("", 0)
    open_exceptions = BatchRow.objects.filter(batch=batch, is_exception=True, settled_at=None).count()
    return {
        "id": str(batch.id),
        "file_name": batch.file_name,
        "state": batch.state,
        "learners": batch.learners,
        "done": batch.learners - waiting - codes.get(return_code("stopped").code, 0),
        "codes": codes,
        "exceptions": open_exceptions,
        "findings": batch.findings,
        "sent_at": batch.sent_at,
        "finished_at": batch.finished_at,
        "stopped_at": batch.stopped_at,
        "purpose": batch.purpose,
        "sent_by": batch.caller.get("name", ""),
        "settled": BatchRow.objects.filter(batch=batch, is_exception=True, settled_at__isnull=False).count(),
    }


def batches(*, by: Caller, most: int = 100) -> list[dict[str, Any]]:
    """The organisation's latest batches, newest first."""
    by.require("batch")
    found = Batch.objects.filter(organisation_id=by.require_organisation()).order_by("-sent_at")[:most]
    return [
        {
            "id": str(b.id),
            "file_name": b.file_name,
            "state": b.state,
            "learners": b.learners,
            "sent_at": b.sent_at,
            "stopped_at": b.stopped_at,
        }
        for b in found
    ]


def history(*, by: Caller, before: datetime | None = None, most: int = 25) -> dict[str, Any]:
    """A page of the organisation's batches, newest first: how far each is and how many of its rows wait.

    `before` in the answer is where the next page begins, None on the last.
    """
    by.require("batch")
    found = Batch.objects.filter(organisation_id=by.require_organisation()).order_by("-sent_at")
    if before is not None:
        found = found.filter(sent_at__lt=before)
    batches = list(found[: most + 1])
    rows = BatchRow.objects.filter(batch__in=[each.pk for each in batches[:most]]).order_by()
    undone = dict(rows.filter(code="").values_list("batch").annotate(n=Count("id")))
    waiting = dict(rows.filter(is_exception=True, settled_at=None).values_list("batch").annotate(n=Count("id")))
    return {
        "batches": [_in_history(each, undone.get(each.pk, 0), waiting.get(each.pk, 0)) for each in batches[:most]],
        "before": batches[most - 1].sent_at if len(batches) > most else None,
    }


def _in_history(batch: Batch, undone: int, waiting: int) -> dict[str, Any]:
    return {
        "id": str(batch.id),
        "file_name": batch.file_name,
        "state": "stopped" if batch.stopped_at else batch.state,
        "learners": batch.learners,
        "done": batch.learners - undone,
        "exceptions": waiting,
        "sent_at": batch.sent_at,
        "sent_by": batch.caller.get("name", ""),
    }


def result(batch_id: UUID, *, by: Caller, with_codes: bool = True, settled_only: bool = False) -> Iterator[bytes]:
    """The return file in pieces: the same columns with the ULN filled in, then code and reason. Flat in memory.

    With `settled_only` it holds the rows that somebody gave a number by a decision: what has changed since the batch
    was done, for a system that has taken the whole file in already.
    """
    by.require("batch")
    batch = own_batch(batch_id, by=by)
    if batch.state != Batch.State.DONE:
        raise Conflict("The batch is not done yet.", fix="Ask for its progress and fetch the result when it is done.")
    layout = layout_of(batch.standard, batch.version)
    rows = BatchRow.objects.filter(batch=batch).order_by("number")
    if settled_only:
        rows = rows.filter(is_exception=True, settled_at__isnull=False, uln__isnull=False)
        counted = next(column.at for column in layout.fields_of("file") if column.counts)
        batch.file_values = {**batch.file_values, counted: str(rows.count())}
    return _written(batch, layout, layout.with_return_columns() if with_codes else layout, rows)


def _written(batch: Batch, layout: Layout, shape: Layout, rows: QuerySet[BatchRow]) -> Iterator[bytes]:
    headings = [column.at for column in layout.fields_of("learner")]
    read = rows.iterator(chunk_size=PIECE)
    first = True
    while group := [_values(row, headings) for row in islice(read, PIECE)]:
        yield _piece(shape, batch, group, first=first)
        first = False
    if first:
        yield _piece(shape, batch, [], first=True)


def _piece(shape: Layout, batch: Batch, rows: list[dict[str, str]], *, first: bool) -> bytes:
    """One group of rows in the shape and encoding of the file; the headings stand before the first group only."""
    buffer = io.BytesIO()
    encoding = batch.encoding if first else batch.encoding.removesuffix("-sig")
    write(shape, buffer, file=batch.file_values if first else {}, records=rows, encoding=encoding)
    written = buffer.getvalue()
    return written if first else written.split(shape.newline.encode(), 1)[1]


def _values(row: BatchRow, headings: list[str]) -> dict[str, str]:
    values = dict(zip(headings, row.columns, strict=True))
    if row.uln is not None:
        values["ULN"] = str(row.uln)
    return {**values, "ReturnCode": row.code, "Reason": row.reason}


def exceptions(batch_id: UUID, *, by: Caller, after: int = 0, most: int = 200) -> list[dict[str, Any]]:
    """The rows that wait for a decision, in the order of the file, from the row after `after`."""
    by.require("settle")
    batch = own_batch(batch_id, by=by)
    layout = layout_of(batch.standard, batch.version)
    headings = [column.at for column in layout.fields_of("learner")]
    rows = BatchRow.objects.filter(batch=batch, is_exception=True, settled_at=None, number__gt=after).order_by("number")
    return [
        {
            "number": row.number,
            "line": row.line,
            "values": dict(zip(headings, row.columns, strict=True)),
            "code": row.code,
            "reason": row.reason,
            "candidates": [candidate_in_words(each, by=by) for each in row.candidates],
        }
        for row in rows[:most]
    ]


def candidate_in_words(kept: dict[str, Any], *, by: Caller) -> dict[str, Any]:
    """A candidate as it was kept, in the order people read details in, with a token of this caller's."""
    words = kept["agreement"]
    return {
        "token": seal(kept["uln"], by=by),
        "strength": kept["strength"],
        "agreement": {name: words[name] for name in TITLES.values() if name in words},
        "reasons": kept["reasons"],
    }
