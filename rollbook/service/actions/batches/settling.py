"""Settle an exception of a batch: choose a candidate, say that the learner is new, correct the row, or leave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotFound, SearchFirst
from rollbook.base.findings import Finding
from rollbook.definitions import Occasion
from rollbook.organisations import Caller
from rollbook.service.actions.batches.working import open_row, update_row, work_on_rows
from rollbook.service.actions.learners.register import Registration, Result, register
from rollbook.service.actions.learners.searches import RecentSearch
from rollbook.service.actions.learners.tokens import unseal
from rollbook.service.actions.learners.writing import enrol_all
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Batch, BatchRow
from rollbook.service.readers.batches import own_batch
from rollbook.standards import Layout, layout_of, return_code


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of a decision: the row's code and sentence now, its number if it has one, whether it still waits."""

    number: int
    code: str
    reason: str
    uln: int | None
    is_open: bool


def choose(batch_id: UUID, number: int, token: str, *, by: Caller) -> Settled:
    """The learner is this candidate: she is enrolled, and the row gets her number."""
    uln = unseal(token, by=by)
    with transaction.atomic():
        batch, row = _open_exception(batch_id, number, by=by)
        if uln not in {each["uln"] for each in row.candidates}:
            raise NotFound("This learner is not among the row's candidates.", fix="List the exceptions again.")
        layout = layout_of(batch.standard, batch.version)
        work = open_row(row, layout)
        if work.learner["uln"]:
            update_row(work, layout, batch.purpose, uln, by=by)
            if work.code is not None and work.code.kind != "success":
                raise InvalidInput(work.findings, "Nothing was changed.", fix="Correct the row first.")
            return _close(row, "updated", uln, "chosen", by=by, purpose=batch.purpose)
        enrol_all([(uln, None, work.learner["mis_identifier"])], by=by, now=timezone.now())
        return _close(row, "found", uln, "chosen", by=by, purpose=batch.purpose)


def call_new(batch_id: UUID, number: int, *, reason: str, by: Caller) -> Settled:
    """None of the candidates is the learner: she gets a number, and a reviewer sees the reason."""
    if not reason.strip():
        raise InvalidInput([Finding("reason_missing", "reason", "A reason is needed.", "Say why no candidate fits.")])
    with transaction.atomic():
        batch, row = _open_exception(batch_id, number, by=by)
        work = open_row(row, layout_of(batch.standard, batch.version))
        shown = _shown_at(batch)
        seen = RecentSearch("possible", shown, {each["uln"]: shown for each in row.candidates})
        fields = {**work.learner, "uln": ""}
        request = Registration(fields, mis_identifier=work.learner["mis_identifier"], override=reason)
        (made,) = register([request], by=by, purpose=batch.purpose, occasion=Occasion.BATCH, seen=seen)
        if made.result is Result.LOOK_FIRST:
            raise SearchFirst("Look at the candidates for a few seconds before you pass them over.")
        if made.uln is None:
            raise InvalidInput(made.findings, "No number was given.", fix="Correct the row first.")
        name = "registered" if made.result is Result.NEW else "found"
        return _close(row, name, made.uln, "new", by=by, purpose=batch.purpose)


def correct(batch_id: UUID, number: int, changes: Mapping[str, str], *, by: Caller) -> Settled:
    """Change values of the row, by heading, and work on it again."""
    with transaction.atomic():
        batch, row = _open_exception(batch_id, number, by=by)
        row.columns = _with_changes(row, layout_of(batch.standard, batch.version), changes)
        row.findings, row.is_exception = [], False
        row.save(update_fields=["columns", "findings"])
        work_on_rows(batch, [row], by=by)
        if not row.is_exception:
            row.is_exception, row.settled_at, row.settled_by = True, timezone.now(), by.id
            row.save(update_fields=["is_exception", "settled_at", "settled_by"])
        _log(row, "corrected", by=by, purpose=batch.purpose)
    return _settled(row)


def leave(batch_id: UUID, number: int, *, reason: str, by: Caller) -> Settled:
    """Close the exception without a number, for a reason."""
    if not reason.strip():
        raise InvalidInput([Finding("reason_missing", "reason", "A reason is needed.", "Say why the row is left.")])
    with transaction.atomic():
        batch, row = _open_exception(batch_id, number, by=by)
        row.settled_at, row.settled_by = timezone.now(), by.id
        row.save(update_fields=["settled_at", "settled_by"])
        _log(row, "left", by=by, purpose=batch.purpose)
    return _settled(row)


def _open_exception(batch_id: UUID, number: int, *, by: Caller) -> tuple[Batch, BatchRow]:
    by.require("settle")
    batch = own_batch(batch_id, by=by)
    row = BatchRow.objects.select_for_update().filter(batch=batch, number=number, is_exception=True).first()
    if row is None:
        raise NotFound("The batch has no exception with this number.", fix="List the exceptions.")
    if row.settled_at is not None:
        raise Conflict("This exception has been settled already.")
    if batch.state != Batch.State.DONE:
        raise Conflict("The batch is still being worked on.", fix="Settle its exceptions when it is done.")
    return batch, row


def _shown_at(batch: Batch) -> datetime:
    assert batch.finished_at is not None
    return batch.finished_at


def _with_changes(row: BatchRow, layout: Layout, changes: Mapping[str, str]) -> list[str]:
    headings = [column.at for column in layout.fields_of("learner")]
    unknown = sorted(set(changes) - set(headings))
    if unknown:
        says, fix = "There is no such column.", "Use the file's headings."
        raise InvalidInput([Finding("unknown_field", name[:50], says, fix) for name in unknown])
    return [changes.get(heading, value) for heading, value in zip(headings, row.columns, strict=True)]


def _close(row: BatchRow, code_name: str, uln: int, how: str, *, by: Caller, purpose: str) -> Settled:
    code = return_code(code_name)
    row.code, row.reason, row.uln = code.code, f"{code.says} {code.fix}", uln
    row.settled_at, row.settled_by = timezone.now(), by.id
    row.save(update_fields=["code", "reason", "uln", "settled_at", "settled_by"])
    _log(row, how, by=by, purpose=purpose)
    return _settled(row)


def _log(row: BatchRow, how: str, *, by: Caller, purpose: str) -> None:
    ulns = [row.uln] if row.uln is not None else []
    record([Entry("settle_exception", how, ulns, details={"row": row.number})], by=by, purpose=purpose)


def _settled(row: BatchRow) -> Settled:
    return Settled(row.number, row.code, row.reason, row.uln, row.settled_at is None)
