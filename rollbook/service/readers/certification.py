"""How far a round of certification is: one's own users and clients, or the state of every organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.service.models import AccessChange, Certification, CertificationRound, Client, User

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
        return self.certification is not None


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


def states(*, by: Caller) -> list[dict[str, Any]]:
    """The latest round over every organisation and sector: who owns it, how much there is, done, and suspended."""
    by.require("govern")
    term = latest_round()
    if term is None:
        return []
    found: dict[tuple[UUID | None, UUID | None], dict[str, Any]] = {}
    for each in _subjects(term, Q(), Q(), by=by):
        sector = each.who.sector if isinstance(each.who, User) else None
        key = (each.who.organisation_id, sector.pk if sector else None)
        state = found.setdefault(
            key, {"organisation": each.who.organisation, "sector": sector, "all": 0, "done": 0, "suspended": 0}
        )
        state["all"] += 1
        state["done"] += each.is_done
        state["suspended"] += not each.who.is_active and not each.is_done
    owners = _owners()
    for (organisation, part), state in found.items():
        state["owner"] = owners.get((organisation, part)) or owners.get((organisation, None))
    return sorted(found.values(), key=_place)


def not_certified(term: CertificationRound, *, only: User | Client | None = None) -> Iterable[User | Client]:
    """What stood when the round opened, still works, and nobody has certified."""
    users, clients = Q(is_active=True), Q(is_active=True)
    if only is not None:
        users &= Q(pk=only.pk) if isinstance(only, User) else Q(pk=None)
        clients &= Q(pk=only.pk) if isinstance(only, Client) else Q(pk=None)
    return [each.who for each in _subjects(term, users, clients, by=None) if not each.is_done]


def _subjects(term: CertificationRound, users: Q, clients: Q, *, by: Caller | None) -> Iterator[Subject]:
    """Those that stood when the round opened: they work, or stopped because nobody certified them."""
    said = {each.user_id or each.client_id: each for each in term.certifications.select_related("by")}
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


def _owners() -> dict[tuple[UUID | None, UUID | None], User]:
    """Who is named as the owner of each part: its longest-standing super user, or the register's operator."""
    found: dict[tuple[UUID | None, UUID | None], User] = {}
    for user in User.objects.filter(role__in=["super_user", "operator"], is_active=True).order_by(
        "created_at", "email"
    ):
        found.setdefault((user.organisation_id, user.sector_id), user)
    return found


def _place(state: dict[str, Any]) -> tuple[str, str]:
    home, sector = state["organisation"], state["sector"]
    return (home.name if home else "", sector.name if sector else "")
