"""Read a record: one's own learner whole, or a candidate's stored details for a stated purpose. Always logged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.service.actions.learners.holding import require_held
from rollbook.service.actions.learners.tokens import unseal
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Enrolment, Learner, LearnerNote
from rollbook.service.readers.learners import as_it_stood, linked_numbers, survivors
from rollbook.service.readers.objections import contested

SHOWN_OF_A_CANDIDATE = (
    "given_name", "middle_names", "family_name", "previous_family_name", "date_of_birth", "gender", "postcode",
)  # fmt: skip


def read(uln: int, *, by: Caller, purpose: str) -> dict[str, Any]:
    """The record this number leads to, as the caller may see it: details, and the caller's own enrolments and notes."""
    by.require("read")
    by.require_purpose(purpose)
    with transaction.atomic():
        require_held(uln, by=by)
        shown, family = whole(uln, by=by)
        record([Entry("read", "shown", family)], by=by, purpose=purpose)
    return shown


def whole(uln: int, *, by: Caller) -> tuple[dict[str, Any], list[int]]:
    """A step: the record a number leads to, and every number of the learner. Whether the caller may see it has been
    asked before, and the row for the log is written after."""
    survivor = survivors([uln]).get(uln)
    learner = Learner.objects.filter(pk=survivor).exclude(status=Learner.Status.DELETED).first()
    if survivor is None or learner is None:
        raise NotFound()
    family = linked_numbers(survivor)
    return _shown(learner, family, by=by), family


def read_as_it_stood(uln: int, at: datetime, *, by: Caller, purpose: str) -> dict[str, Any]:
    """The record of this very number as it stood at a moment.

    Of a record removed as a mistake only the register's own staff see what it was.
    """
    by.require("read")
    by.require_purpose(purpose)
    with transaction.atomic():
        require_held(uln, by=by)
        deleted = Learner.objects.filter(pk=uln, status=Learner.Status.DELETED).exists()
        if deleted and not by.is_register_staff:
            raise NotFound()
        stood = as_it_stood(uln, at)
        record([Entry("read_history", "shown" if stood else "none", [uln])], by=by, purpose=purpose)
    if stood is None:
        raise NotFound("This record did not exist then.", fix="Choose a later date.")
    return stood


def reveal(token: str, *, by: Caller, purpose: str) -> dict[str, Any]:
    """A candidate's stored details, for a role that may see them beside the ones asked for."""
    by.require("reveal")
    by.require_purpose(purpose)
    uln = unseal(token, by=by)
    with transaction.atomic():
        learner = Learner.objects.filter(pk=uln, status=Learner.Status.LIVE).first()
        if learner is None:
            raise NotFound("This candidate has been changed since your search.", fix="Search again.")
        record([Entry("reveal", "shown", [uln])], by=by, purpose=purpose)
        under_objection = sorted(contested(linked_numbers(uln)) & set(SHOWN_OF_A_CANDIDATE))
    shown = {name: getattr(learner, name) for name in SHOWN_OF_A_CANDIDATE}
    return {"uln": str(uln), **shown, "contested": under_objection}


def _is_own(enrolment: Enrolment, *, by: Caller) -> bool:
    """Of the caller's organisation and, where the caller works in one sector of it, of that sector or of none."""
    if by.organisation is None:
        return True
    of_sector = by.sector is None or enrolment.sector_id in (None, by.sector)
    return enrolment.organisation_id == by.organisation and of_sector


def _shown(learner: Learner, family: list[int], *, by: Caller) -> dict[str, Any]:
    details = {
        field.attname: getattr(learner, field.attname)
        for field in Learner._meta.concrete_fields
        if field.attname not in ("keys", "linked_to_id", "uln_id")
    }
    enrolments = Enrolment.objects.filter(learner_id__in=family).select_related("organisation").order_by("start")
    own = [each for each in enrolments if _is_own(each, by=by)]
    notes = LearnerNote.objects.filter(learner_id__in=family).order_by("created_at")
    own_notes = [note for note in notes if note.organisation_id == by.organisation]
    return {
        "uln": str(learner.pk),
        "linked_numbers": [str(number) for number in family if number != learner.pk],
        **details,
        "contested": sorted(contested(family)),
        "enrolments": [
            {"id": each.id, "provider": each.organisation.name, "ukprn": each.organisation.ukprn, "start": each.start,
             "end": each.end, "mis_identifier": each.mis_identifier, "uln": str(each.learner_id)}
            for each in own
        ],
        "notes": [{"text": note.text, "at": note.created_at} for note in own_notes],
    }  # fmt: skip
