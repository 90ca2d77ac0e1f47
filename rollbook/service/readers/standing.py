"""Whether a credential, or its whole organisation, has been stopped or slowed by the watch."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from rollbook.base.errors import NotAllowed
from rollbook.service.models import Alert


def is_stopped(organisation: UUID | None, credential: str) -> bool:
    """Whether it has been stopped and nobody has lifted that."""
    return _ask("is_stopped", organisation, credential)


def is_stopped_itself(organisation: UUID | None, credential: str) -> bool:
    """Whether it is this credential that was stopped, and not only the organisation around it."""
    if organisation is None:
        return False
    found = Alert.objects.filter(organisation_id=organisation, credential=credential, effect=Alert.Effect.STOP)
    return bool(found.filter(state__in=[Alert.State.OPEN, Alert.State.KEPT]).exists())


def is_slowed(organisation: UUID | None, credential: str) -> bool:
    """Whether it has a part of its allowance only."""
    return _ask("is_slowed", organisation, credential)


def stopped() -> NotAllowed:
    """What somebody is told who has been stopped."""
    return NotAllowed(
        "This credential, or your whole organisation, has been stopped because of how learners were searched for.",
        fix="Ask your organisation's super user, who sees why; the register's team decides whether it goes on.",
    )


def _ask(function: str, organisation: UUID | None, credential: str) -> bool:
    if organisation is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"select {function}(%s, %s)", [organisation, credential])
        return bool(cursor.fetchone()[0])
