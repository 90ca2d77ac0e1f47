"""From a credential to the caller the actions see, looked up anew for each request: suspension works on the next."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.db import connection
from django.utils import timezone

from rollbook.base.errors import NotAllowed, NotSignedIn
from rollbook.organisations import Caller, purposes, roles
from rollbook.service.models import Client, Organisation, User
from rollbook.service.readers import standing
from rollbook.service.sql import sql


def caller_of_token(token: str) -> Caller:
    """The machine a token was given to, with what its agreement allows it now. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql("access/by_token"), {"checksum": hashlib.sha256(token.encode()).hexdigest()})
        row = cursor.fetchone()
    if row is None:
        raise NotSignedIn("The token is not known, or has expired.", fix="Ask for a new one at /oauth/token.")
    client_id, name, role, own, is_active, organisation, ukprn, status, agreed, has_agreement, is_stopped = row
    _refuse_suspended(is_active=is_active, status=status, has_agreement=has_agreement)
    if is_stopped:
        raise standing.stopped()
    return Caller(
        id=f"client:{client_id}",
        name=name,
        role=role,
        organisation=organisation,
        ukprn=ukprn,
        purposes=frozenset(own) & frozenset(agreed) & frozenset(purposes()),
        channel="rest",
    )


def caller_of_user(user: User, *, channel: str) -> Caller:
    """A signed-in person as the actions see them; refused while they or their organisation are suspended."""
    home = user.organisation
    _refuse_suspended(
        is_active=user.is_active,
        status=home.status if home else Organisation.Status.APPROVED,
        has_agreement=home is None or _has_agreement(home),
    )
    only = _what_is_left(user) if standing.is_stopped(home.pk if home else None, f"user:{user.pk}") else None
    return Caller(
        id=f"user:{user.pk}",
        name=user.name,
        role=user.role,
        organisation=home.pk if home else None,
        ukprn=home.ukprn if home else "",
        purposes=frozenset(home.purposes) & frozenset(purposes()) if home else frozenset(),
        channel=channel,
        sector=user.sector_id,
        only=only,
    )


def _what_is_left(user: User) -> frozenset[str]:
    """Of a stopped organisation those who answer for it may still see why; refused to everybody else."""
    left = frozenset({"alerts"}) & roles()[user.role].may
    if not left or standing.is_stopped_itself(user.organisation_id, f"user:{user.pk}"):
        raise standing.stopped()
    return left


def is_suspended(caller: str) -> bool:
    """Whether the credential with this caller's id has been suspended since; for work that goes on without it."""
    kind, _, name = caller.partition(":")
    if kind == "client":
        return bool(Client.objects.filter(client_id=name, is_active=False).exists())
    return kind == "user" and _is_id(name) and User.objects.filter(pk=name, is_active=False).exists()


def _has_agreement(home: Organisation) -> bool:
    """Whether the latest end of its agreements is still to come; as for machines, where none is recorded none ends."""
    ends = list(home.agreements.values_list("ends_on", flat=True))
    return not ends or any(end is None or end >= timezone.localdate() for end in ends)


def _is_id(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True


def _refuse_suspended(*, is_active: bool, status: str, has_agreement: bool) -> None:
    if not is_active:
        raise NotAllowed("This credential is suspended.", fix="Ask your organisation's super user.")
    if status != Organisation.Status.APPROVED:
        raise NotAllowed(
            "Your organisation is not approved, or is suspended.", fix="Ask the team that runs the register."
        )
    if not has_agreement:
        raise NotAllowed("Your organisation's agreement has ended.", fix="Sign a new one with the register's team.")
