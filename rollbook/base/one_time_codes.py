"""Codes of six digits that an authenticator app shows for half a minute (TOTP). Source: RFC 6238, RFC 4226."""

from __future__ import annotations

import base64
import hashlib
import hmac

SECONDS = 30
DIGITS = 6


def step_at(seconds: float) -> int:
    """The number of the half minute that a moment, in seconds since 1970, falls in."""
    return int(seconds) // SECONDS


def code_at(secret: str, step: int) -> str:
    """The six digits shown for a secret (Base32, as in a QR code) during a half minute."""
    key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, step.to_bytes(8, "big"), hashlib.sha1)
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(code: str, *, secret: str, now: int, after: int = -1) -> int | None:
    """The half minute a typed code belongs to: `now`, the one before or the next, and later than `after`; else None.

    `after` is the last one used, so that no code, and none older than it, is taken twice.
    """
    typed = "".join(code.split()).replace("-", "")
    if not (len(typed) == DIGITS and typed.isascii() and typed.isdigit()):
        return None
    for step in (now, now - 1, now + 1):
        if step > after and hmac.compare_digest(code_at(secret, step), typed):
            return step
    return None
