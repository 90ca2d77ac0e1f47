"""Break the glass: one learner's record, open to one user for a short while, to read only, and judged afterwards.

Nothing else of the register knows of an open emergency: who holds a learner is answered as ever, so that no other door
opens with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotFound, TooOften
from rollbook.base.findings import Finding
from rollbook.base.text import digits_only
from rollbook.definitions.learner_fields import Occasion
from rollbook.organisations import Caller
from rollbook.organisations.access import load_access
from rollbook.register.verify import proves
from rollbook.service import limits
from rollbook.service.actions.access import Cause, checked_reason, person, stop
from rollbook.service.actions.learners.fields import errors
from rollbook.service.actions.learners.holding import is_held
from rollbook.service.actions.learners.read import whole
from rollbook.service.actions.learners.verify import asked_of
from rollbook.service.actions.users import held, refuse_last_operator
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Emergency, Learner, User
from rollbook.service.readers.learners import records_by_number, survivors

PURPOSE = "emergency"  # of the log's rows; no agreement names it, and nothing but this module states it
NAMES = ("uln", "given_name", "family_name", "date_of_birth")


def open_record(asked: Mapping[str, str], *, kind: str, reason: str, by: Caller) -> Emergency:
    """Open the record of the learner whose number and names are given (`uln`, `given_name`, `family_name`).

    The names must be the learner's, as for an enrolment; names that are near need the `date_of_birth` too. A try that
    fails is in the learner's log. The same learner, asked for again while open, is the same emergency.
    """
    by.require("emergency")
    user = person(by)
    limits.spend_action("emergency", key=by.id)
    why = _checked(asked, kind, reason)
    uln = int(digits_only(asked["uln"]))
    # First what says nothing of the learner: else being refused for it would tell that number and names fit, unlogged.
    if _standing(user, uln, timezone.now()) is None:
        _refuse_more(user, timezone.now())
    if not _proven(uln, asked):
        _refuse_unproven(uln, by=by)
    with transaction.atomic():
        held(user)
        now = timezone.now()
        if (standing := _standing(user, uln, now)) is not None:
            return standing
        _refuse(user, uln, now, by=by)
        made = Emergency.objects.create(
            id=uuid4(), user=user, organisation_id=by.organisation, sector_id=by.sector, learner_id=uln, kind=kind,
            reason=why, opened_at=now, until=now + timedelta(minutes=load_access().emergency.minutes),
            judge_by=now + timedelta(days=load_access().emergency.judged_days),
        )  # fmt: skip
        _note("emergency_open", "opened", made, by=by)
    return made


def read(emergency_id: UUID, *, by: Caller) -> dict[str, Any]:
    """The record, while it is open, to the user it was opened for and to nobody else."""
    by.require("emergency")
    with transaction.atomic():
        found = _own(emergency_id, by=by)
        if found.closed_at is not None or timezone.now() >= found.until:
            raise Conflict(
                "This record is closed again.", fix="If the emergency goes on, open it again and say what is new."
            )
        shown, family = whole(found.learner_id, by=by)
        record([_entry("emergency_read", "shown", found, family)], by=by, purpose=PURPOSE)
    return shown


def close(emergency_id: UUID, *, by: Caller) -> Emergency:
    """Close one's own open record before its time."""
    by.require("emergency")
    with transaction.atomic():
        return _closed(_own(emergency_id, by=by, lock=True), by=by)


def cut_short(emergency_id: UUID, *, by: Caller) -> Emergency:
    """Close a record that one of one's own users has opened."""
    by.require("users")
    with transaction.atomic():
        found = Emergency.objects.select_for_update(of=("self",)).filter(pk=emergency_id).first()
        if found is None or not may_see(found, by=by):
            raise NotFound("There is no such emergency of your organisation.")
        return _closed(found, by=by)


def judge(emergency_id: UUID, *, is_accepted: bool, said: str, consequence: str = "", by: Caller) -> Emergency:
    """Say whether it was an emergency, and why; where it was not, what follows. Said once."""
    by.require("judge")
    policy = load_access().emergency
    why = checked_reason(said, field="said", least=policy.least_text, most=policy.most_text)
    if is_accepted == bool(consequence) or (consequence and consequence not in policy.consequence):
        says = "What was not accepted has one of the known consequences; what was accepted has none."
        known = f"One of: {', '.join(policy.consequence)}." if consequence else "Choose what follows."
        raise InvalidInput([Finding("consequence", "consequence", says, known)])
    with transaction.atomic():
        found = Emergency.objects.select_for_update(of=("self",)).filter(pk=emergency_id).first()
        if found is None:
            raise NotFound("There is no such emergency.")
        if found.judged_at is not None:
            raise Conflict("This emergency has been judged.", fix="Its judgement stays.")
        judging = person(by)
        found.verdict = Emergency.Verdict.ACCEPTED if is_accepted else Emergency.Verdict.NOT_ACCEPTED
        found.consequence, found.judgement = consequence, why
        found.judged_at, found.judged_by = timezone.now(), judging
        found.closed_at = found.closed_at or (found.judged_at if found.until > found.judged_at else None)
        found.save()
        _note("emergency_judge", found.verdict, found, by=by, consequence=consequence)
        if consequence == "suspended":
            user = held(found.user)
            refuse_last_operator(user)
            stop(user, cause=Cause.EMERGENCY, reason="An emergency was not accepted.", by=by)
    return found


