"""How far a round of certification is: one's own users and clients, or the state of every organisation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.service.models import AccessChange, Certification, CertificationRound, Client, User
from rollbook.service.readers.pieces import SIZE
from rollbook.service.sql import sql

NOT_CERTIFIED = AccessChange.Cause.NOT_CERTIFIED


@dataclass(frozen=True, slots=True)
class Subject:
    """One user or client to certify: what it is, what was said of it, and whether the caller may say it."""

    id: str
    who: User | Client
    certification: Certification | None
    may_certify: bool

    @property
    def is_done(self) -> bool:
        # Who was ended by the round and is let in again is to be spoken for as anybody else.
        said = self.certification
        return said is not None and (said.decision == Certification.Decision.NEEDED or not self.who.is_active)


@dataclass(frozen=True, slots=True)
class Standing:
    """A round as it stands for one caller."""

    name: str
    due_on: date
    is_over: bool
    subjects: tuple[Subject, ...]

    @property
    def left(self) -> int:
        """How many the caller has still to speak for."""
        return sum(not each.is_done and each.may_certify for each in self.subjects)


def latest_round() -> CertificationRound | None:
    """The round that is open, or the last one that was: what it missed can still be certified."""
    return CertificationRound.objects.order_by("-opened_at").first()


def standing(*, organisation: UUID | None = None, by: Caller) -> Standing | None:
    """The latest round with the caller's own users and clients; None before the first one.

    Those who govern name the organisation they look at; without one they see the register's own users.
    """
    by.require("users")
    term = latest_round()
    if term is None:
        return None
    if by.may("govern"):
        users, clients = Q(organisation_id=organisation), Q(organisation_id=organisation)
    else:
        users, clients = _own(by)
    subjects = tuple(_subjects(term, users, clients, by=by))
    return Standing(term.name, term.due_on, timezone.localdate() > term.due_on, subjects)


def subject(name: str, *, by: Caller) -> Subject:
    """One user (`user:ID`) or client (`client:ID`) of the latest round, among those the caller may see."""
    by.require("users")
    term = latest_round()
    kind, _, key = name.partition(":")
    users, clients = (Q(), Q()) if by.may("govern") else _own(by)
    if kind == "user" and _is_id(key):
        users, clients = users & Q(pk=key), Q(pk=None)
    else:
        users, clients = Q(pk=None), clients & Q(client_id=key)
    for each in _subjects(term, users, clients, by=by) if term else ():
        return each
    raise NotFound("There is no such user or client that you may certify.")


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _own(by: Caller) -> tuple[Q, Q]:
    """The caller's own users and clients; whoever works in one sector has no clients."""
    home = Q(organisation_id=by.require_organisation())
    return (home, home) if by.sector is None else (home & Q(sector_id=by.sector), Q(pk=None))


@dataclass(frozen=True, slots=True)
class State:
    """How far one organisation or sector is: its owner, how much there is, how much is done and how much suspended.

    Without an organisation it is the register's own team; without an owner nobody there can certify.
    """

    organisation: UUID | None
    name: str
    sector: str
    subjects: int
    done: int
    suspended: int
    owner: str
    total: int


def states(*, number: int = 1, by: Caller) -> list[State]:
    """The latest round over every organisation and sector, the unfinished first: one page of them, from page 1."""
    by.require("govern")
    term = latest_round()
    if term is None:
        return []
    skip = (max(number, 1) - 1) * SIZE
    with connection.cursor() as cursor:
        cursor.execute(
            sql("access/certification_states"),
            {"round": term.name, "opened": term.opened_at, "most": SIZE, "skip": skip},
        )
        return [State(*row) for row in cursor.fetchall()]


def not_certified(term: CertificationRound) -> list[User | Client]:
    """What stood when the round opened, still works, and nobody has certified."""
    active = Q(is_active=True)
    return [each.who for each in _subjects(term, active, active, by=None) if not each.is_done]


def _subjects(term: CertificationRound, users: Q, clients: Q, *, by: Caller | None) -> Iterator[Subject]:
    """Those that stood when the round opened: they work, or stopped because nobody certified them."""
    of_these = Q(user__in=User.objects.filter(users)) | Q(client__in=Client.objects.filter(clients))
    said = {each.user_id or each.client_id: each for each in term.certifications.filter(of_these).select_related("by")}
    operators = User.objects.filter(role="operator", is_active=True).count() if by is not None else 0
    stood = Q(is_active=True) | Q(
        access_changes__cause__in=[NOT_CERTIFIED, AccessChange.Cause.NOT_NEEDED], access_changes__at__gte=term.opened_at
    )
    people = User.objects.filter(users, stood, created_at__lte=term.opened_at).select_related("organisation", "sector")
    for user in people.distinct().order_by("name", "email"):
        own = by is not None and by.id == f"user:{user.pk}"
        may = not own or (user.role == "operator" and operators == 1)
        yield Subject(f"user:{user.pk}", user, said.get(user.pk), may)
    machines = Client.objects.filter(clients, stood, created__lte=term.opened_at).select_related("organisation")
    for client in machines.distinct().order_by("name", "client_id"):
        yield Subject(f"client:{client.client_id}", client, said.get(client.pk), may_certify=True)
