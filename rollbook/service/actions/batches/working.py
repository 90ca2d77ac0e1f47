"""Work on the rows of a batch: a chunk is one transaction in which learners and results are written together.

A kill between two chunks loses nothing and a kill within one undoes it; the next worker goes on with the first row
that has no code.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding, Position, Severity
from rollbook.definitions import Occasion
from rollbook.organisations import Caller
from rollbook.register.outcomes import PossibleMatches, TooManyMatches
from rollbook.register.policy import load_policy
from rollbook.register.verify import Grade
from rollbook.register.words import agreement, sentences, strength
from rollbook.service.actions.batches.caller import sender
from rollbook.service.actions.learners.register import Registered, Registration, Result, register
from rollbook.service.actions.learners.update import update
from rollbook.service.actions.learners.verify import verify_all
from rollbook.service.actions.learners.writing import enrol_all
from rollbook.service.models import Batch, BatchRow
from rollbook.service.sql import sql
from rollbook.standards import (
    Layout,
    Record,
    ReturnCode,
    check_row,
    code_for,
    layout_of,
    learner_of,
    occasion_of,
    reason,
    return_code,
)

RESULTS = {
    Result.NEW: "registered",
    Result.EXISTING: "found",
    Result.LINKED: "linked",
    Result.INVALID: "format",
    Result.SEARCH_FIRST: "possible",
    Result.LOOK_FIRST: "possible",
}
GRADES = {
    Grade.NO_MATCH: "does_not_match",
    Grade.SIMILAR: "does_not_match",
    Grade.LINKED_SIMILAR: "does_not_match",
    Grade.NOT_FOUND: "not_found",
}


@dataclass(slots=True)
class Work:
    """One row on its way to its code."""

    row: BatchRow
    record: Record
    learner: dict[str, str]
    findings: tuple[Finding, ...] = ()
    code: ReturnCode | None = None
    uln: int | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)


def work_on_chunk(batch_id: UUID) -> int:
    """Work on the next rows of a batch and say how many; 0 when it is done."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        if batch.state == Batch.State.DONE:
            return 0
        most = load_policy().most_in_transaction
        rows = list(BatchRow.objects.filter(batch=batch, code="").order_by("number")[:most])
        batch.started_at = batch.started_at or timezone.now()
        batch.state = Batch.State.WORKING if rows else Batch.State.DONE
        batch.finished_at = None if rows else timezone.now()
        if rows:
            work_on_rows(batch, rows, by=sender(batch))
        batch.save(update_fields=["state", "started_at", "finished_at"])
    return len(rows)


def work_on_rows(batch: Batch, rows: Sequence[BatchRow], *, by: Caller) -> None:
    """Give each row its code, in the running transaction."""
    layout = layout_of(batch.standard, batch.version)
    works = [open_row(row, layout) for row in rows]
    for work in works:
        work.code = code_for(work.findings)
    with_number = [work for work in works if work.code is None and occasion_of(work.learner) is Occasion.BATCH_UPDATE]
    without = [work for work in works if work.code is None and occasion_of(work.learner) is Occasion.BATCH]
    # The same order in every batch, so that two of them never wait for each other: locks of keys first, then of records
    # by number.
    _register(without, batch, by=by)
    _verify_and_update(sorted(with_number, key=lambda work: work.learner["uln"]), layout, batch.purpose, by=by)
    for work in works:
        _close(work)
    _store(rows)


def open_row(row: BatchRow, layout: Layout) -> Work:
    """The row as its layout reads it, with everything wrong with it."""
    headings = [column.at for column in layout.fields_of("learner")]
    read = tuple(_finding(each) for each in row.findings)
    record = Record(row.number, row.line, dict(zip(headings, row.columns, strict=True)), read)
    return Work(row, record, learner_of(record, layout), check_row(record, layout, today=timezone.localdate()))


def _finding(plain: dict[str, Any]) -> Finding:
    position = Position(**plain["position"])
    return Finding(
        plain["rule"], plain["field"], plain["says"], plain["fix"], Severity(plain["severity"]), "", position
    )


