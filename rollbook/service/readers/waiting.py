"""What waits for somebody, in numbers: one indexed query for each kind, and only the kinds the role may settle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from rollbook.organisations import Caller
from rollbook.service.models import (
    Batch,
    BatchRow,
    Emergency,
    Enrolment,
    Link,
    NumberChangeSeen,
    Organisation,
    OrganisationApplication,
    WaitingUpload,
)
from rollbook.service.readers import alerts, cases, certification, emergencies, objections, questions, unused
from rollbook.service.readers.uploads import KEPT

LATELY = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of one kind wait; `only` is the place where all of them are, if they are in one place."""

    kind: str
    count: int
    only: Any = None


Counting = Callable[[Caller], tuple[int, Any]]


def waiting(*, by: Caller) -> list[Waiting]:
    """Everything that waits for the caller, in the order of KINDS; kinds of which nothing waits are left out."""
    found = []
    for kind, (permission, counting) in KINDS.items():
        if not permission or by.may(permission):
            count, only = counting(by)
            if count:
                found.append(Waiting(kind, count, only))
    return found


def _exceptions(by: Caller) -> tuple[int, Any]:
    rows = BatchRow.objects.filter(batch__organisation_id=by.require_organisation(), is_exception=True, settled_at=None)
    batches = list(rows.order_by().values_list("batch").annotate(rows=Count("id")))
    return sum(count for _, count in batches), batches[0][0] if len(batches) == 1 else None


def _uploads(by: Caller) -> tuple[int, Any]:
    found = WaitingUpload.objects.filter(
        organisation_id=by.require_organisation(),
        state=WaitingUpload.State.WAITING,
        uploaded_at__gt=timezone.now() - KEPT,
    )
    ids = list(found.values_list("pk", flat=True))
    return len(ids), ids[0] if len(ids) == 1 else None


def _batches(by: Caller) -> tuple[int, Any]:
    found = Batch.objects.filter(organisation_id=by.require_organisation()).exclude(state=Batch.State.DONE)
    ids = list(found.values_list("pk", flat=True))
    return len(ids), ids[0] if len(ids) == 1 else None


def _cases(by: Caller) -> tuple[int, Any]:
    return cases.count_open(by=by), None


def _objections(by: Caller) -> tuple[int, Any]:
    return objections.count_waiting(by=by), None


def _emergencies(by: Caller) -> tuple[int, Any]:
    return Emergency.objects.filter(judged_at=None).count(), None


def _emergencies_of_users(by: Caller) -> tuple[int, Any]:
    return emergencies.count_of_users(by=by), None


def _alerts(by: Caller) -> tuple[int, Any]:
    return alerts.waiting(by=by), None


def _changed(by: Caller) -> tuple[int, Any]:
    """Numbers held that were linked since a year, and that the organisation has not taken over."""
    held = Enrolment.objects.filter(learner_id=OuterRef("number_id"), organisation_id=by.require_organisation())
    own = Q(sector=None)
    if by.sector is not None:
        own = Q(sector_id=by.sector)
        held = held.filter(Q(sector=None) | own)
    seen = NumberChangeSeen.objects.filter(
        own, link_id=OuterRef("pk"), undone=False, organisation_id=by.require_organisation()
    )
    since = timezone.now() - LATELY
    return Link.objects.filter(Exists(held), ~Exists(seen), undone_at=None, linked_at__gte=since).count(), None


def _applications(by: Caller) -> tuple[int, Any]:
    return Organisation.objects.filter(status=Organisation.Status.APPLIED).count(), None


def _applied_again(by: Caller) -> tuple[int, Any]:
    return OrganisationApplication.objects.filter(is_taken=False, seen_at=None).count(), None


def _certifications(by: Caller) -> tuple[int, Any]:
    standing = certification.standing(by=by)
    return (standing.left if standing is not None else 0), None


def _ending(by: Caller) -> tuple[int, Any]:
    # Of an organisation's own; the register's team sees theirs among the users.
    return (0 if by.may("govern") else len(unused.unused(by=by))), None


def _asked(by: Caller) -> tuple[int, Any]:
    return questions.count_waiting(by=by), None


def _answered(by: Caller) -> tuple[int, Any]:
    return questions.count_answered(by=by), None


KINDS: dict[str, tuple[str, Counting]] = {
    "exceptions": ("settle", _exceptions),
    "uploads": ("batch", _uploads),
    "batches": ("batch", _batches),
    "changed": ("list", _changed),
    "alerts": ("alerts", _alerts),
    "emergencies": ("judge", _emergencies),
    "emergencies_of_users": ("users", _emergencies_of_users),
    "objections": ("objections", _objections),
    "cases": ("review", _cases),
    "applications": ("govern", _applications),
    "applied_again": ("govern", _applied_again),
    "certifications": ("users", _certifications),
    "ending": ("users", _ending),
    "asked": ("answer", _asked),
    "answered": ("", _answered),
}
