"""The feed of changes: what happened to the numbers an organisation holds, in an order that leaves nothing out.

Numbers of transactions are given when they begin, rows are seen when they end; so the feed ends before the oldest
transaction of the server that still writes. A long one holds the feed back and loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from rollbook.organisations import Caller
from rollbook.service.audit.log import Entry, record
from rollbook.service.sql import sql

BEGINNING = (0, 0)
LAST_ID = 2**62  # beyond every row of a transaction


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, where to go on, and whether more wait now."""

    rows: list[dict[str, Any]]
    next: tuple[int, int]
    more: bool


def changes(*, after: tuple[int, int] = BEGINNING, most: int = 200, by: Caller, purpose: str) -> Page:
    """The next changes after a place in the feed: linked, unlinked, corrected, deleted; names of fields, no values."""
    by.require("changes")
    by.require_purpose(purpose)
    home = by.require_organisation()
    with transaction.atomic():
        horizon = _horizon()
        rows = _rows(
            {"organisation": home, "sector": by.sector, "transaction": after[0], "id": after[1], "horizon": horizon,
             "most": most + 1}
        )  # fmt: skip
        page = _page(rows[:most], after, horizon, more=len(rows) > most)
        if page.rows:
            ulns = sorted({int(row["uln"]) for row in page.rows})
            record([Entry("read_changes", "shown", ulns)], by=by, purpose=purpose)
    return page


def _horizon() -> int:
    # Taken by a statement before the one that reads: whatever is older has ended before that one begins.
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint + transactions_before()")
        (oldest,) = cursor.fetchone() or (0,)
    return int(oldest)


def _rows(asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql("access/changes"), asked)
        return list(cursor.fetchall())


def _page(rows: list[tuple[Any, ...]], after: tuple[int, int], horizon: int, *, more: bool) -> Page:
    shown = [
        {"kind": kind, "uln": str(uln), "survivor": None if survivor is None else str(survivor), "fields": fields,
         "at": at}
        for _, _, kind, uln, survivor, fields, at in rows
    ]  # fmt: skip
    end = (rows[-1][0], rows[-1][1]) if more else max(after, (horizon - 1, LAST_ID))
    return Page(shown, end, more)