def _register(works: Sequence[Work], batch: Batch, *, by: Caller) -> None:
    if not works:
        return
    requests = [Registration(work.learner, start=None, mis_identifier=work.learner["mis_identifier"]) for work in works]
    results = register(requests, by=by, purpose=batch.purpose, occasion=Occasion.BATCH)
    for work, result in zip(works, results, strict=True):
        _take(work, result, batch)


def _take(work: Work, result: Registered, batch: Batch) -> None:
    work.uln = result.uln
    match result.outcome:
        case TooManyMatches() if result.uln is None:
            work.code = return_code("too_many")
        case PossibleMatches(candidates) if result.uln is None:
            ulns = [candidate.uln for candidate in candidates]
            earlier = BatchRow.objects.filter(batch=batch, uln__in=ulns, number__lt=work.row.number).exists()
            work.code = return_code("repeated" if earlier else "possible")
            work.candidates = [
                {
                    "uln": candidate.uln,
                    "strength": strength(candidate.match),
                    "agreement": agreement(candidate.match),
                    "reasons": sentences(candidate.match),
                }
                for candidate in candidates
            ]
        case _:
            work.code = return_code(RESULTS[result.result])
            work.findings = (*work.findings, *result.findings)


def _verify_and_update(works: Sequence[Work], layout: Layout, purpose: str, *, by: Caller) -> None:
    if not works:
        return
    asked = [
        {name: work.learner[name] for name in ("uln", "given_name", "family_name", "date_of_birth", "gender")}
        for work in works
    ]
    answers = verify_all(asked, by=by, purpose=purpose)
    for work, answer in zip(works, answers, strict=True):
        grade, survivor = answer.verification.grade, answer.verification.uln
        if grade in GRADES or survivor is None:
            work.code = return_code(GRADES.get(grade, "not_found"))
            work.candidates = [] if survivor is None else [_named(survivor)]
        else:
            update_row(work, layout, purpose, survivor, by=by)


def _named(uln: int) -> dict[str, Any]:
    """The learner whose number the row names, whose names are like those in the row but not the same."""
    return {"uln": uln, "strength": None, "agreement": {}, "reasons": ["The row names this learner's number."]}


def update_row(work: Work, layout: Layout, purpose: str, survivor: int, *, by: Caller) -> None:
    """Enrol the learner whose number the row carries, and take over what the row says."""
    try:
        with transaction.atomic():
            _update(work, layout, purpose, survivor, by=by)
    except InvalidInput as refused:
        work.findings = (*work.findings, *refused.findings)
        work.code = code_for(refused.findings)


def _update(work: Work, layout: Layout, purpose: str, survivor: int, *, by: Caller) -> None:
    asked_under = int(work.learner["uln"].replace(" ", "").replace("-", ""))
    enrol_all([(asked_under, None, work.learner["mis_identifier"])], by=by, now=timezone.now())
    sent = {name: value.strip() for name, value in layout.as_fields(work.record.values).items()}
    # An empty column of a batch row says nothing; only what stands there is new.
    fields = {name: value for name, value in sent.items() if value and name not in ("uln", "mis_identifier")}
    changed = update(
        asked_under, fields, version=None, reason="batch file", by=by, purpose=purpose, permission="batch"
    ).changed
    work.uln = survivor
    name = "linked" if survivor != asked_under else "updated" if changed else "verified"
    work.code = return_code(name)


def _store(rows: Sequence[BatchRow]) -> None:
    """Write the rows' results. Django's own bulk update makes an expression of every value: half a chunk's time."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql("batches/results"),
            {
                "ids": [row.pk for row in rows],
                "codes": [row.code for row in rows],
                "reasons": [row.reason for row in rows],
                "ulns": [row.uln for row in rows],
                "candidates": [json.dumps(row.candidates) for row in rows],
                "exceptions": [row.is_exception for row in rows],
            },
        )


def _close(work: Work) -> None:
    assert work.code is not None
    row = work.row
    row.code, row.uln, row.candidates = work.code.code, work.uln, work.candidates
    row.reason = reason(work.code, work.findings)[:1000]
    row.is_exception = work.code.kind != "success"
