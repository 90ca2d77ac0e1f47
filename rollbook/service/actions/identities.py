"""Who an organisation is: the identity that stands, and the checks it has passed. Steps of other actions."""

from __future__ import annotations

from django.utils import timezone

from rollbook.organisations import Caller
from rollbook.service.models import Organisation, OrganisationCheck, OrganisationIdentity


def standing(home: Organisation) -> OrganisationIdentity | None:
    """The identity that stands."""
    found: OrganisationIdentity | None = home.identities.order_by("-at", "-id").first()
    return found


def keep(
    home: Organisation, *, company_number: str = "", register_status: str = "", reason: str = "", by: Caller
) -> OrganisationIdentity:
    """Record who the organisation is from now on; its name is the organisation's own."""
    made: OrganisationIdentity = home.identities.create(
        name=home.name, company_number=company_number, register_status=register_status, reason=reason,
        said_by=by.id, at=timezone.now(),
    )  # fmt: skip
    return made


def latest_checks(home: Organisation) -> dict[str, OrganisationCheck]:
    """The latest check of each kind, of the identity that stands."""
    identity = standing(home)
    if identity is None:
        return {}
    return {each.check_code: each for each in identity.checks.order_by("at", "id")}


def passed(home: Organisation) -> set[str]:
    """The codes of the checks that speak for the organisation as it is now."""
    return {code for code, each in latest_checks(home).items() if each.passed}
