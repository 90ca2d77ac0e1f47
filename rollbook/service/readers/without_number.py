"""Learners an organisation asked a number for and has none of yet: rows of its batches, chased until each has one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rollbook.definitions.identifiers import uln
from rollbook.organisations import Caller
from rollbook.service.audit.log import Entry, record
from rollbook.service.sql import sql
from rollbook.standards import known_layouts, layout_of

PAGE = 50
Place = tuple[datetime, UUID, int]


def without_number(
    *, on_placeholder: bool | None = None, left: bool = False, after: Place | None = None, by: Caller, purpose: str
) -> tuple[list[dict[str, Any]], Place | None]:
    """Rows that wait without a number (or with `left`, were left so), and the place to go on from.

    `on_placeholder`: only those that carry 9999999999, or only those that carry nothing; None for both.
    """
    by.require("list")
    by.require_purpose(purpose)
    sent_at, batch, number = after or (None, None, None)
    asked = {"organisation": by.require_organisation(), "left": left, "only": on_placeholder, "most": PAGE + 1,
             "sent_at": sent_at, "batch": batch, "number": number, **_layouts()}  # fmt: skip
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql("own/without_number"), asked)
            columns = [column.name for column in cursor.description or ()]
            rows = [_shown(dict(zip(columns, row, strict=True))) for row in cursor.fetchall()]
        entry = Entry("list_without_number", "shown", details={"rows": min(len(rows), PAGE)})
        record([entry], by=by, purpose=purpose)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], (last["sent_at"], last["batch"], last["number"]) if last else None


def count_without_number(*, by: Caller) -> dict[str, int]:
    """How many rows wait without a number, and how many of those carry 9999999999."""
    by.require("list")
    with connection.cursor() as cursor:
        cursor.execute(sql("own/count_without_number"), {"organisation": by.require_organisation(), **_layouts()})
        waiting, on_placeholder = cursor.fetchone() or (0, 0)
    return {"waiting": waiting, "on_placeholder": on_placeholder}


def _layouts() -> dict[str, Any]:
    """Where each known layout has its ULN among a learner's columns, counted from one."""
    places = []
    # Once each, though a version may come in two shapes: a row would otherwise be joined, and counted, twice.
    for standard, version in dict.fromkeys((one.standard, one.version) for one in known_layouts()):
        fields = [column.field for column in layout_of(standard, version).fields_of("learner")]
        if "uln" in fields:
            places.append((standard, version, fields.index("uln") + 1))
    standards, versions, numbers = (list(each) for each in zip(*places, strict=True))
    return {"standards": standards, "versions": versions, "places": numbers, "placeholder": uln.NOT_KNOWN}


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    layout = layout_of(row["standard"], row["version"])
    headings = [column.at for column in layout.fields_of("learner")]
    fields = layout.as_fields(dict(zip(headings, row.pop("columns"), strict=True)))
    names = ("given_name", "family_name", "mis_identifier")
    return {**row, **{name: fields.get(name, "").strip() for name in names}}
