"""The session a request came from, as far as the watch needs it: a short keyed hash. Programs have none: a supplier's
servers rightly ask from many places at once.
"""

from __future__ import annotations

import hashlib
import hmac
from contextvars import ContextVar

from rollbook.service.keys import secret

_place: ContextVar[str] = ContextVar("place", default="")


def came_from(session: str) -> None:
    """Say which session the running request came with; "" for none."""
    _place.set(hmac.new(secret("place").encode(), session.encode(), hashlib.sha256).hexdigest()[:8] if session else "")


def place() -> str:
    """What stands for the running request's session; "" where it has none."""
    return _place.get()
