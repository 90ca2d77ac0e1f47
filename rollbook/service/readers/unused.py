"""Access that nobody uses: since when, until when it lasts, and of what a super user is warned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import DateTimeField, F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from rollbook.organisations import Caller
from rollbook.organisations.access import Use, ends_unused, use_of
from rollbook.service.models import AccessChange, Client, OneTimeLink, User


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long one user's or client's access lasts if nobody uses it."""

    who: User | Client
    last_used: datetime | None
    ends: datetime
    use: Use


def unused(*, by: Caller) -> list[Lasting]:
    """The users and clients of the caller's own that are about to end unused, the nearest end first.

    An operator's own are the register's team; those of an organisation are its super user's to see.
    """
    by.require("users")
    users, clients = _users(), _clients()
    if by.may("govern"):
        users, clients = users.filter(organisation=None), clients.none()
    else:
        users = users.filter(organisation_id=by.require_organisation())
        clients = clients.filter(organisation_id=by.require_organisation())
        if by.sector is not None:
            users, clients = users.filter(sector_id=by.sector), clients.none()
    found = [each for each in _lasting(users, clients, now=timezone.now()) if each.use is not Use.IN_USE]
    return sorted(found, key=lambda each: each.ends)


def dormant(now: datetime) -> list[Lasting]:
    """Everybody and everything whose access has lasted too long unused."""
    return [each for each in _lasting(_users(), _clients(), now=now) if each.use is Use.DORMANT]


def lasting(who: User | Client) -> Lasting:
    """How long this one's access lasts unused."""
    now = timezone.now()
    if isinstance(who, Client):
        (found,) = _lasting(User.objects.none(), _clients(active=False).filter(pk=who.pk), now=now)
    else:
        (found,) = _lasting(_users(active=False).filter(pk=who.pk), Client.objects.none(), now=now)
    return found


def _users(*, active: bool = True) -> QuerySet[User]:
    found = User.objects.select_related("organisation", "sector").annotate(
        given_back=_latest(AccessChange.objects.filter(user=OuterRef("pk"), kind="restored"), "at"),
        link_made=_latest(OneTimeLink.objects.filter(user=OuterRef("pk")), "made_at"),
    )
    return found.filter(is_active=True) if active else found


def _clients(*, active: bool = True) -> QuerySet[Client]:
    found: QuerySet[Client] = Client.objects.select_related("organisation").annotate(
        given_back=_latest(AccessChange.objects.filter(client=OuterRef("pk"), kind="restored"), "at"),
        last_used=F("use__last_used_at"),
    )
    return found.filter(is_active=True) if active else found


def _latest(rows: QuerySet[AccessChange] | QuerySet[OneTimeLink], moment: str) -> Subquery:
    return Subquery(rows.order_by(f"-{moment}").values(moment)[:1], output_field=DateTimeField(null=True))


def _lasting(users: QuerySet[User], clients: QuerySet[Client], *, now: datetime) -> Iterator[Lasting]:
    for user in users:
        since = max(filter(None, (user.created_at, user.given_back, user.link_made)))  # type: ignore[attr-defined]
        ends = ends_unused(last_used=user.last_login, since=since, is_machine=False)
        yield Lasting(user, user.last_login, ends, use_of(ends, now=now))
    for client in clients:
        since = max(filter(None, (client.created, client.given_back)))
        ends = ends_unused(last_used=client.last_used, since=since, is_machine=True)
        yield Lasting(client, client.last_used, ends, use_of(ends, now=now))
