"""Second factors: a code is taken once, a recovery code is gone when used, and losing a phone is mended by a link."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.db import transaction

from rollbook.base.one_time_codes import step_at, step_of
from rollbook.service.actions.signing_in.events import note
from rollbook.service.models import User

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
USED = "used_step"


def has_second_factor(user: User) -> bool:
    """Whether they have set up an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=STRONG).exists())


def take_code(user: User, code: str) -> Authenticator | None:
    """The factor this typed code belongs to, used up by it; None for a wrong, an old or an already used code."""
    with transaction.atomic():
        # Locked in one order, so that of two requests with one code the second finds it used.
        own = Authenticator.objects.select_for_update().filter(user_id=user.pk).order_by("pk")
        by_type = {each.type: each for each in own if each.type != Authenticator.Type.WEBAUTHN}
        app = by_type.get(Authenticator.Type.TOTP)
        if app is not None and _take_app_code(app, code):
            return app
        recovery = by_type.get(Authenticator.Type.RECOVERY_CODES)
        if recovery is not None and recovery.wrap().validate_code(code):
            recovery.refresh_from_db()
            note("recovery_code", "used", user, left=len(recovery.wrap().get_unused_codes()))
            return recovery
    return None


def check_new(secret: str, code: str) -> int | None:
    """The half minute of a code typed to set an app up; None if it is wrong."""
    return step_of(code, secret=secret, now=step_at(time.time()))


def mark_used(app: Authenticator, step: int) -> None:
    """The code of this half minute, and any before it, is not taken again."""
    app.data[USED] = step
    app.save(update_fields=["data"])


def codes_left(user: User) -> int:
    """How many recovery codes are unused."""
    recovery = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(recovery.wrap().get_unused_codes()) if recovery is not None else 0


def remove_all(user: User) -> int:
    """Remove every factor of a user, recovery codes too; how many. The caller logs why."""
    return int(Authenticator.objects.filter(user_id=user.pk).delete()[0])


def _take_app_code(app: Authenticator, code: str) -> bool:
    step = step_of(
        code, secret=decrypt(app.data["secret"]), now=step_at(time.time()), after=int(app.data.get(USED, -1))
    )
    if step is None:
        return False
    mark_used(app, step)
    return True