def opened_by(by: Caller) -> Q:
    """The caller's own emergencies, in the organisation they work for now."""
    return Q(user=person(by)) & Q(organisation_id=by.organisation)


def may_see(found: Emergency, *, by: Caller) -> bool:
    """Whether somebody who makes users may see this emergency of one of them."""
    own = found.organisation_id is not None and found.organisation_id == by.organisation
    return by.may("govern") or (own and by.sector in (None, found.sector_id))


def _checked(asked: Mapping[str, str], kind: str, reason: str) -> str:
    """The reason, if nothing is wrong with what was given; else everything that is."""
    policy, found = load_access().emergency, []
    fields = {name: asked.get(name, "") for name in NAMES}
    found += errors(fields, today=timezone.localdate(), occasion=Occasion.FIND_BY_ULN)
    if kind not in policy.kind:
        known = f"One of: {', '.join(policy.kind)}." if kind else ""
        found.append(Finding("kind", "kind", "Choose what kind of emergency this is.", known))
    why = ""
    try:
        why = checked_reason(reason, least=policy.least_text, most=policy.most_text)
    except InvalidInput as wrong:
        found += wrong.findings
    if found:
        raise InvalidInput(found)
    return why


def _proven(uln: int, asked: Mapping[str, str]) -> bool:
    known = records_by_number([uln]).get(uln)
    given = asked_of({name: asked.get(name, "") for name in NAMES})
    return known is not None and any(proves(given, each) for each in known.details)


def _refuse_unproven(uln: int, *, by: Caller) -> None:
    with transaction.atomic(durable=True):  # nobody above may take this row back
        known = [uln] if Learner.objects.filter(pk=uln).exists() else []
        record([Entry("emergency_open", "refused", known)], by=by, purpose=PURPOSE)
    raise NotFound("This number and these names do not belong together.", fix="Check both, or give the birth date too.")


def _standing(user: User, uln: int, now: datetime) -> Emergency | None:
    standing = user.emergencies.filter(closed_at=None, until__gt=now).first()
    if standing is not None and standing.learner_id != uln:
        raise Conflict("You have another record open.", fix="Close it first: one at a time.")
    return standing


def _refuse(user: User, uln: int, now: datetime, *, by: Caller) -> None:
    if by.may("read") and is_held(uln, by=by):
        raise Conflict("This learner is enrolled with your organisation.", fix="Open the record as on any day.")
    _refuse_more(user, now)


def _refuse_more(user: User, now: datetime) -> None:
    most = load_access().emergency.most_a_day
    latest = list(user.emergencies.filter(opened_at__gt=now - timedelta(days=1)).order_by("opened_at"))
    if len(latest) >= most:
        wait = latest[-most].opened_at + timedelta(days=1) - now
        raise TooOften(
            f"You have opened {most} records in 24 hours.", fix="Ask the team that runs the register.",
            retry_after=max(1, int(wait.total_seconds())),
        )  # fmt: skip


def _own(emergency_id: UUID, *, by: Caller, lock: bool = False) -> Emergency:
    every = Emergency.objects.select_for_update(of=("self",)) if lock else Emergency.objects.all()
    found = every.filter(opened_by(by), pk=emergency_id).first()
    if found is None:
        raise NotFound("There is no such emergency of yours.")
    return found


def _closed(found: Emergency, *, by: Caller) -> Emergency:
    now = timezone.now()
    if found.closed_at is None and found.until > now:
        found.closed_at = now
        found.save(update_fields=["closed_at"])
        _note("emergency_close", "closed", found, by=by)
    return found


def _note(action: str, outcome: str, found: Emergency, *, by: Caller, **details: object) -> None:
    family = sorted({found.learner_id, survivors([found.learner_id]).get(found.learner_id, found.learner_id)})
    record([_entry(action, outcome, found, family, **details)], by=by, purpose=PURPOSE)


def _entry(action: str, outcome: str, found: Emergency, family: list[int], **details: object) -> Entry:
    return Entry(action, outcome, family, details={"emergency": str(found.pk), "kind": found.kind, **details})
