"""The people and machines that somebody who makes users may see: in a list, and one with what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.service.actions import clients, users
from rollbook.service.actions.access import stopped_because
from rollbook.service.actions.invitations import open_until
from rollbook.service.actions.signing_in.guessing import locked_until
from rollbook.service.actions.signing_in.second_factor import has_second_factor
from rollbook.service.models import AccessChange, Client, Organisation, Sector, User
from rollbook.service.readers.pieces import Piece, piece
from rollbook.service.readers.unused import Lasting, lasting


@dataclass(frozen=True, slots=True)
class Person:
    """A user with what a super user wants to know before changing anything."""

    user: User
    lasting: Lasting
    has_second_factor: bool
    sessions: int
    link_until: datetime | None
    locked_until: datetime | None
    stopped: AccessChange | None
    changes: list[AccessChange]


@dataclass(frozen=True, slots=True)
class Machine:
    """A client with when it was last used and why it was stopped."""

    client: Client
    lasting: Lasting
    stopped: AccessChange | None
    changes: list[AccessChange]


def listed(
    *, text: str = "", role: str = "", state: str = "", sector: str = "", organisation: UUID | None = None,
    number: int = 1, by: Caller,
) -> Piece[User]:  # fmt: skip
    """The users the caller may see, by name: those with this text in name or address, role, state and sector."""
    by.require("users")
    found = _own(by)
    if words := text.strip():
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    if organisation is not None:
        found = found.filter(organisation_id=organisation)
    for wanted in (Q(role=role) if role else None, Q(sector__name=sector) if sector else None, STATES.get(state)):
        found = found.filter(wanted) if wanted is not None else found
    return piece(found.select_related("organisation", "sector").order_by("name", "email"), number)


STATES = {
    "active": Q(is_active=True),
    "suspended": Q(is_active=False),
    "never": Q(is_active=True, last_login=None),
}


def one(user_id: UUID, *, by: Caller) -> Person:
    """One user whom the caller may see."""
    by.require("users")
    found = users.user(user_id, by=by)
    return Person(
        user=found,
        lasting=lasting(found),
        has_second_factor=has_second_factor(found),
        sessions=UserSession.objects.filter(user=found).count(),
        link_until=open_until([found]).get(found.pk),
        locked_until=locked_until([found]).get(found.pk),
        stopped=stopped_because(found),
        changes=list(found.access_changes.order_by("-at", "-id")[:20]),
    )


def machine(client_id: str, *, by: Caller) -> Machine:
    """One client that the caller may see."""
    by.require("users")
    found = Client.objects.select_related("organisation").filter(client_id=client_id).first()
    if found is None or not clients.is_own(found, by=by):
        raise NotFound("There is no such client that you may see.", fix="The list of clients shows them.")
    changes = list(found.access_changes.order_by("-at", "-id")[:20])
    return Machine(found, lasting(found), stopped_because(found), changes)


def homes(*, by: Caller) -> tuple[Organisation | None, list[Sector]]:
    """Where the caller makes users: the organisation (None for the register's team) and the sectors to choose from."""
    by.require("users")
    if by.organisation is None:
        return None, []
    sectors = Sector.objects.filter(organisation_id=by.organisation).order_by("name")
    if by.sector is not None:
        sectors = sectors.filter(pk=by.sector)
    return Organisation.objects.get(pk=by.organisation), list(sectors)


def _own(by: Caller) -> QuerySet[User]:
    if by.may("govern"):
        return User.objects.all()
    found = User.objects.filter(organisation_id=by.require_organisation())
    return found.filter(sector_id=by.sector) if by.sector is not None else found
