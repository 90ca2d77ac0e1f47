"""Enrol a learner who has a number, and end an enrolment. Enrolling is what makes an organisation hold a learner."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.base.text import digits_only
from rollbook.definitions.learner_fields import Occasion
from rollbook.organisations import Caller
from rollbook.register.verify import proves
from rollbook.service.actions.learners.fields import Fields, errors
from rollbook.service.actions.learners.verify import asked_of, verify_all
from rollbook.service.actions.learners.writing import add_evidence, enrol_all, of_sector
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Enrolment
from rollbook.service.readers.learners import records_by_number

NOTHING_SEEN: Fields = {}


def enrol(
    asked: Fields,
    *,
    start: date,
    mis_identifier: str = "",
    evidence: Fields = NOTHING_SEEN,
    by: Caller,
    purpose: str,
) -> Enrolment:
    """Enrol the learner with this ULN, whose names (in `asked`, with the ULN) must belong to it.

    Without that proof, enrolling would be a way to read anybody's record by guessing numbers: names that are only
    near are not enough without the birth date, and nothing given may contradict. `evidence` is what was seen of the
    learner's identity, if anything: its type, and a description where the type is "other".
    """
    by.require("enrol")
    sent = {"mis_identifier": mis_identifier, **{name: value for name, value in evidence.items() if value}}
    if wrong := errors(sent, today=start, occasion=Occasion.UPDATE):
        raise InvalidInput(wrong)
    with transaction.atomic():
        (answer,) = verify_all([asked], by=by, purpose=purpose)
        if answer.findings:
            raise InvalidInput(answer.findings)
        uln = int(digits_only(asked.get("uln") or ""))
        if _proven(uln, asked):
            enrol_all([(uln, start, mis_identifier)], by=by, now=timezone.now())
            add_evidence([(uln, evidence)], by=by, now=timezone.now())
            record([Entry("enrol", "enrolled", [uln])], by=by, purpose=purpose)
            return Enrolment.objects.get(of_sector(by), learner_id=uln, start=start)
    # After the transaction: a guess stays in the log, and the watch sees it as it sees any other.
    raise _unproven()


def _unproven() -> NotFound:
    refused = NotFound("This number and these names do not belong together.", fix="Find the learner by details.")
    refused.is_on_record = True
    return refused


def _proven(uln: int, asked: Fields) -> bool:
    known = records_by_number([uln]).get(uln)
    given = asked_of(asked)
    return known is not None and any(proves(given, each) for each in known.details)


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
        if found is None or (by.sector is not None and found.sector_id not in (None, by.sector)):
            raise NotFound("There is no such enrolment of your organisation.")
        if on < found.start:
            early = Finding("end_before_start", "end", "The enrolment would end before it starts.", "Check the date.")
            raise InvalidInput([early])
        found.end = on
        found.save()
        record([Entry("end_enrolment", "ended", [found.learner_id])], by=by, purpose=purpose)
    return found
