"""One line in the access log for everything that is read or written, in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import connection

from rollbook.organisations import Caller

_INSERT = """
insert into access_log
    (reference, actor, role, organisation_id, channel, purpose, action, outcome, ulns, digest, details)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s, %s::jsonb)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done, how it ended, to whom. `details` holds counts and codes, never personal data."""

    action: str
    outcome: str
    ulns: Sequence[int] = ()
    digest: bytes | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    reference: UUID = field(default_factory=uuid4)


def record(entries: Sequence[Entry], *, by: Caller, purpose: str) -> None:
    """Write the entries; they stand if, and only if, the caller's transaction does."""
    rows = [
        (entry.reference, by.id, by.role, by.organisation, by.channel, purpose, entry.action, entry.outcome,
         list(entry.ulns), entry.digest, json.dumps(dict(entry.details)))
        for entry in entries
    ]  # fmt: skip
    with connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(_INSERT, rows[0])
        else:
            cursor.executemany(_INSERT, rows)
