"""Numbers an organisation holds that were linked since a day: the number now, and whether it has been taken over."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from rollbook.organisations import Caller
from rollbook.service.audit.log import Entry, record
from rollbook.service.sql import sql

MOST = 5000


def changed_numbers(since: date, *, seen: bool, most: int = MOST, by: Caller, purpose: str) -> list[dict[str, Any]]:
    """The changed numbers, latest first; with `seen` also those the organisation has taken over already.

    A link that was undone comes back as a change of its own where the organisation had taken it over.
    """
    by.require("list")
    by.require_purpose(purpose)
    asked = {
        "organisation": by.require_organisation(), "sector": by.sector, "seen": seen, "most": most,
        "since": datetime.combine(since, time(), tzinfo=timezone.get_current_timezone()),
    }  # fmt: skip
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql("own/changed_numbers"), asked)
            columns = [column.name for column in cursor.description or ()]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        if rows:
            numbers = sorted({number for row in rows for number in (row["number"], row["now"])})
            record([Entry("list_changed_numbers", "shown", numbers)], by=by, purpose=purpose)
    return rows
