"""Show the number of a learner one has just enrolled, at an address of its own. Logged like any other look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.service.actions.learners.holding import require_held
from rollbook.service.actions.learners.writing import of_sector
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Enrolment
from rollbook.service.readers.learners import linked_numbers, survivors


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The learner's number, the one it replaces for whoever came with a linked one, and the caller's own enrolment."""

    uln: int
    linked: int | None
    start: date
    mis_identifier: str


def confirmed(uln: int, *, by: Caller, purpose: str) -> Confirmed:
    """The number of a learner enrolled by the caller's sector of its organisation, with the latest enrolment there."""
    by.require("enrol")
    by.require_purpose(purpose)
    with transaction.atomic():
        require_held(uln, by=by)
        survivor = survivors([uln]).get(uln)
        family = [] if survivor is None else linked_numbers(survivor)
        own = Enrolment.objects.filter(of_sector(by), learner_id__in=family).order_by("-start", "-id").first()
        if survivor is None or own is None:
            raise NotFound("No learner with this number is enrolled with your part of the organisation.")
        record([Entry("read", "shown", [survivor])], by=by, purpose=purpose)
    return Confirmed(survivor, None if uln == survivor else uln, own.start, own.mis_identifier)
