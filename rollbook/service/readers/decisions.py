"""What reviewers decided: the log of decisions, and figures about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from rollbook.organisations import Caller
from rollbook.register.policy import load_policy
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import DuplicateCase, Link, UnclearValue
from rollbook.service.readers.cases import SOURCES
from rollbook.service.readers.people_named import names_of
from rollbook.service.sql import sql

MONTHS = 12
DECISIONS = (str(DuplicateCase.State.LINKED), str(DuplicateCase.State.KEPT_APART))
Place = tuple[datetime, UUID]


def decided(
    *, by: Caller, purpose: str, state: str = "", source: str = "", before: Place | None = None, most: int = 50
) -> list[dict[str, Any]]:
    """Settled cases, latest first, from a place back: who decided what and why, and what came of the link since."""
    by.require("review")
    by.require_purpose(purpose)
    links = Link.objects.filter(case=OuterRef("pk")).order_by("-linked_at")
    found = DuplicateCase.objects.filter(_kept(state, source, before)).annotate(
        made=Subquery(links.values("id")[:1]), parted_at=Subquery(links.values("undone_at")[:1])
    )
    with transaction.atomic():
        rows = list(found.order_by("-settled_at", "-id")[: min(most, load_policy().most_in_transaction)])
        entries = [Entry("read_decision", "shown", [row.first_id, row.second_id]) for row in rows]
        if entries:
            record(entries, by=by, purpose=purpose)
    names = names_of(row.settled_by for row in rows)
    return [_shown(row, names) for row in rows]


def statistics(*, by: Caller, purpose: str) -> dict[str, Any]:
    """Decisions in figures: by month, source and decision; by weight; how long cases were open; links undone."""
    by.require("review")
    by.require_purpose(purpose)
    since = _months_ago(timezone.now(), MONTHS - 1)
    with transaction.atomic():
        figures = {
            "months": _months(since),
            "strengths": [
                {"strength": bits, "decided": decided_, "linked": linked}
                for bits, decided_, linked in _rows("review/strengths")
            ],
            "sources": [
                {"source": source, "decided": count, "median_days": days, "linked": linked, "undone": undone}
                for source, count, days, linked, undone in _rows("review/times")
            ],
            "open": DuplicateCase.objects.filter(state=DuplicateCase.State.OPEN).count(),
            "links_standing": Link.objects.filter(undone_at=None).count(),
            "links_undone": Link.objects.exclude(undone_at=None).count(),
            "unclear_waiting": UnclearValue.objects.filter(settled_at=None).count(),
        }
        record([Entry("read_statistics", "shown")], by=by, purpose=purpose)
    return figures


def _kept(state: str, source: str, before: Place | None) -> Q:
    kept = Q(state=state) if state in DECISIONS else ~Q(state=DuplicateCase.State.OPEN)
    if source in SOURCES:
        kept &= Q(source=source)
    if before is not None:
        kept &= Q(settled_at__lt=before[0]) | Q(settled_at=before[0], id__lt=before[1])
    return kept


def _shown(row: Any, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "first": str(row.first_id),
        "second": str(row.second_id),
        "source": row.source,
        "weight": row.weight,
        "state": row.state,
        "opened_at": row.opened_at,
        "settled_at": row.settled_at,
        "days": (row.settled_at - row.opened_at).days,
        "settled_by": names.get(row.settled_by, ""),
        "settled_why": row.settled_why,
        "link": str(row.made or ""),
        "undone_at": row.parted_at,
        "place": (row.settled_at, row.id),
    }


def _months(since: datetime) -> list[dict[str, Any]]:
    """Every month since then, also those without a decision."""
    counts = {(month, source, state): count for month, source, state, count in _rows("review/months", since=since)}
    found = []
    for ago in range(MONTHS - 1, -1, -1):
        month = _months_ago(timezone.now(), ago).date()
        row = {(source, state): counts.get((month, source, state), 0) for source in SOURCES for state in DECISIONS}
        found.append(
            {
                "month": month,
                "linked": sum(count for (_, state), count in row.items() if state == DECISIONS[0]),
                "kept_apart": sum(count for (_, state), count in row.items() if state == DECISIONS[1]),
                "by_source": {source: sum(row[source, state] for state in DECISIONS) for source in SOURCES},
            }
        )
    return found


def _months_ago(now: datetime, ago: int) -> datetime:
    months = now.year * 12 + now.month - 1 - ago
    return now.replace(year=months // 12, month=months % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)


def _rows(name: str, **parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql(name), parameters)
        return list(cursor.fetchall())
