"""Where a request came from, as far as the watch needs it: a short keyed hash of its session or network, no address."""

from __future__ import annotations

import hashlib
import hmac
from contextvars import ContextVar

from rollbook.service.keys import secret

_place: ContextVar[str] = ContextVar("place", default="")


def came_from(session: str, address: str) -> None:
    """Say where the running request came from: a person's session, else the network of the address."""
    known = f"session {session}" if session else f"network {_network(address)}" if address else ""
    _place.set(hmac.new(secret("place").encode(), known.encode(), hashlib.sha256).hexdigest()[:8] if known else "")


def place() -> str:
    """What stands for the running request's place; "" where it came from no network."""
    return _place.get()


def _network(address: str) -> str:
    return ":".join(address.split(":")[:3]) if ":" in address else address.rpartition(".")[0]
