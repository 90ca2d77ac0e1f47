"""Objections as they stand: which details of whom are contested, and how widely a record may be shared at most."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from rollbook.definitions import ability_to_share
from rollbook.organisations import Caller
from rollbook.register.objections import SHARING
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Learner, Objection, ObjectionOutcome, TwoPeopleReport
from rollbook.service.readers.people_named import names_of

_DECIDED = ObjectionOutcome.objects.filter(objection=OuterRef("pk"))
_LIFTED = _DECIDED.filter(outcome__in=["refused", "withdrawn"])


def contested(numbers: Iterable[int]) -> set[str]:
    """The details under objection of one learner, by all her numbers; sharing is among them while it is undecided."""
    return set(_undecided(numbers).exclude(field="").values_list("field", flat=True))


def contested_of_each(numbers: Iterable[int]) -> dict[int, set[str]]:
    """For each number that has any: the details under objection that were named under that very number."""
    found: dict[int, set[str]] = {}
    for number, field in _undecided(numbers).exclude(field="").values_list("learner_id", "field"):
        found.setdefault(number, set()).add(field)
    return found


def widest_sharing(numbers: Iterable[int]) -> int | None:
    """The widest ability to share that one learner's objections leave, or None where none is about sharing.

    An objection that was upheld goes on until the learner takes it back.
    """
    standing = Objection.objects.filter(~Exists(_LIFTED), learner_id__in=list(numbers), field=SHARING)
    narrowest: int | None = None
    for allows in standing.values_list("allows", flat=True):
        if narrowest is None or ability_to_share.is_wider(str(narrowest), than=str(allows)):
            narrowest = allows
    return narrowest


def of_learner(numbers: Iterable[int], *, by: Caller) -> list[dict[str, Any]]:
    """A learner's objections, latest first: her own words go to whoever recorded them and to the register's team."""
    rows = list(
        Objection.objects.filter(learner_id__in=list(numbers)).prefetch_related("outcomes").order_by("-at", "id")
    )
    names = names_of([row.recorded_by for row in rows]) if by.is_register_staff else {}
    return [_shown(row, by=by, names=names) for row in rows]


def of_one(objection_id: UUID, *, by: Caller) -> list[dict[str, Any]]:
    """One objection by its id, for the register's team; an empty list where there is none."""
    by.require("objections")
    rows = list(Objection.objects.filter(pk=objection_id).prefetch_related("outcomes").select_related("organisation"))
    return [_shown(row, by=by, names=names_of([row.recorded_by])) for row in rows]


def waiting(*, by: Caller, purpose: str, most: int = 100) -> list[dict[str, Any]]:
    """The objections that wait for the register's team, oldest first; logged for each learner."""
    by.require("objections")
    by.require_purpose(purpose)
    with transaction.atomic():
        found = Objection.objects.filter(~Exists(_DECIDED)).exclude(learner__status=Learner.Status.DELETED)
        rows = list(found.prefetch_related("outcomes").select_related("organisation").order_by("at", "id")[:most])
        names = names_of([row.recorded_by for row in rows])
        if rows:
            record(
                [Entry("read_objections", "shown", sorted({row.learner_id for row in rows}))], by=by, purpose=purpose
            )
    return [_shown(row, by=by, names=names) for row in rows]


def count_waiting(*, by: Caller) -> int:
    """How many objections and reports of two people wait for the register's team."""
    by.require("objections")
    objections = Objection.objects.filter(~Exists(_DECIDED)).exclude(learner__status=Learner.Status.DELETED).count()
    return objections + TwoPeopleReport.objects.filter(settled_at=None).count()


def two_people(*, by: Caller, purpose: str, most: int = 100) -> list[dict[str, Any]]:
    """The numbers that are said to stand for two people, oldest report first; logged for each."""
    by.require("objections")
    by.require_purpose(purpose)
    with transaction.atomic():
        rows = list(
            TwoPeopleReport.objects.filter(settled_at=None)
            .select_related("organisation")
            .order_by("reported_at", "id")[:most]
        )
        names = names_of([row.reported_by for row in rows])
        if rows:
            record(
                [Entry("read_objections", "shown", sorted({row.learner_id for row in rows}))], by=by, purpose=purpose
            )
    return [
        {"id": row.id, "uln": row.learner_id, "said": row.said, "by": names[row.reported_by], "at": row.reported_at,
         "organisation": row.organisation.name if row.organisation else ""}
        for row in rows
    ]  # fmt: skip


def _undecided(numbers: Iterable[int]) -> QuerySet[Objection]:
    return Objection.objects.filter(~Exists(_DECIDED), learner_id__in=list(numbers))


def _shown(row: Objection, *, by: Caller, names: dict[str, str]) -> dict[str, Any]:
    own = by.is_register_staff or row.organisation_id == by.organisation
    outcomes = sorted(row.outcomes.all(), key=lambda each: each.at)
    return {
        "id": row.id,
        "uln": row.learner_id,
        "kind": row.kind,
        "field": row.field,
        "at": row.at,
        "is_own": own,
        "said": row.said if own else "",
        "wanted": row.wanted if own else "",
        "said_how": row.said_how if own else "",
        "evidence": row.evidence if own else "",
        "by": names.get(row.recorded_by, ""),
        "organisation": row.organisation.name if own and row.organisation else "",
        "outcomes": [{"outcome": each.outcome, "reason": each.reason, "at": each.at} for each in outcomes],
        "is_open": not outcomes,
        "is_in_force": not any(each.outcome in ("refused", "withdrawn") for each in outcomes),
    }
