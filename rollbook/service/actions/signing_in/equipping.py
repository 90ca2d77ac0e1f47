"""An invented person made able to sign in at once, with a password and an authenticator app's secret: for demos."""

from __future__ import annotations

import base64
import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import transaction

from rollbook.service.actions.signing_in.events import note
from rollbook.service.actions.signing_in.second_factor import remove_all
from rollbook.service.models import User


def equip_user(email: str, password: str) -> str:
    """Give a user this password and a new second factor; its secret comes back."""
    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).get(email=email)
        user.set_password(password)
        user.save(update_fields=["password"])
        remove_all(user)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)})
        note("factor_add", "added", user, type="totp")
    return secret
