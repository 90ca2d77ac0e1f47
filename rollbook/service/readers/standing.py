"""Whether a credential, or its whole organisation, has been stopped or slowed by the watch."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from rollbook.base.errors import NotAllowed


def is_stopped(organisation: UUID | None, credential: str) -> bool:
    """Whether it has been stopped and nobody has lifted that."""
    return _ask("is_stopped", organisation, credential)


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
