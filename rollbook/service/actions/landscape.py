"""Settle an invented landscape of organisations and people in an empty register, through the actions everybody uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from rollbook.organisations import Caller, purposes
from rollbook.organisations.approval import checks
from rollbook.service.actions import access, approvals, certification, clients, organisations, users
from rollbook.service.models import AccessChange, Organisation, User

MACHINES = ("machine:find", "machine:register", "machine:batch")


def settle(landscape: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Make every organisation, link and user of the landscape (see `synthetic.organisations`); all or nothing."""
    by = users.installer()
    with transaction.atomic():
        for each in landscape["organisation"]:
            _organisation(each, by=by)
        for each in landscape["link"]:
            organisations.link(each["member"], each["lead"], kind=each["kind"], since=timezone.localdate(), by=by)
        let_in(landscape["user"])
        certification.open_round()


def let_in(people: Sequence[Mapping[str, Any]]) -> int:
    """Make the users who are not there yet: an older landscape may have been settled without them. How many."""
    there = set(User.objects.values_list("email", flat=True))
    new = [each for each in people if each["email"] not in there]
    for each in new:
        where = {"ukprn": each.get("organisation", ""), "sector": each.get("sector", "")}
        users.create(users.NewUser(each["email"], each["name"], each["role"], **where), by=users.installer())
    return len(new)


def let_in_again() -> int:
    """Restore the people whose access ended because a demonstration stood unused, or nobody certified; how many."""
    by, causes = users.installer(), (AccessChange.Cause.DORMANT, AccessChange.Cause.NOT_CERTIFIED)
    with transaction.atomic():
        stopped = [each for each in User.objects.filter(is_active=False) if _cause(each) in causes]
        for each in stopped:
            access.give_back(each, cause=AccessChange.Cause.DECIDED, reason="The demonstration began anew.", by=by)
    return len(stopped)


def machine_clients(ukprn: str) -> dict[str, dict[str, str]]:
    """New OAuth2 clients of an organisation, one for each machine role: client id and secret by role."""
    made = {}
    for role in MACHINES:
        client = clients.create(f"demo {role}", role=role, ukprn=ukprn, by=users.installer())
        made[role] = {"client_id": client.client_id, "client_secret": client.secret}
    return made


def _cause(user: User) -> str:
    stopped = access.stopped_because(user)
    return stopped.cause if stopped else ""


def is_settled() -> bool:
    """Whether the register has organisations already."""
    return Organisation.objects.exists()


def _organisation(each: Mapping[str, Any], *, by: Caller) -> None:
    details = {name: each.get(name, "") for name in ("urn", "laestab")}
    organisations.apply(organisations.Application(each["ukprn"], each["name"], each["kind"], **details), by=by)
    organisations.sign(
        each["ukprn"], version="1", signed_on=timezone.localdate(), signatory="Head of the organisation", ends_on=None,
        by=by,
    )  # fmt: skip
    for sector in each.get("sectors", ()):
        organisations.add_sector(each["ukprn"], sector, by=by)
    for code in checks():
        approvals.check(each["ukprn"], code, seen="Invented together with the organisation.", passed=True, by=by)
    allowed = [code for code, purpose in purposes().items() if not purpose.staff]
    organisations.approve(each["ukprn"], for_purposes=allowed, by=by)
