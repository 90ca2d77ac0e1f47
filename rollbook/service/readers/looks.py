"""Who looked at a learner, as the learner may know it: when, which organisation, for which purpose, what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from rollbook.organisations import Caller, purposes
from rollbook.register.deeds import deed
from rollbook.service.actions.learners.holding import require_held
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import LearnerTold, Organisation
from rollbook.service.readers.learners import linked_numbers, survivors
from rollbook.service.readers.people_named import names_of
from rollbook.service.sql import sql

PAGE = 50
MOST = 1000  # lines on a page that is printed


@dataclass(frozen=True, slots=True)
class Looks:
    """Lines of the access log about one learner, newest first, and where to go on."""

    uln: int
    lines: list[dict[str, Any]]
    older: tuple[datetime, int] | None
    organisations: int


def looks(uln: int, *, before: tuple[datetime, int] | None = None, most: int = PAGE, by: Caller, purpose: str) -> Looks:
    """Everything done with a learner, under any of her numbers. To read it is itself written down.

    People are named to their own organisation and to the register's team; to everybody else their organisation is.
    """
    by.require("read")
    by.require_purpose(purpose)
    with transaction.atomic():
        require_held(uln, by=by)
        survivor = survivors([uln]).get(uln, uln)
        family = linked_numbers(survivor)
        rows = _rows(family, before, most + 1)
        record([Entry("read_looks", "shown", family, details={"rows": min(len(rows), most)})], by=by, purpose=purpose)
    kept = rows[:most]
    older = (kept[-1]["at"], kept[-1]["id"]) if len(rows) > most else None
    return Looks(survivor, _shown(kept, by=by), older, len({row["organisation_id"] for row in kept}))


def told(numbers: list[int]) -> list[dict[str, Any]]:
    """What the learner was told of searches that were stopped, latest first."""
    rows = LearnerTold.objects.filter(learner_id__in=numbers).select_related("alert").order_by("-told_at")
    homes = _names({row.alert.organisation_id for row in rows})
    return [
        {"at": row.told_at, "searches": row.searches, "first": row.first_at, "last": row.last_at,
         "organisation": homes.get(row.alert.organisation_id, "")}
        for row in rows
    ]  # fmt: skip


def _rows(family: list[int], before: tuple[datetime, int] | None, most: int) -> list[dict[str, Any]]:
    at, number = before or (None, None)
    with connection.cursor() as cursor:
        cursor.execute(sql("log/looks"), {"family": family, "at": at, "id": number, "most": most})
        columns = [column.name for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _shown(rows: list[dict[str, Any]], *, by: Caller) -> list[dict[str, Any]]:
    homes = _names({row["organisation_id"] for row in rows})
    named = [row["actor"] for row in rows if by.is_register_staff or row["organisation_id"] == by.organisation]
    names = names_of(named)
    return [
        {
            "at": row["at"],
            "organisation": homes.get(row["organisation_id"], ""),
            "is_team": row["organisation_id"] is None,
            "person": names.get(row["actor"], "") if row["actor"] in names and _may_name(row, by=by) else "",
            "purpose": purposes()[row["purpose"]].says if row["purpose"] in purposes() else "",
            "says": deed(row["action"], row["outcome"]),
        }
        for row in rows
    ]


def _may_name(row: dict[str, Any], *, by: Caller) -> bool:
    return by.is_register_staff or (row["organisation_id"] is not None and row["organisation_id"] == by.organisation)


def _names(ids: set[Any]) -> dict[Any, str]:
    return dict(Organisation.objects.filter(pk__in=[each for each in ids if each]).values_list("id", "name"))
