"""Choose one of the possible matches one was shown: the learner is enrolled, and only then is the number given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import InvalidInput, NotFound
from rollbook.definitions.learner_fields import Occasion
from rollbook.organisations import Caller
from rollbook.service.actions.learners.fields import errors
from rollbook.service.actions.learners.tokens import unseal
from rollbook.service.actions.learners.writing import enrol_all
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Learner
from rollbook.service.readers.learners import survivors


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen learner's number, and the line in the access log."""

    uln: int
    reference: UUID


def choose(token: str, *, start: date, mis_identifier: str = "", by: Caller, purpose: str) -> Chosen:
    """Enrol the learner whom this caller's own token stands for, from a day, with the caller's organisation."""
    by.require("enrol")
    by.require_purpose(purpose)
    by.require_organisation()
    if wrong := errors({"mis_identifier": mis_identifier}, today=start, occasion=Occasion.UPDATE):
        raise InvalidInput(wrong)
    asked = unseal(token, by=by)
    with transaction.atomic():
        uln = survivors([asked]).get(asked)
        if uln is None or not Learner.objects.filter(pk=uln, status=Learner.Status.LIVE).exists():
            raise NotFound("This candidate has been removed since your search.", fix="Search again.")
        enrol_all([(uln, start, mis_identifier)], by=by, now=timezone.now())
        entry = Entry("choose", "enrolled", [uln])
        record([entry], by=by, purpose=purpose)
    return Chosen(uln, entry.reference)
