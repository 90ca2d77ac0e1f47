"""Enrol a learner who has a number, and end an enrolment. Enrolling is what makes an organisation hold a learner."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.organisations import Caller
from rollbook.register.verify import Grade
from rollbook.service.actions.learners.fields import Fields
from rollbook.service.actions.learners.verify import verify_all
from rollbook.service.actions.learners.writing import enrol_all
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Enrolment

GOOD = (Grade.MATCH, Grade.LINKED_MATCH, Grade.SIMILAR, Grade.LINKED_SIMILAR)


def enrol(asked: Fields, *, start: date, mis_identifier: str = "", by: Caller, purpose: str) -> Enrolment:
    """Enrol the learner with this ULN, whose names (in `asked`, with the ULN) must belong to it.

    Without that proof, enrolling would be a way to read anybody's record by guessing numbers.
    """
    by.require("enrol")
    with transaction.atomic():
        (answer,) = verify_all([asked], by=by, purpose=purpose)
        if answer.findings:
            raise InvalidInput(answer.findings)
        if answer.verification.grade not in GOOD or answer.verification.uln is None:
            raise NotFound("This number and these names do not belong together.", fix="Find the learner by details.")
        uln = int((asked.get("uln") or "").replace(" ", "").replace("-", ""))
        enrol_all([(uln, start, mis_identifier)], by=by, now=timezone.now())
        record([Entry("enrol", "enrolled", [uln])], by=by, purpose=purpose)
        return Enrolment.objects.get(learner_id=uln, organisation_id=by.require_organisation(), start=start)


def end(enrolment_id: UUID, *, on: date, by: Caller, purpose: str) -> Enrolment:
    """End one of the caller's own enrolments on a day."""
    by.require("enrol")
    by.require_purpose(purpose)
    with transaction.atomic():
        found = (
            Enrolment.objects.select_for_update()
            .filter(pk=enrolment_id, organisation_id=by.require_organisation())
            .first()
        )
        if found is None:
            raise NotFound("There is no such enrolment of your organisation.")
        if on < found.start:
            early = Finding("end_before_start", "end", "The enrolment would end before it starts.", "Check the date.")
            raise InvalidInput([early])
        found.end = on
        found.save()
        record([Entry("end_enrolment", "ended", [found.learner_id])], by=by, purpose=purpose)
    return found
