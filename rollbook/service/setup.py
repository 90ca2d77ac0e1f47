"""Bring a database to this version: tables, then what every register needs to work."""

from __future__ import annotations

import os

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from rollbook.definitions import load_uln_ranges
from rollbook.service.models import NumberRange


def migrate() -> None:
    """Make or change the tables, open the range named in ROLLBOOK_RANGE (else `demo`), and make the log's months."""
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        ensure_ranges(os.environ.get("ROLLBOOK_RANGE", "demo"))
        ensure_log_months()


def ensure_ranges(opened: str) -> None:
    """Every known range is there; of those not there before, the one of this name is open."""
    for each in load_uln_ranges():
        NumberRange.objects.get_or_create(
            name=each.name,
            defaults={
                "first": int(each.first) * 10,
                "last": int(each.last) * 10 + 9,
                "is_open": each.name == opened,
                "closed_because": "" if each.name == opened else "not the range of this register",
            },
        )


def ensure_log_months(months: int = 3) -> None:
    """The log has a partition for this month and the next ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select make_log_partition((%s::date + make_interval(months => n))::date) from generate_series(0, %s) n",
            [timezone.localdate(), months],
        )
