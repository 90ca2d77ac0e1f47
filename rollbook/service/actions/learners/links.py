"""Link two numbers of one person, and undo it. Records stay whole; every linked number leads to its survivor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, NotFound
from rollbook.organisations import Caller
from rollbook.register.undo import Change, Undo, plan
from rollbook.service.actions.learners.changing import Why, announce, change, locked
from rollbook.service.actions.learners.fields import DATES
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Learner, LearnerVersion, Link, UnclearValue
from rollbook.service.readers.learners import linked_numbers, survivors


@dataclass(frozen=True, slots=True)
class Linked:
    """A link made or undone: its id, the number, the survivor, and the log reference."""

    id: UUID
    number: int
    survivor: int
    reference: UUID
    unclear: int = 0


def link(number: int, survivor: int, *, reason: str, by: Caller, purpose: str, case: UUID | None = None) -> Linked:
    """Link a number to the one that survives. Both must be live; a number linked already is undone first."""
    by.require("review")
    by.require_purpose(purpose)
    with transaction.atomic():
        records = _both(number, survivor)
        now = timezone.now()
        why = Why(by, purpose, "link", number, reason)
        change(records[number], {"status": "linked", "linked_to_id": survivor}, why, now=now)
        made = Link.objects.create(
            number_id=number, survivor_id=survivor, case_id=case, linked_at=now, linked_by=by.id, reason=reason[:400]
        )
        announce("linked", number, survivor=survivor, now=now)
        entry = Entry("link", "linked", [number, survivor])
        record([entry], by=by, purpose=purpose)
    return Linked(made.id, number, survivor, entry.reference)


def undo(link_id: UUID, *, reason: str, by: Caller, purpose: str) -> Linked:
    """Undo a link: what was asked under the number goes back to it, the rest stays, unclear details wait."""
    by.require("review")
    by.require_purpose(purpose)
    with transaction.atomic():
        made = Link.objects.select_for_update().filter(pk=link_id).first()
        if made is None:
            raise NotFound("There is no such link.")
        if made.undone_at is not None:
            raise Conflict("This link has been undone already.")
        now = timezone.now()
        number, end = _lock_chain(made)
        todo = plan(_changes_since(end, made), linked_numbers(made.number_id))
        unclear = _carry_out(made, number, end, todo, Why(by, purpose, "unlink", made.number_id, reason), now=now)
        made.undone_at, made.undone_by, made.undo_reason = now, by.id, reason[:400]
        made.save()
        announce("unlinked", made.number_id, survivor=made.survivor_id, now=now)
        entry = Entry("undo_link", "undone", [made.number_id, made.survivor_id], details={"unclear": unclear})
        record([entry], by=by, purpose=purpose)
    return Linked(made.id, made.number_id, made.survivor_id, entry.reference, unclear)


def settle_unclear(unclear_id: UUID, choice: str, *, reason: str, by: Caller, purpose: str) -> None:
    """Say whose an unclear value is: `number`, the number that left, or `survivor`."""
    by.require("review")
    by.require_purpose(purpose)
    with transaction.atomic():
        question = UnclearValue.objects.select_for_update().select_related("link").filter(pk=unclear_id).first()
        if question is None or choice not in ("number", "survivor"):
            raise NotFound("There is no such question, or the choice is not `number` or `survivor`.")
        if question.settled_at is not None:
            raise Conflict("This has been settled already.")
        now = timezone.now()
        made = question.link
        if choice == "number":
            _give(question, Why(by, purpose, "settle", made.number_id, reason), now=now)
        question.settled_at, question.settled_by, question.choice = now, by.id, choice
        question.save()
        ulns = [made.number_id, made.survivor_id]
        record([Entry("settle_unclear", choice, ulns, details={"field": question.field})], by=by, purpose=purpose)


def _both(number: int, survivor: int) -> dict[int, Learner]:
    # Rows are locked in the order of their numbers, so that two reviewers cannot wait for each other.
    records = {each: locked(each) for each in sorted({number, survivor})}
    if len(records) < 2:
        raise Conflict("A number cannot be linked to itself.")
    for record_found in records.values():
        if record_found.status != Learner.Status.LIVE:
            raise Conflict("One of these numbers has been linked already. Undo that link, or link its survivor.")
    return records


def _lock_chain(made: Link) -> tuple[Learner, Learner]:
    end = survivors([made.survivor_id])[made.survivor_id]
    records = {each: locked(each) for each in sorted({made.number_id, end})}
    if survivors([made.survivor_id])[made.survivor_id] != end:
        raise Conflict("Another link of these numbers is being changed. Try again.")
    return records[made.number_id], records[end]


def _changes_since(end: Learner, made: Link) -> list[Change]:
    rows = LearnerVersion.objects.filter(
        learner=end, stood_until__gt=made.linked_at, kind__in=["update", "settle", "unlink"]
    ).order_by("version")
    return [Change(row.asked_under, {name: (pair[0], pair[1]) for name, pair in row.changed.items()}) for row in rows]


def _carry_out(made: Link, number: Learner, end: Learner, todo: Undo, why: Why, *, now: datetime) -> int:
    change(number, {"status": "live", "linked_to_id": None, **_typed(todo.returned)}, why, now=now)
    restored = change(end, _typed(todo.restored), why, now=now)
    for learner, fields in ((number, todo.returned), (end, restored)):
        if fields:
            announce("corrected", learner.pk, fields=fields, now=now)
    UnclearValue.objects.bulk_create(
        [
            UnclearValue(link=made, field=name, under_number=pair[0], under_survivor=pair[1])
            for name, pair in todo.unclear.items()
        ]
    )
    return len(todo.unclear)


def _give(question: UnclearValue, why: Why, *, now: datetime) -> None:
    made = question.link
    end = survivors([made.survivor_id])[made.survivor_id]
    records = {each: locked(each) for each in sorted({made.number_id, end})}
    change(records[made.number_id], _typed({question.field: question.under_number}), why, now=now)
    change(records[end], _typed({question.field: question.under_survivor}), why, now=now)
    for uln in records:
        announce("corrected", uln, fields=[question.field], now=now)


def _typed(values: Any) -> dict[str, Any]:
    """Values as the row holds them: dates were kept as text."""

    return {
        name: date.fromisoformat(value) if name in DATES and isinstance(value, str) else value
        for name, value in values.items()
    }
