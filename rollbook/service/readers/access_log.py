"""The access log as an organisation may read it: who did what, when, why and to whom. Newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from rollbook.organisations import Caller
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import AccessLog


def entries(
    *, before: tuple[datetime, int] | None = None, most: int = 200, by: Caller, purpose: str
) -> list[tuple[tuple[datetime, int], dict[str, Any]]]:
    """Lines of the caller's own organisation (of all, for those who may), each with its place, from a place back."""
    by.require("log")
    by.require_purpose(purpose)
    found = AccessLog.objects.all()
    if not by.may("log_all"):
        found = found.filter(organisation_id=by.require_organisation())
    if before is not None:
        at, number = before
        found = found.filter(Q(at__lt=at) | Q(at=at, id__lt=number))
    with transaction.atomic():
        rows = list(found.order_by("-at", "-id")[:most])
        record([Entry("read_log", "shown", details={"rows": len(rows)})], by=by, purpose=purpose)
    return [((row.at, row.id), _shown(row)) for row in rows]


def _shown(row: AccessLog) -> dict[str, Any]:
    return {
        "at": row.at,
        "reference": str(row.reference),
        "actor": row.actor,
        "role": row.role,
        "channel": row.channel,
        "purpose": row.purpose,
        "action": row.action,
        "outcome": row.outcome,
        "ulns": [str(uln) for uln in row.ulns],
        "details": row.details,
    }
