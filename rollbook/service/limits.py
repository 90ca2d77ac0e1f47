"""Rate limits: counted in the database for all processes together, leased in blocks so that few requests wait for it.

A process takes a block of a caller's allowance and spends it from memory; only an empty block costs a statement.
"""

from __future__ import annotations

import os
import threading
import time
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db import connection

from rollbook import organisations
from rollbook.base.errors import TooOften
from rollbook.organisations import Caller
from rollbook.organisations.watch import load_watch
from rollbook.service.readers import standing

PACKAGED = Path(organisations.__file__).with_name("limits.toml")
WINDOW = 60  # seconds
BLOCKS = 20  # an allowance is leased in this many blocks, so that little lies unused in each process

_LEASE = """
with allowed as (
    select case when is_slowed(%(home)s::uuid, %(key)s) then greatest(%(limit)s::int / %(divisor)s::int, 1)
                else %(limit)s::int end as most)
insert into rate_window (caller, window_start, used)
select %(key)s, %(start)s, %(block)s::int from allowed where %(block)s::int <= most
on conflict (caller, window_start) do update set used = rate_window.used + excluded.used
where rate_window.used + excluded.used <= (select most from allowed)
returning used
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """Allowances for a minute: of learners for each role, and of things with a limit of their own."""

    learners: dict[str, int]
    actions: dict[str, int]


@cache
def load_limits() -> Limits:
    """The limits of `ROLLBOOK_LIMITS`, else the packaged ones."""
    table = tomllib.loads(Path(os.environ.get("ROLLBOOK_LIMITS", PACKAGED)).read_text("utf-8"))
    return Limits(table["learners_per_minute"], table["actions_per_minute"])


def spend(learners: int, *, by: Caller) -> None:
    """Count this many learners against the caller's allowance; TooOften when it is used up."""
    usual = load_limits().learners[by.role]
    try:
        _spend(by.id, learners, limit=usual, home=by.organisation)
    except TooOften as refused:
        if standing.is_slowed(by.organisation, by.id):
            raise TooOften(
                "This credential has been slowed because of how learners were searched for:"
                f" {max(usual // load_watch().slow_divisor, 1)} a minute.",
                fix="Ask your organisation's super user, who sees why.",
                retry_after=refused.retry_after,
            ) from refused
        raise


def spend_action(action: str, *, key: str) -> None:
    """Count one thing that has a limit of its own, for a caller or for whatever else `key` names."""
    _spend(f"{action}:{key}", 1, limit=load_limits().actions[action])


@dataclass(slots=True)
class _Lease:
    """What this process may still spend of a caller's window."""

    start: int
    left: int


_leases: dict[str, _Lease] = {}
_lock = threading.Lock()


def forget() -> None:
    """Give up all blocks; for tests."""
    with _lock:
        _leases.clear()


def _spend(key: str, cost: int, *, limit: int, home: UUID | None = None) -> None:
    now = int(time.time())
    start = now - now % WINDOW
    if _from_lease(key, cost, start):
        return
    block = max(cost, limit // BLOCKS, 1)
    blocks = (block, cost) if block > cost else (block,)
    if not any(_leased(key, each, start, limit, home) for each in blocks):
        raise TooOften(
            f"The limit of {limit} a minute has been reached.",
            fix="Wait until the time in Retry-After is over; send large lists as a batch file.",
            retry_after=start + WINDOW - now,
        )
    if not _from_lease(key, cost, start):  # another thread was quicker with this block: take one's own
        _spend(key, cost, limit=limit, home=home)


def _from_lease(key: str, cost: int, start: int) -> bool:
    with _lock:
        lease = _leases.get(key)
        if lease is None or lease.start != start or lease.left < cost:
            return False
        lease.left -= cost
        return True


def _leased(key: str, block: int, start: int, limit: int, home: UUID | None) -> bool:
    if block > limit:
        return False
    when = datetime.fromtimestamp(start, UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            _LEASE,
            {"key": key[:80], "start": when, "block": block, "limit": limit, "home": home,
             "divisor": load_watch().slow_divisor},
        )  # fmt: skip
        if cursor.fetchone() is None:
            return False
        if _is_first_of(start):
            cursor.execute("delete from rate_window where window_start < %s", [when])
    _keep(key, block, start)
    return True


def _is_first_of(start: int) -> bool:
    with _lock:
        return all(lease.start != start for lease in _leases.values())


def _keep(key: str, block: int, start: int) -> None:
    with _lock:
        for old in [each for each, lease in _leases.items() if lease.start != start]:
            del _leases[old]
        _leases.setdefault(key, _Lease(start, 0)).left += block
