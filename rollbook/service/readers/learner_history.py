"""A learner's history: every change with who, when and why as far as the caller may know, and the record on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.service.actions.learners.changing import plain_record
from rollbook.service.actions.learners.fields import ROW_FIELDS
from rollbook.service.actions.learners.holding import require_held
from rollbook.service.actions.learners.read import read_as_it_stood
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Learner, LearnerVersion
from rollbook.service.readers.learner_page import doers
from rollbook.service.readers.learners import linked_numbers, survivors

SHOWN = (*ROW_FIELDS, "former_names", "former_postcodes", "notice_version", "status")


@dataclass(frozen=True, slots=True)
class History:
    """The changes of all the learner's records, latest first, and the record as it stands now."""

    uln: int
    numbers: list[int]
    changes: list[dict[str, Any]]
    now: dict[str, Any]
    created_at: datetime


def history(uln: int, *, by: Caller, purpose: str) -> History:
    """Who changed what, when and why. Names and reasons of other organisations are kept from this caller."""
    by.require("read")
    by.require_purpose(purpose)
    with transaction.atomic():
        require_held(uln, by=by)
        survivor = survivors([uln]).get(uln)
        learner = Learner.objects.filter(pk=survivor).first()
        if learner is None or (learner.status == Learner.Status.DELETED and not by.is_register_staff):
            raise NotFound()
        family = linked_numbers(learner.pk)
        rows = list(LearnerVersion.objects.filter(learner_id__in=family).order_by("-stood_until", "-version"))
        record([Entry("read_history", "shown", family)], by=by, purpose=purpose)
    known = doers([(row.actor, row.organisation_id) for row in rows], by=by)
    changes = []
    for row in rows:
        who = known.who(row.actor, row.organisation_id)
        changes.append({
            "uln": row.learner_id, "version": row.version, "at": row.stood_until, "kind": row.kind, "who": who,
            "asked_under": row.asked_under,
            "reason": row.reason if who["kind"] != "other" else "",
            "changed": {name: pair for name, pair in row.changed.items() if name in SHOWN},
        })  # fmt: skip
    return History(learner.pk, family, changes, plain_record(learner), learner.created_at)


def on_day(uln: int, day: date, *, by: Caller, purpose: str) -> dict[str, Any]:
    """The record this number leads to now, as it stood at the end of a day (or now, for today and later)."""
    survivor = survivors([uln]).get(uln, uln)
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=timezone.get_current_timezone())
    return read_as_it_stood(survivor, min(end - timedelta(microseconds=1), timezone.now()), by=by, purpose=purpose)


def at_version(uln: int, version: int, *, by: Caller) -> dict[str, Any]:
    """The record at a version that somebody has read: what their answers are compared with. Not logged anew."""
    by.require("read")
    require_held(uln, by=by)
    survivor = survivors([uln]).get(uln, uln)
    learner = Learner.objects.filter(pk=survivor).exclude(status=Learner.Status.DELETED).first()
    if learner is None:
        raise NotFound()
    if learner.version == version:
        return plain_record(learner)
    row = LearnerVersion.objects.filter(learner_id=survivor, version=version).first()
    if row is None:
        raise NotFound("The record has no such version.", fix="Open the record again and repeat the change.")
    return dict(row.details)


def changed_since(uln: int, version: int, *, by: Caller) -> list[dict[str, Any]]:
    """The changes made since a version was read, oldest first."""
    by.require("read")
    require_held(uln, by=by)
    survivor = survivors([uln]).get(uln, uln)
    rows = list(LearnerVersion.objects.filter(learner_id=survivor, version__gte=version).order_by("version"))
    known = doers([(row.actor, row.organisation_id) for row in rows], by=by)
    return [
        {"at": row.stood_until, "who": known.who(row.actor, row.organisation_id),
         "changed": {name: pair for name, pair in row.changed.items() if name in SHOWN}}
        for row in rows
    ]  # fmt: skip
