"""What the watch looks at: a credential's last searches out of the access log, and whom its organisation holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from rollbook.organisations.watch import Home, Kind, Search, Watch
from rollbook.service.models import Alert, Organisation, WatchProfile
from rollbook.service.sql import sql

KINDS = {"find": Kind.FIND, "find_by_number": Kind.NUMBER, "verify": Kind.NUMBER, "register": Kind.REGISTERED}
FRESH = timedelta(days=1)
FRESH_WHILE_SMALL = timedelta(minutes=10)
BEGINNING = datetime.min.replace(tzinfo=UTC)
SKEW = timedelta(seconds=5)  # of the database's clock against ours
SMALL = 2_000  # learners: counted in a few milliseconds
MOST_IN_PASSING = 20_000  # enrolments: counted in a tenth of a second, and only the first time


@dataclass(frozen=True, slots=True)
class Looked:
    """One search with the learners it spoke of, who are told if it is stopped."""

    search: Search
    ulns: Sequence[int]


def window(
    credential: str, organisation: UUID, watch: Watch, *, now: datetime, since: datetime | None = None
) -> list[Looked]:
    """The credential's last searches up to now, oldest first; those before a lifted alert have been looked into.

    Without a credential: those of all the organisation's together, but of nobody who is stopped already.
    """
    oldest = since or max(now - timedelta(days=watch.days), _lifted_at(credential, organisation) or BEGINNING)
    asked: dict[str, Any] = {"credential": credential, "organisation": organisation}
    asked |= {"since": oldest, "until": now + SKEW, "rows": watch.rows}
    with connection.cursor() as cursor:
        cursor.execute(_credentials_own() if credential else _organisations(), asked)
        return [_looked(row) for row in cursor.fetchall()]


def home(organisation: UUID, watch: Watch, *, now: datetime) -> Home | None:
    """The organisation as its learners show it; None before they were counted for the first time.

    A small organisation changes from hour to hour and is counted in passing; a large one by the worker.
    """
    kept = WatchProfile.objects.filter(pk=organisation).first()
    if kept is None or (kept.learners < SMALL and is_stale(kept, now=now)):
        kept = _count_unless_counting(organisation, now=now) or kept
    if kept is None:
        return None
    kind = Organisation.objects.values_list("kind", flat=True).get(pk=organisation)
    return Home(
        learners=kept.learners,
        areas=kept.areas,
        born={int(year): learners for year, learners in kept.born.items()},
        busiest_day=kept.busiest_day,
        teaches=kind not in watch.kinds_that_teach_nobody,
    )


def is_stale(kept: WatchProfile | None, *, now: datetime) -> bool:
    """Whether the organisation's learners are to be counted anew."""
    return kept is None or kept.counted_at < now - (FRESH_WHILE_SMALL if kept.learners < SMALL else FRESH)


def _count_unless_counting(organisation: UUID, *, now: datetime) -> WatchProfile | None:
    few = "select count(*) from (select from service_enrolment where organisation_id = %s limit %s) as few"
    with connection.cursor() as cursor:
        cursor.execute(few, [organisation, MOST_IN_PASSING])
        if cursor.fetchone()[0] >= MOST_IN_PASSING:
            return None
        cursor.execute("select pg_try_advisory_xact_lock(hashtext('profile ' || %s))", [str(organisation)])
        if not cursor.fetchone()[0]:
            return None
    return count(organisation, now=now)


def count(organisation: UUID, *, now: datetime) -> WatchProfile:
    """Count the organisation's learners and keep the figures."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            sql("watch/profile"), {"organisation": organisation, "since": now - timedelta(days=400), "today": today}
        )
        learners, areas, born, busiest = cursor.fetchone()
    values = {"learners": learners, "areas": _plain(areas), "born": _plain(born), "busiest_day": busiest}
    kept, _ = WatchProfile.objects.update_or_create(pk=organisation, defaults={**values, "counted_at": now})
    return kept


def searching(*, since: datetime) -> list[tuple[str, UUID]]:
    """The credentials that have searched since, each with its organisation."""
    with connection.cursor() as cursor:
        cursor.execute(sql("watch/searching"), {"since": since})
        return list(cursor.fetchall())


@cache
def _credentials_own() -> str:
    # Not `=`: the planner would walk all the organisation's searches to find the few of a quiet credential.
    own = "actor = %(credential)s and organisation_id is not distinct from %(organisation)s"
    return sql("watch/searches").replace("{whose}", own)


@cache
def _organisations() -> str:
    left = sql("watch/left_over").partition("\n")[2]
    return sql("watch/searches").replace("{whose}", f"organisation_id = %(organisation)s and {left}")


def _lifted_at(credential: str, organisation: UUID) -> datetime | None:
    lifted = Alert.objects.filter(organisation=organisation, credential__in=[credential, ""], state=Alert.State.LIFTED)
    return lifted.order_by("-decided_at").values_list("decided_at", flat=True).first()


def _looked(row: tuple[Any, ...]) -> Looked:
    at, action, ulns, area, born, block, place, is_held, by = row
    return Looked(Search(at, KINDS[action], area, born, block, place, is_held, by), ulns)


def _plain(value: Any) -> dict[str, Any]:
    return dict(json.loads(value)) if isinstance(value, str) else dict(value)
