"""What happens at the door, in the access log: by whom it was done, for the organisation they belong to."""

from __future__ import annotations

from rollbook.organisations import Caller
from rollbook.service.actions.organisations import PURPOSE
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import User

NOBODY = Caller("nobody", "Nobody", "", None, "", frozenset(), "portal")


def at_the_door(user: User | None) -> Caller:
    """A user as the log names them, suspended or not; nobody, where an address has no user."""
    if user is None:
        return NOBODY
    home = user.organisation
    return Caller(
        id=f"user:{user.pk}",
        name=user.name,
        role=user.role,
        organisation=user.organisation_id,
        ukprn=home.ukprn if home else "",
        purposes=frozenset(),
        channel="portal",
        sector=user.sector_id,
    )


def note(action: str, outcome: str, user: User | None, **details: object) -> None:
    """One row: what happened, how it ended; codes only, never an address or a name."""
    record([Entry(action, outcome, details=details)], by=at_the_door(user), purpose=PURPOSE)
