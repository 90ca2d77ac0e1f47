"""Each term an owner says of every user and client: still needed, and for what; or ended. The rest is suspended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, NotFound
from rollbook.organisations import Caller
from rollbook.organisations.access import round_at
from rollbook.service.actions import access, clients, users
from rollbook.service.actions.organisations import log
from rollbook.service.models import AccessChange, Certification, CertificationRound, Client, User
from rollbook.service.readers.certification import latest_round, not_certified

Cause, Decision = AccessChange.Cause, Certification.Decision


def open_round(today: date | None = None) -> CertificationRound | None:
    """Open this term's round unless it stands; None between the terms. Called every night."""
    due = round_at(today or timezone.localdate())
    if due is None:
        return None
    with transaction.atomic():
        made, is_new = CertificationRound.objects.get_or_create(
            name=due.name, defaults={"opened_at": timezone.now(), "due_on": due.due_on}
        )
        if is_new:
            log("certification_open", "opened", None, by=access.KEEPER, round=made.name, due=due.due_on.isoformat())
    return made


def certify(subject: str, *, is_needed: bool, why: str, by: Caller) -> Certification:
    """Say of a user (`user:ID`) or a client (`client:ID`) that the access is needed and for what, or end it.

    One that was suspended for want of this word is restored by it.
    """
    by.require("users")
    reason = access.checked_reason(why, field="needed_for", least=3)
    with transaction.atomic():
        who = _held(subject, by=by)
        term = latest_round()
        if term is None:
            raise Conflict("No round of certification is open.", fix="The next one opens with its term.")
        _refuse_suspended(who)
        _carry_out(who, is_needed=is_needed, reason=reason, by=by)
        decision = Decision.NEEDED if is_needed else Decision.ENDED
        owner = {"user": who} if isinstance(who, User) else {"client": who}
        made, _ = Certification.objects.update_or_create(
            round=term, **owner,
            defaults={"decision": decision, "needed_for": reason, "by": access.person(by), "at": timezone.now()},
        )  # fmt: skip
        log("certify", decision.value, who.organisation, by=by, round=term.name, subject=subject.strip())
    return made


def enforce(today: date | None = None) -> int:
    """Suspend what no owner has certified in the rounds that are over; how many. Each round is enforced once."""
    day, ended = today or timezone.localdate(), 0
    for term in CertificationRound.objects.filter(enforced_at=None, due_on__lt=day).order_by("opened_at"):
        for who in not_certified(term):
            ended += _suspended(who, term)
        with transaction.atomic():
            CertificationRound.objects.filter(pk=term.pk).update(enforced_at=timezone.now())
            log("certification_close", "enforced", None, by=access.KEEPER, round=term.name)
    return ended


def _suspended(who: User | Client, term: CertificationRound) -> int:
    with transaction.atomic():
        held = _locked(who)
        said = (
            term.certifications.filter(user=held) if isinstance(held, User) else term.certifications.filter(client=held)
        )
        if not held.is_active or said.filter(decision=Decision.NEEDED).exists():
            return 0
        if isinstance(held, User):
            try:
                users.refuse_last_operator(held)
            except Conflict:
                return 0
        says = f"Not certified by {term.due_on:%-d %B %Y}."
        access.stop(held, cause=Cause.NOT_CERTIFIED, reason=says, by=access.KEEPER)
    return 1


def _carry_out(who: User | Client, *, is_needed: bool, reason: str, by: Caller) -> None:
    if is_needed:
        access.give_back(who, cause=Cause.NOT_CERTIFIED, reason="Certified late.", by=by)
        return
    if isinstance(who, User):
        users.refuse_last(who, by=by)
    access.stop(who, cause=Cause.NOT_NEEDED, reason=reason, by=by)


def _refuse_suspended(who: User | Client) -> None:
    stopped = access.stopped_because(who)
    if not who.is_active and (stopped is None or stopped.cause not in (Cause.NOT_CERTIFIED, Cause.NOT_NEEDED)):
        raise Conflict("This access is suspended for another reason.", fix="Restore it first, if it is needed.")


def _held(subject: str, *, by: Caller) -> User | Client:
    """The user or client, if it is one of the caller's own and not the caller; held until the transaction ends."""
    found = next(_named(subject), None)
    if found is None or not _is_own(found, by=by):
        raise NotFound("There is no such user or client that you may certify.")
    if subject.strip() == by.id and not _is_only_operator(by):
        raise Conflict("Nobody certifies themselves.", fix="Ask another super user or an operator.")
    return _locked(found)


def _is_own(found: User | Client, *, by: Caller) -> bool:
    return users.is_own(found, by=by) if isinstance(found, User) else clients.is_own(found, by=by)


def _named(subject: str) -> Iterator[User | Client]:
    kind, _, name = subject.strip().partition(":")
    if kind == "client":
        yield from Client.objects.filter(client_id=name)
    elif kind == "user":
        try:
            yield from User.objects.filter(pk=UUID(name))
        except ValueError:
            return


def _is_only_operator(by: Caller) -> bool:
    operators = User.objects.filter(role="operator", is_active=True).values_list("pk", flat=True)
    return [f"user:{each}" for each in operators] == [by.id]


def _locked(who: User | Client) -> User | Client:
    return users.held(who) if isinstance(who, User) else clients.held(who)
