"""Proof of search: a keyed hash of the five details, found again in the caller's own recent log."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from rollbook.matching import Normal
from rollbook.organisations import Caller
from rollbook.register.policy import load_policy
from rollbook.service.keys import secret


@dataclass(frozen=True, slots=True)
class RecentSearch:
    """The caller's own search for the same details: how its latest ended, and since when it has ended so.

    `shown` says of each possible match since when the caller has had it in view; None where that is not known.
    """

    outcome: str
    first_seen: datetime
    shown: Mapping[int, datetime] | None = None

    def had_in_view(self, ulns: Iterable[int], *, at: datetime, look: timedelta) -> bool:
        """Whether the caller has seen each of these, and for as long as a look takes."""
        if self.shown is None:
            return at - self.first_seen >= look
        return all(uln in self.shown and at - self.shown[uln] >= look for uln in ulns)


def digest(asked: Normal, *, by: Caller) -> bytes:
    """The same for the same five details from the same caller; says nothing to anybody without the key."""
    five = (asked.given, asked.family, asked.birth, asked.gender, asked.postcode)
    return hmac.new(secret("search").encode(), repr((by.id, five)).encode(), hashlib.sha256).digest()


def recent(digests: Sequence[bytes], *, now: datetime) -> dict[bytes, RecentSearch]:
    """The recent searches with these digests."""
    since = now - load_policy().search_valid
    with connection.cursor() as cursor:
        cursor.execute(
            "select digest, outcome, at, ulns from access_log"
            " where digest = any(%s) and at > %s and at <= %s and action = 'find' order by at",
            [list(digests), since, now + timedelta(seconds=5)],
        )
        rows = cursor.fetchall()
    found: dict[bytes, RecentSearch] = {}
    for raw, outcome, at, ulns in rows:
        key = bytes(raw)
        found[key] = _followed_by(found.get(key), outcome, at, ulns)
    return found


def _followed_by(before: RecentSearch | None, outcome: str, at: datetime, ulns: Sequence[int]) -> RecentSearch:
    shown = dict.fromkeys(ulns, at) if outcome == "possible" else {}
    if before is None:
        return RecentSearch(outcome, at, shown)
    first_seen = before.first_seen if before.outcome == outcome else at
    return RecentSearch(outcome, first_seen, {**shown, **(before.shown or {})})
