"""The reviewer's queue: suspected pairs, the links that stand, and what an undo left open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.register.policy import load_policy
from rollbook.service.actions.learners.read import SHOWN_OF_A_CANDIDATE
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import DuplicateCase, Learner, Link, UnclearValue


def open_cases(*, by: Caller, purpose: str, most: int = 50) -> list[dict[str, Any]]:
    """The pairs that wait, likeliest first, with the reasons and both records side by side. Logged for each learner."""
    by.require("review")
    by.require_purpose(purpose)
    with transaction.atomic():
        cases = list(
            DuplicateCase.objects.filter(state=DuplicateCase.State.OPEN)
            .select_related("first", "second")
            .order_by("-weight", "opened_at")[: min(most, load_policy().most_in_transaction)]
        )
        entries = [Entry("read_case", "shown", [case.first_id, case.second_id]) for case in cases]
        if entries:
            record(entries, by=by, purpose=purpose)
    return [_shown(case) for case in cases]


def case_numbers(case_id: UUID, *, by: Caller) -> dict[str, int]:
    """The two numbers of a case, as `first` and `second`."""
    by.require("review")
    case = DuplicateCase.objects.filter(pk=case_id).first()
    if case is None:
        raise NotFound("There is no such case.", fix="`rollbook review list` shows those that wait.")
    return {"first": case.first_id, "second": case.second_id}


def standing_links(*, by: Caller, most: int = 50) -> list[dict[str, Any]]:
    """The links that stand, latest first, with what an undo of them would name."""
    by.require("review")
    links = Link.objects.filter(undone_at=None).order_by("-linked_at")[:most]
    return [
        {"id": str(link.id), "number": str(link.number_id), "survivor": str(link.survivor_id),
         "linked_at": link.linked_at, "reason": link.reason}
        for link in links
    ]  # fmt: skip


def unclear_values(*, by: Caller, most: int = 50) -> list[dict[str, Any]]:
    """The details that changed under both numbers of an undone link and wait for a decision."""
    by.require("review")
    waiting = UnclearValue.objects.filter(settled_at=None).select_related("link").order_by("link__undone_at")[:most]
    return [
        {"id": str(each.id), "number": str(each.link.number_id), "survivor": str(each.link.survivor_id),
         "field": each.field, "under_number": each.under_number, "under_survivor": each.under_survivor}
        for each in waiting
    ]  # fmt: skip


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
