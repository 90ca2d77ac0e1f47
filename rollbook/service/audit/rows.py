"""The log's rows as the sealer and the verifier both see them: in one order, each as the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection

from rollbook.service.sql import sql

LAST = 2**63 - 1
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row: its id, its transaction, when, and the SHA-256 of everything in it."""

    id: int
    transaction: int
    at: Any
    digest: bytes

    @property
    def mark(self) -> bytes:
        """16 bytes: the id and the start of the hash."""
        return self.id.to_bytes(8, "big", signed=True) + self.digest[:8]


def rows(
    *, first_id: int = -LAST, last_id: int = LAST, first_transaction: int = -LAST, last_transaction: int = LAST
) -> Iterator[LogRow]:
    """The rows within these bounds by (transaction, id), streamed; call it inside a transaction."""
    bounds = {
        "first_id": first_id, "last_id": last_id,
        "first_transaction": first_transaction, "last_transaction": last_transaction,
    }  # fmt: skip
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql("log/rows"), bounds)
        while some := cursor.fetchmany(AT_ONCE):
            for each in some:
                yield LogRow(each[0], each[1], each[2], hashlib.sha256(canonical(each)).digest())


def canonical(row: Sequence[Any]) -> bytes:
    """A row of `log/rows.sql` as bytes: a JSON list of its columns, times in UTC to the microsecond."""
    number, transaction, at, reference, actor, role, organisation, *texts, ulns, digest, details = row
    plain = [
        number, transaction, at.astimezone(UTC).isoformat(timespec="microseconds"), str(reference), actor, role,
        None if organisation is None else str(organisation), *texts, list(ulns),
        None if digest is None else bytes(digest).hex(), details,
    ]  # fmt: skip
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def chain(previous: bytes, digests: Sequence[bytes]) -> bytes:
    """The hash that a seal carries on: of the hash before it and its rows' hashes, in order."""
    running = hashlib.sha256(previous)
    for each in digests:
        running.update(each)
    return running.digest()
