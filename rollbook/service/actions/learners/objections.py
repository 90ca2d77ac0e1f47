"""Objections raised for learners and settled by the register's team. What was said is kept and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.definitions import ability_to_share
from rollbook.organisations import Caller
from rollbook.register.consequences import NAMES
from rollbook.register.objections import Objecting, kinds, objection_errors
from rollbook.service.actions.learners.changing import (
    Why,
    announce,
    change,
    locked_survivor,
    refuse_unseen,
    require_reason,
)
from rollbook.service.actions.learners.holding import require_held
from rollbook.service.actions.learners.update import apply_fields
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Learner, LearnerNotice, Objection, ObjectionOutcome, TwoPeopleReport
from rollbook.service.readers.learners import linked_numbers
from rollbook.service.readers.objections import widest_sharing


def object_for(uln: int, said: Objecting, *, by: Caller, purpose: str) -> Objection:
    """Record what a learner objects to. It stands from now on; an objection to sharing narrows her record at once."""
    by.require("object")
    by.require_purpose(purpose)
    if found := objection_errors(said):
        raise InvalidInput(found)
    for name in ("said", "wanted", "evidence"):
        refuse_unseen(getattr(said, name), name)
    with transaction.atomic():
        require_held(uln, by=by)
        learner = locked_survivor(uln)
        now = max(timezone.now(), learner.since)
        made = Objection.objects.create(
            learner_id=uln, kind=said.kind, field=said.contested, allows=kinds()[said.kind].widest,
            said=said.said.strip(), wanted=said.wanted.strip(), said_how=said.said_how, evidence=said.evidence.strip(),
            recorded_by=by.id, organisation_id=by.organisation, at=now,
        )  # fmt: skip
        if made.allows is not None:
            _narrow(learner, made.allows, Why(by, purpose, "update", uln, "The learner objects to sharing."), now=now)
        entry = Entry("object", "recorded", [learner.pk], details={"kind": made.kind, "field": made.field})
        record([entry], by=by, purpose=purpose)
    return made


def settle_objection(
    objection_id: UUID, outcome: str, *, reason: str, fields: Mapping[str, str] | None = None, by: Caller, purpose: str
) -> ObjectionOutcome:
    """Decide an objection: `upheld` (with the contested detail as it is from now on), `refused`, or `withdrawn`."""
    by.require("objections")
    by.require_purpose(purpose)
    require_reason(reason, says="A decision needs its reason.", fix="Say what you looked at; the learner can read it.")
    if outcome not in ObjectionOutcome.Outcome.values:
        unknown = Finding("outcome_unknown", "outcome", "It is not said how the objection ends.", "Choose one.")
        raise InvalidInput([unknown])
    with transaction.atomic():
        made = Objection.objects.filter(pk=objection_id).first()
        if made is None:
            raise NotFound("There is no such objection.", fix="Begin at the list of objections.")
        learner = locked_survivor(made.learner_id)  # whoever settles the same objection waits here
        _refuse_settled(made, outcome)
        now = max(timezone.now(), learner.since)
        settled = ObjectionOutcome.objects.create(
            objection=made, outcome=outcome, reason=reason.strip()[:400], by=by.id, at=now
        )
        if outcome == "upheld" and fields:
            _set_contested(made, learner, fields, Why(by, purpose, "correction", made.learner_id, reason), now=now)
        details = {"kind": made.kind, "field": made.field}
        record([Entry("settle_objection", outcome, [learner.pk], details=details)], by=by, purpose=purpose)
    return settled


def report_two_people(uln: int, *, said: str, by: Caller, purpose: str) -> TwoPeopleReport:
    """Say that one number stands for two people; a reviewer looks into it. Said again, it changes nothing."""
    by.require("report")
    by.require_purpose(purpose)
    require_reason(said, says="It is not said what shows two people.", fix="Say what you saw, without names.")
    with transaction.atomic():
        require_held(uln, by=by)
        learner = locked_survivor(uln)
        own = Q(organisation=None) if by.organisation is None else Q(organisation_id=by.organisation)
        made = TwoPeopleReport.objects.filter(own, learner_id=uln, settled_at=None).first()
        if made is None:
            made = TwoPeopleReport.objects.create(
                learner_id=uln, organisation_id=by.organisation, said=said.strip()[:400], reported_by=by.id,
                reported_at=timezone.now(),
            )  # fmt: skip
        record([Entry("report_two_people", "open", [learner.pk])], by=by, purpose=purpose)
    return made


def settle_two_people(report_id: UUID, *, reason: str, by: Caller, purpose: str) -> TwoPeopleReport:
    """Close a report of two people under one number, with what was found and done."""
    by.require("objections")
    by.require_purpose(purpose)
    require_reason(reason, says="A decision needs its reason.", fix="Say what you found and did.")
    with transaction.atomic():
        made = TwoPeopleReport.objects.select_for_update().filter(pk=report_id).first()
        if made is None:
            raise NotFound("There is no such report.", fix="Begin at the list of objections.")
        if made.settled_at is not None:
            raise Conflict("This report has been settled already.")
        made.settled_at, made.settled_by, made.settled_why = timezone.now(), by.id, reason.strip()[:400]
        made.save(update_fields=["settled_at", "settled_by", "settled_why"])
        record([Entry("settle_two_people", "settled", [made.learner_id])], by=by, purpose=purpose)
    return made


def keep_to_objections(learner: Learner, why: Why, *, now: datetime) -> None:
    """A step: a record that another number has come to lead to is shared no wider than that person allows."""
    widest = widest_sharing(linked_numbers(learner.pk))
    if widest is not None:
        _narrow(learner, widest, why, now=now)


def _narrow(learner: Learner, widest: int, why: Why, *, now: datetime) -> None:
    if not ability_to_share.is_wider(str(learner.ability_to_share), than=str(widest)):
        return
    change(learner, {"ability_to_share": widest}, why, now=now)
    LearnerNotice.objects.create(
        learner_id=why.asked_under, organisation_id=why.by.organisation, notice_version=learner.notice_version,
        ability_to_share=widest, by_learner=True, at=now,
    )  # fmt: skip
    announce("corrected", learner.pk, fields=["ability_to_share"], now=now)


def _set_contested(made: Objection, learner: Learner, fields: Mapping[str, str], why: Why, *, now: datetime) -> None:
    """The contested detail as the team settles it; a name is one detail, so that its other half may go with it."""
    allowed = set(NAMES) if made.field in NAMES else {made.field}
    if other := set(fields) - allowed or (made.kind != "detail" and set(fields)):
        says = "Only the contested detail is changed with its objection."
        raise InvalidInput([Finding("not_contested", sorted(other)[0], says, "Leave the others out.")])
    apply_fields(learner, fields, why, now=now)


def _refuse_settled(made: Objection, outcome: str) -> None:
    before = set(made.outcomes.values_list("outcome", flat=True))
    takes_back = outcome == "withdrawn" and before == {"upheld"} and made.kind == "sharing"
    if before and not takes_back:
        raise Conflict("This objection has been settled already.", fix="Read it again.")
