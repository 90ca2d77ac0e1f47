"""Proof of search: a keyed hash of the five details, found again in the caller's own recent log."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from rollbook.matching import Normal
from rollbook.organisations import Caller
from rollbook.register.policy import load_policy
from rollbook.service.keys import secret


@dataclass(frozen=True, slots=True)
class RecentSearch:
    """The caller's own search for the same details: how its latest ended, and since when it has ended so."""

    outcome: str
    first_seen: datetime


def digest(asked: Normal, *, by: Caller) -> bytes:
    """The same for the same five details from the same caller; says nothing to anybody without the key."""
    five = (asked.given, asked.family, asked.birth, asked.gender, asked.postcode)
    return hmac.new(secret("search").encode(), repr((by.id, five)).encode(), hashlib.sha256).digest()


def recent(digests: Sequence[bytes], *, now: datetime) -> dict[bytes, RecentSearch]:
    """The recent searches with these digests."""
    since = now - load_policy().search_valid
    with connection.cursor() as cursor:
        cursor.execute(
            "select digest, outcome, at from access_log"
            " where digest = any(%s) and at > %s and at <= %s and action = 'find' order by at",
            [list(digests), since, now + timedelta(seconds=5)],
        )
        rows = cursor.fetchall()
    found: dict[bytes, RecentSearch] = {}
    for raw, outcome, at in rows:
        key = bytes(raw)
        before = found.get(key)
        same = before is not None and before.outcome == outcome
        found[key] = RecentSearch(outcome, before.first_seen if before is not None and same else at)
    return found
