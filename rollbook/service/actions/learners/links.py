"""Link two numbers of one person, and undo it. Records stay whole; every linked number leads to its survivor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, NotFound
from rollbook.organisations import Caller
from rollbook.service.actions.learners.changing import Why, announce, change, locked, require_reason
from rollbook.service.actions.learners.objections import keep_to_objections
from rollbook.service.actions.learners.unlinking import give, part, way_of
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Learner, Link, UnclearValue


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
    require_reason(reason, says="A link needs its reason.", fix="Say what you compared.")
    with transaction.atomic():
        records = _both(number, survivor)
        now = max(timezone.now(), *(each.since for each in records.values()))
        why = Why(by, purpose, "link", number, reason)
        change(records[number], {"status": Learner.Status.LINKED, "linked_to_id": survivor}, why, now=now)
        made = Link.objects.create(
            number_id=number, survivor_id=survivor, case_id=case, linked_at=now, linked_by=by.id, reason=reason[:400]
        )
        announce("linked", number, survivor=survivor, now=now)
        # After the link, and as asked under the number: undoing the link takes it back.
        narrowed = Why(by, purpose, "update", number, reason)
        keep_to_objections(records[survivor], narrowed, now=now + timedelta(microseconds=1))
        entry = Entry("link", "linked", [number, survivor])
        record([entry], by=by, purpose=purpose)
    return Linked(made.id, number, survivor, entry.reference)


def undo(link_id: UUID, *, reason: str, by: Caller, purpose: str) -> Linked:
    """Undo a link: what was asked under the number goes back to it, the rest stays, unclear details wait."""
    by.require("review")
    by.require_purpose(purpose)
    require_reason(reason, says="To undo a link needs a reason.", fix="Say what shows that these are two people.")
    with transaction.atomic():
        made = Link.objects.select_for_update().filter(pk=link_id).first()
        if made is None:
            raise NotFound("There is no such link.")
        if made.undone_at is not None:
            raise Conflict("This link has been undone already.")
        way = way_of(made)
        now = max(timezone.now(), way.latest)
        unclear = part(made, way, Why(by, purpose, "unlink", made.number_id, reason), now=now)
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
    require_reason(reason, says="A decision needs its reason.", fix="Say what shows whose value it is.")
    with transaction.atomic():
        question = UnclearValue.objects.select_for_update(of=("self",)).select_related("link").filter(pk=unclear_id)
        asked = question.first()
        if asked is None or choice not in ("number", "survivor"):
            raise NotFound("There is no such question, or the choice is not `number` or `survivor`.")
        if asked.settled_at is not None:
            raise Conflict("This has been settled already.")
        now = timezone.now()
        made = asked.link
        if choice == "number":
            give(asked, Why(by, purpose, "settle", made.number_id, reason), now=now)
        asked.settled_at, asked.settled_by, asked.choice = now, by.id, choice
        asked.save(update_fields=["settled_at", "settled_by", "choice"])
        ulns = [made.number_id, made.survivor_id]
        record([Entry("settle_unclear", choice, ulns, details={"field": asked.field})], by=by, purpose=purpose)


def _both(number: int, survivor: int) -> dict[int, Learner]:
    # Rows are locked in the order of their numbers, so that two reviewers cannot wait for each other.
    records = {each: locked(each) for each in sorted({number, survivor})}
    if len(records) < 2:
        raise Conflict("A number cannot be linked to itself.")
    for record_found in records.values():
        if record_found.status != Learner.Status.LIVE:
            raise Conflict("One of these numbers has been linked already. Undo that link, or link its survivor.")
    return records
