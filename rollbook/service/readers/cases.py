"""The reviewer's queue: suspected pairs, filtered and in order, and how many wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.register.policy import load_policy
from rollbook.service.actions.learners.read import SHOWN_OF_A_CANDIDATE
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import DuplicateCase, Learner, UnclearValue

SOURCES = ("report", "override", "sweep")
ORDERS = {
    "likeliest": (F("weight").desc(nulls_last=True), "opened_at", "id"),
    "oldest": ("opened_at", "id"),
    "newest": ("-opened_at", "id"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which open cases, in which order. Unknown sources and orders mean all, likeliest first."""

    source: str = ""
    order: str = "likeliest"
    least: float | None = None
    most: float | None = None
    open_days: int = 0


ALL = Wanted()


def open_cases(
    *, by: Caller, purpose: str, most: int = 50, wanted: Wanted = ALL, skip: int = 0
) -> list[dict[str, Any]]:
    """The pairs that wait, with the reasons and both records side by side. Logged for each learner."""
    by.require("review")
    by.require_purpose(purpose)
    with transaction.atomic():
        found = (
            _found(wanted).select_related("first", "second").order_by(*ORDERS.get(wanted.order, ORDERS["likeliest"]))
        )
        cases = list(found[skip : skip + min(most, load_policy().most_in_transaction)])
        entries = [Entry("read_case", "shown", [case.first_id, case.second_id]) for case in cases]
        if entries:
            record(entries, by=by, purpose=purpose)
    return [_shown(case) for case in cases]


def count_open(*, by: Caller, wanted: Wanted = ALL) -> int:
    """How many open cases there are of this kind."""
    by.require("review")
    return _found(wanted).count()


def waiting(*, by: Caller) -> dict[str, Any]:
    """What waits for a reviewer, in numbers: open cases by source, the oldest's age in days, unclear details."""
    by.require("review")
    open_ = DuplicateCase.objects.filter(state=DuplicateCase.State.OPEN)
    by_source = {row["source"]: row["cases"] for row in open_.values("source").annotate(cases=Count("id"))}
    oldest = open_.aggregate(at=Min("opened_at"))["at"]
    return {
        "open": sum(by_source.values()),
        "by_source": {source: by_source.get(source, 0) for source in SOURCES},
        "oldest_days": (timezone.now() - oldest).days if oldest else None,
        "unclear": UnclearValue.objects.filter(settled_at=None).count(),
    }


def next_case(after: UUID, *, by: Caller, wanted: Wanted = ALL) -> UUID | None:
    """The open case to look at after this one: the next in the same order, else the first that waits."""
    by.require("review")
    order = ORDERS.get(wanted.order, ORDERS["likeliest"])
    ids = list(_found(wanted, and_also=after).order_by(*order).values_list("id", flat=True)[:2000])
    place = ids.index(after) if after in ids else -1
    following = [each for each in ids[place + 1 :] + ids[: max(place, 0)] if each != after]
    return following[0] if following else None


def case_numbers(case_id: UUID, *, by: Caller) -> dict[str, int]:
    """The two numbers of a case, as `first` and `second`."""
    by.require("review")
    case = DuplicateCase.objects.filter(pk=case_id).first()
    if case is None:
        raise NotFound("There is no such case.", fix="`rollbook review list` shows those that wait.")
    return {"first": case.first_id, "second": case.second_id}


def _found(wanted: Wanted, *, and_also: UUID | None = None) -> QuerySet[DuplicateCase]:
    kept = Q(state=DuplicateCase.State.OPEN)
    if wanted.source in SOURCES:
        kept &= Q(source=wanted.source)
    if wanted.least is not None:
        kept &= Q(weight__gte=wanted.least)
    if wanted.most is not None:
        kept &= Q(weight__lt=wanted.most)
    if wanted.open_days > 0:
        kept &= Q(opened_at__lte=timezone.now() - timedelta(days=wanted.open_days))
    return DuplicateCase.objects.filter(kept | Q(pk=and_also) if and_also else kept)


def _shown(case: DuplicateCase) -> dict[str, Any]:
    return {
        "id": str(case.id),
        "source": case.source,
        "weight": case.weight,
        "reasons": case.reasons,
        "said": case.said,
        "opened_at": case.opened_at,
        "first": _details(case.first),
        "second": _details(case.second),
    }


def _details(learner: Learner) -> dict[str, Any]:
    return {"uln": str(learner.pk), **{name: getattr(learner, name) for name in SHOWN_OF_A_CANDIDATE}}
