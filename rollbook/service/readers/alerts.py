"""Alerts as the organisation and the register's team see them: the figures, the searches, what was said and decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.organisations.watch import Kind, load_watch, unsettled
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Alert
from rollbook.service.readers import watch as reader
from rollbook.service.readers.access_log import of_other_sectors
from rollbook.service.readers.people_named import names_of
from rollbook.service.readers.pieces import Piece, piece

UPKEEP = "register_upkeep"
STANDING = (Alert.State.OPEN, Alert.State.KEPT)
SHOWN = 100
BARS = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """The searches from a moment to the next bar's: those that led to an enrolment, and those that led nowhere."""

    begins: datetime
    settled: int
    unsettled: int


@dataclass(frozen=True, slots=True)
class Opened:
    """An alert with what stands behind it."""

    alert: Alert
    names: dict[str, str]
    told: int
    lines: Sequence[dict[str, Any]]
    bars: Sequence[Bar]
    by_day: bool
    others: Sequence[Alert]
    story: Sequence[dict[str, Any]]


def listed(*, which: str = "standing", number: int = 1, by: Caller) -> Piece[Alert]:
    """The alerts the caller may see, latest first: those that stand, those that ended, or all."""
    found = _own(by).select_related("organisation").annotate(learners_told=Count("told"))
    if which == "standing":
        found = found.filter(state__in=STANDING)
    elif which == "ended":
        found = found.exclude(state__in=STANDING)
    return piece(found.order_by("-changed_at", "pk"), number)


def waiting(*, by: Caller) -> int:
    """How many alerts wait for the caller: open ones to decide about, or one's own that nobody has answered."""
    found = _own(by).filter(state=Alert.State.OPEN)
    return found.count() if by.may("decide_alerts") else found.filter(answer="").count()


def opened(alert_id: UUID, *, by: Caller) -> Opened:
    """One alert with its credential's searches: when, how they ended, and whether they led to an enrolment."""
    with transaction.atomic():
        alert = _own(by).select_related("organisation").filter(pk=alert_id).first()
        if alert is None:
            raise NotFound("There is no such alert.", fix="The list of alerts shows those there are.")
        looked = _searches(alert)
        about = {"alert": str(alert.pk), "rows": len(looked)}
        record([Entry("read_alert", "shown", details=about)], by=by, purpose=UPKEEP)
    open_ = {id(each) for each in unsettled([each.search for each in looked], load_watch())}
    made = [each for each in looked if each.search.kind is not Kind.REGISTERED]
    bars, by_day = _bars([(each.search.at, id(each.search) not in open_) for each in made])
    return Opened(
        alert=alert,
        names=names_of([alert.credential, alert.answered_by, alert.decided_by]),
        told=alert.told.count(),
        lines=[_line(each, is_settled=id(each.search) not in open_) for each in reversed(made[-SHOWN:])],
        bars=bars,
        by_day=by_day,
        others=_others(alert),
        story=[{**each, "at": datetime.fromisoformat(each["at"])} for each in alert.story],
    )


def _own(by: Caller) -> QuerySet[Alert]:
    by.require("alerts")
    found = Alert.objects.all()
    if by.may("decide_alerts"):
        return found
    return found.filter(organisation_id=by.require_organisation()).exclude(credential__in=of_other_sectors(by=by))


def _searches(alert: Alert) -> list[reader.Looked]:
    if not alert.credential and not alert.seen:
        return []  # it rests on its credentials' own alerts
    watch = load_watch()
    since = alert.searched_from - timedelta(microseconds=1)
    return reader.window(alert.credential, alert.organisation_id, watch, now=alert.changed_at, since=since)


def _others(alert: Alert) -> Sequence[Alert]:
    """For an alert about a whole organisation, the credentials it rests on."""
    if alert.credential:
        return ()
    return list(
        Alert.objects.filter(organisation=alert.organisation, effect=Alert.Effect.STOP)
        .exclude(credential="").order_by("opened_at")
    )  # fmt: skip


def _line(each: reader.Looked, *, is_settled: bool) -> dict[str, Any]:
    search = each.search
    # Where somebody asked for by number lives is the register's to know; only what the caller itself asked is shown.
    area = search.area if search.kind is Kind.FIND else ""
    return {
        "at": search.at,
        "kind": str(search.kind),
        "area": area,
        "learners": len(each.ulns),
        "is_settled": is_settled,
    }


def _bars(made: Sequence[tuple[datetime, bool]]) -> tuple[list[Bar], bool]:
    """Counted by the hour within two days, else by the day, else by spans of as many days as make forty bars."""
    if not made:
        return [], False
    first, last = made[0][0].astimezone(UTC), made[-1][0].astimezone(UTC)
    by_day = last - first > timedelta(days=2)
    begins = first.replace(hour=0 if by_day else first.hour, minute=0, second=0, microsecond=0)
    step = timedelta(days=1 + (last - begins).days // BARS) if by_day else timedelta(hours=1)
    counts = [[0, 0] for _ in range((last - begins) // step + 1)]
    for at, is_settled in made:
        counts[(at - begins) // step][0 if is_settled else 1] += 1
    return [Bar(begins + step * n, *pair) for n, pair in enumerate(counts)], by_day
