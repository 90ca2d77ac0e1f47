"""What is shown on the next page and never again: a sign-in link, a client's secret. Sealed while it waits."""

from __future__ import annotations

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken
from django.http import HttpRequest

from rollbook.service.keys import secret

KEY = "shown_once"
SECONDS = 600


def keep(request: HttpRequest, **values: str) -> None:
    """Keep these for the next page that takes them."""
    request.session[KEY] = _fernet().encrypt(json.dumps(values).encode()).decode()


def take(request: HttpRequest) -> dict[str, str]:
    """What was kept, given up; nothing a second time, or after ten minutes."""
    kept = request.session.pop(KEY, "")
    try:
        return dict(json.loads(_fernet().decrypt(kept.encode(), ttl=SECONDS))) if kept else {}
    except InvalidToken:
        return {}


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret("shown-once").encode()).digest()))
