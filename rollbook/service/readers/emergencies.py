"""Records opened in an emergency: one's own, those of one's users at once, and those that wait for a judgement."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.organisations.access import load_access
from rollbook.service.actions.emergencies import may_see, opened_by
from rollbook.service.models import Emergency

LATEST = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """An emergency with what its state is now, in words of the table."""

    emergency: Emergency
    is_open: bool
    is_overdue: bool

    @property
    def kind(self) -> str:
        return load_access().emergency.kind.get(self.emergency.kind, self.emergency.kind)

    @property
    def consequence(self) -> str:
        return load_access().emergency.consequence.get(self.emergency.consequence, "")


def own(*, by: Caller) -> list[Opened]:
    """The emergencies the caller opened, newest first."""
    by.require("emergency")
    return _opened(Emergency.objects.filter(opened_by(by)))


def own_one(emergency_id: UUID, *, by: Caller) -> Opened:
    """One of the caller's own emergencies."""
    by.require("emergency")
    return _one(Emergency.objects.filter(opened_by(by), pk=emergency_id))


def of_users(*, by: Caller) -> list[Opened]:
    """The emergencies of the caller's own users, or of everybody for an operator, newest first."""
    by.require("users")
    return _opened(_of_users(by))


def count_of_users(*, by: Caller) -> int:
    """How many of these nobody has judged yet."""
    by.require("users")
    return _of_users(by).filter(judged_at=None).count()


def of_user(emergency_id: UUID, *, by: Caller) -> Opened:
    """One emergency of the caller's own users."""
    by.require("users")
    found = _one(Emergency.objects.filter(pk=emergency_id))
    if not may_see(found.emergency, by=by):
        raise NotFound("There is no such emergency of your organisation.")
    return found


def to_judge(*, by: Caller) -> list[Opened]:
    """What waits for a judgement, the longest waiting first; then the latest judged ones."""
    by.require("judge")
    waiting = _opened(Emergency.objects.filter(judged_at=None), "opened_at")
    return waiting + _opened(Emergency.objects.exclude(judged_at=None), "-judged_at")


def one_to_judge(emergency_id: UUID, *, by: Caller) -> Opened:
    """One emergency, for a reviewer."""
    by.require("judge")
    return _one(Emergency.objects.filter(pk=emergency_id))


def _of_users(by: Caller) -> QuerySet[Emergency]:
    if by.may("govern"):
        return Emergency.objects.all()
    found = Emergency.objects.filter(organisation_id=by.require_organisation())
    return found.filter(sector_id=by.sector) if by.sector is not None else found


def _one(found: QuerySet[Emergency]) -> Opened:
    for each in _opened(found):
        return each
    raise NotFound("There is no such emergency.")


def _opened(found: QuerySet[Emergency], order: str = "-opened_at") -> list[Opened]:
    now = timezone.now()
    rows = found.select_related("user", "organisation", "sector", "judged_by").order_by(order, F("pk"))[:LATEST]
    return [
        Opened(each, each.closed_at is None and each.until > now, each.judged_at is None and each.judge_by < now)
        for each in rows
    ]
