"""Whether the last seal of the access log still fits the rows under it; the whole log is `rollbook log verify`'s."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from rollbook.organisations import Caller
from rollbook.service.audit.against_rows import compare
from rollbook.service.audit.rows import rows
from rollbook.service.audit.signing import is_signed, public_key, says
from rollbook.service.models import AccessLog, LogSeal


def last_seal(*, by: Caller) -> dict[str, Any] | None:
    """The last seal: its number, when, how many rows, what does not fit, and how many rows wait for the next one."""
    by.require("log")
    with transaction.atomic():
        seal = LogSeal.objects.order_by("-number").first()
        if seal is None:
            return None
        under = list(rows(first_transaction=seal.transaction_from, last_transaction=seal.transaction_to))
        wrong = [each.says for each in compare(seal, under)]
        if not is_signed(says(seal), bytes(seal.signature), public_key()):
            wrong.append("The signature of the last seal is not by this register's key.")
        waiting = AccessLog.objects.filter(transaction__gt=seal.transaction_to).count()
    return {
        "number": seal.number,
        "sealed_at": seal.sealed_at,
        "rows": seal.rows,
        "fits": not wrong,
        "wrong": wrong,
        "waiting": waiting,
    }
