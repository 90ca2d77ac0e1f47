"""End access that nobody uses. Done by the clock, for nobody in particular."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict
from rollbook.organisations.access import Use
from rollbook.service.actions import access, clients, users
from rollbook.service.models import AccessChange, Client, User
from rollbook.service.readers.unused import dormant, lasting


def end_dormant(now: datetime | None = None) -> int:
    """Suspend every user and client who has not been seen for too long; how many.

    The register's last operator stays: nobody could let them in again.
    """
    ended = 0
    for each in dormant(now or timezone.now()):
        try:
            ended += _ended(each.who, now=now)
        except Conflict:
            continue
    return ended


def _ended(who: User | Client, *, now: datetime | None) -> int:
    with transaction.atomic():
        held = clients.held(who) if isinstance(who, Client) else users.held(who)
        still = lasting(held)
        if not held.is_active or (now is None and still.use is not Use.DORMANT):
            return 0
        if isinstance(held, User):
            users.refuse_last_operator(held)
        seen = f"Last used on {still.last_used:%-d %B %Y}." if still.last_used else "Never used."
        access.stop(held, cause=AccessChange.Cause.DORMANT, reason=seen, by=access.KEEPER)
    return 1
