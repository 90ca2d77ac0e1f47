"""Learners' records by number: what they say now, what they said on a day, and where a number leads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from rollbook.matching import Details
from rollbook.service.readers.candidates import details_of
from rollbook.service.sql import sql


@dataclass(frozen=True, slots=True)
class NumberRecord:
    """What a number leads to: its survivor, and the details of its own record and the survivor's."""

    uln: int
    survivor: int
    details: tuple[Details, ...]

    @property
    def is_linked(self) -> bool:
        return self.uln != self.survivor


def records_by_number(ulns: Sequence[int]) -> dict[int, NumberRecord]:
    """The records of these numbers; a number never used, or of a deleted record, is left out."""
    found: dict[int, NumberRecord] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql("learners/by_number"), {"ulns": list(ulns)})
        for uln, survivor, *columns in cursor.fetchall():
            before = found.get(uln)
            own = details_of(columns)
            found[uln] = NumberRecord(uln, survivor, (*before.details, own) if before else (own,))
    return found


def survivors(ulns: Iterable[int]) -> dict[int, int]:
    """Where each number leads."""
    with connection.cursor() as cursor:
        cursor.execute("select n, surviving_number(n) from unnest(%s::bigint[]) as n", [list(ulns)])
        return {number: survivor for number, survivor in cursor.fetchall() if survivor is not None}


def as_it_stood(uln: int, at: datetime) -> dict[str, Any] | None:
    """The record's details as they stood at a moment, or None before it was made."""
    with connection.cursor() as cursor:
        cursor.execute(sql("learners/as_it_stood"), {"uln": uln, "at": at})
        row = cursor.fetchone()
    return None if row is None else {"version": row[0], "since": row[1], **_parsed(row[2])}


def _parsed(value: Any) -> dict[str, Any]:
    loaded = dict(json.loads(value) if isinstance(value, str) else value)
    # The present row comes with the column's name, the versions with the model's.
    return {"uln": loaded.pop("uln_id", None) or loaded.pop("uln", None), **loaded}


def linked_numbers(survivor: int) -> list[int]:
    """Every number that leads to this one, itself included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "with recursive family as (select %s::bigint as uln union"
            " select l.uln from service_learner l join family f on l.linked_to_id = f.uln) select uln from family",
            [survivor],
        )
        return sorted(row[0] for row in cursor.fetchall())
