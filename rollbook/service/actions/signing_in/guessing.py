"""Wrong passwords and codes, counted in the database for all processes together; too many lock an address for a time.

An address without a user is counted and locked just as one with, so that a lock tells nothing about who is here.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from rollbook.base.errors import NotFound, TooOften
from rollbook.organisations import Caller
from rollbook.service.actions.organisations import log
from rollbook.service.actions.signing_in.events import note
from rollbook.service.actions.signing_in.policy import load_sign_in_policy
from rollbook.service.actions.users import is_own
from rollbook.service.keys import secret
from rollbook.service.models import User, WrongGuess
from rollbook.service.sql import sql

HELPED = "Your super user can unlock it, or make you a link to choose a new password."


def user_at(email: str) -> User | None:
    """The user of an address, whatever its case."""
    found = User.objects.select_related("organisation").filter(email__iexact=email.strip())
    return found.first()


def refuse_locked(email: str) -> None:
    """TooOften while this address is locked."""
    now = timezone.now()
    locked = WrongGuess.objects.filter(key=_key(email), locked_until__gt=now).first()
    if locked is not None and locked.locked_until is not None:
        raise _refused(locked.locked_until, now)


def wrong(email: str, *, factor: str) -> None:
    """Count one wrong guess at this address; TooOften when it locks it. Both are in the log."""
    policy, now, user = load_sign_in_policy(), timezone.now(), user_at(email)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            sql("signing_in/wrong_guess"),
            {
                "key": _key(email),
                "now": now,
                "since": now - policy.within,
                "most": policy.wrong_in_a_row,
                "until": now + policy.locked,
            },
        )
        (until,) = cursor.fetchone()
        note("sign_in", "refused", user, factor=factor)
        if until is not None and until > now:
            note("lock_out", "locked", user, minutes=int(policy.locked.total_seconds() // 60))
    if until is not None and until > now:
        raise _refused(until, now)


def right(email: str) -> None:
    """Forget the wrong guesses at an address: its user has come all the way in."""
    WrongGuess.objects.filter(key=_key(email)).delete()


def unlock(email: str, *, by: Caller) -> User:
    """Let a user try again at once."""
    by.require("users")
    with transaction.atomic():
        user = user_at(email)
        if user is None or not is_own(user, by=by):
            raise NotFound("There is no such user that you may change.", fix="`user list` shows them.")
        right(email)
        log("unlock", "unlocked", user.organisation, by=by, user=str(user.pk))
    return user


def locked_until(users: Iterable[User]) -> dict[UUID, datetime]:
    """Of these users, those who are locked, and until when."""
    keys = {_key(user.email): user.pk for user in users}
    locked = WrongGuess.objects.filter(key__in=list(keys), locked_until__gt=timezone.now())
    return {keys[bytes(each.key)]: each.locked_until for each in locked if each.locked_until is not None}


def forget_old() -> int:
    """Remove what was counted too long ago to count, and say how many."""
    now, policy = timezone.now(), load_sign_in_policy()
    return WrongGuess.objects.filter(since__lt=now - max(policy.within, policy.locked)).delete()[0]


def _refused(until: datetime, now: datetime) -> TooOften:
    seconds = max(1, int((until - now).total_seconds()))
    minutes = -(-seconds // 60)
    when = f"Try again in {minutes} minutes." if minutes > 1 else "Try again in one minute."
    return TooOften(
        "There were too many wrong passwords or codes for this address, so it is locked.",
        fix=f"{when} {HELPED}",
        retry_after=seconds,
    )


def _key(email: str) -> bytes:
    return hmac.digest(secret("guesses").encode(), email.strip().casefold().encode(), hashlib.sha256)
