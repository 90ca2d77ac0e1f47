"""Machines: OAuth2 clients with one role, for one organisation. A secret is shown once and stored as its hash."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from rollbook.base.errors import InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.organisations import Caller, roles
from rollbook.service.actions import access
from rollbook.service.actions.organisations import locked, log
from rollbook.service.models import AccessChange, Client

Cause = AccessChange.Cause


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client's id and its secret, which nobody can show again."""

    client_id: str
    secret: str


def create(name: str, *, role: str, ukprn: str = "", for_purposes: Sequence[str] = (), by: Caller) -> NewClient:
    """Make a client of an organisation (the caller's own unless told), for some or all of the agreed purposes."""
    by.require("users")
    _refuse_wrong(name, role)
    if by.sector is not None or (ukprn and ukprn.strip() != by.ukprn):
        by.require("govern")  # a client acts for the whole organisation
    secret = secrets.token_urlsafe(40)
    with transaction.atomic():
        home = locked(ukprn or by.ukprn)
        if unknown := sorted(set(for_purposes) - set(home.purposes)):
            says = f"The organisation's agreement does not name: {', '.join(unknown)}."
            raise InvalidInput([Finding("purpose_unknown", "purposes", says, f"It names: {', '.join(home.purposes)}.")])
        made = Client.objects.create(
            name=name.strip(), client_type=Client.CLIENT_CONFIDENTIAL, client_secret=secret, organisation=home,
            authorization_grant_type=Client.GRANT_CLIENT_CREDENTIALS, role=role,
            purposes=sorted(for_purposes or home.purposes),
        )  # fmt: skip
        log("client_create", "made", home, by=by, client=made.client_id, role=role)
    return NewClient(made.client_id, secret)


def suspend(client_id: str, *, reason: str, by: Caller) -> Client:
    """Refuse a client, and every token it has, from the next request on."""
    by.require("users")
    why = access.checked_reason(reason)
    with transaction.atomic():
        found = _changeable(client_id, by=by)
        access.stop(found, cause=Cause.DECIDED, reason=why, by=by)
    return found


def restore(client_id: str, *, by: Caller) -> Client:
    """Let a suspended client work again."""
    by.require("users")
    with transaction.atomic():
        found = _changeable(client_id, by=by)
        access.refuse_giving_back(found, by=by)
        access.give_back(found, cause=Cause.DECIDED, reason="", by=by)
    return found


def clients(*, by: Caller) -> list[Client]:
    """The clients of the caller's organisation, or all for the register's team."""
    by.require("users")
    found = Client.objects.select_related("organisation").order_by("name", "client_id")
    if by.may("govern"):
        return list(found)
    # A client acts for the whole organisation: whoever works in one sector of it has none.
    return list(found.filter(organisation_id=by.require_organisation())) if by.sector is None else []


def _refuse_wrong(name: str, role: str) -> None:
    found = []
    if not 0 < len(name.strip()) <= 100:
        found.append(Finding("length", "name", "A name has 1 to 100 characters.", "Give it."))
    if role not in roles() or roles()[role].human:
        known = ", ".join(each for each, kind in roles().items() if not kind.human)
        wrong = Finding("role", "role", "Machines have no such role.", f"One of: {known}.")
        found.append(wrong if role else access.NO_ROLE)
    if found:
        raise InvalidInput(found)


def is_own(found: Client, *, by: Caller) -> bool:
    """Whether somebody who makes clients may see and change this one."""
    return by.may("govern") or (by.sector is None and found.organisation_id == by.organisation)


def held(found: Client) -> Client:
    """The client, held until the transaction ends."""
    client: Client = Client.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=found.pk)
    return client


def _changeable(client_id: str, *, by: Caller) -> Client:
    found = Client.objects.filter(client_id=client_id.strip()).first()
    if found is None or not is_own(found, by=by):
        raise NotFound("There is no such client that you may change.", fix="`user list` shows them.")
    return held(found)
