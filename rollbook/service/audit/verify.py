"""Whether the log still says what it said: every row, seal and signature, and the exported heads, read once through.

Anything that does not fit is a finding that says where. Memory stays flat whatever the log's size: rows and seals
are streamed beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction

from rollbook.base.findings import Finding, Position
from rollbook.service.audit.against_heads import HeadsBeside
from rollbook.service.audit.against_rows import compare
from rollbook.service.audit.rows import LAST, LogRow, rows
from rollbook.service.audit.seal import NOTHING_BEFORE
from rollbook.service.audit.signing import is_signed, says
from rollbook.service.models import LogEpoch, LogSeal


@dataclass(slots=True)
class Counts:
    """How much was read: seals, rows under them, rows not sealed yet, epochs."""

    epochs: int = 0
    seals: int = 0
    rows: int = 0
    unsealed: int = 0
    lost_to_restores: int = 0


def verify(*, key: Ed25519PublicKey, heads: Path | None, counts: Counts) -> Iterator[Finding]:
    """Everything that does not fit, in the log's order; `counts` fills up on the way."""
    with transaction.atomic():
        _hold_still()
        beside = HeadsBeside(heads, key) if heads else None
        last: LogSeal | None = None
        for epoch, last_id in _epochs():
            counts.epochs += 1
            walk = _Walk(epoch, last_id, key, counts, last)
            for finding, seal in walk.seals():
                yield from finding
                if beside is not None and seal is not None:
                    yield from beside.meet(seal)
            if beside is not None:
                yield from beside.meet_epoch(epoch)
            last = walk.last
        if beside is not None:
            yield from beside.end()
            counts.lost_to_restores = beside.lost


def _hold_still() -> None:
    # One view of the log throughout, while others go on writing; only where no query has set the view yet.
    if len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")


def _epochs() -> Iterator[tuple[LogEpoch, int]]:
    epochs = list(LogEpoch.objects.order_by("number"))
    for number, epoch in enumerate(epochs):
        yield epoch, epochs[number + 1].first_id - 1 if number + 1 < len(epochs) else LAST


class _Walk:
    """One epoch: its seals in order, with its rows beside them."""

    def __init__(
        self, epoch: LogEpoch, last_id: int, key: Ed25519PublicKey, counts: Counts, last: LogSeal | None
    ) -> None:
        self.epoch, self.is_present, self.key, self.counts, self.last = epoch, last_id == LAST, key, counts, last
        self._done = 0
        # The first epoch also answers for rows with impossible ids.
        self._rows = rows(first_id=-LAST if epoch.number == 1 else epoch.first_id, last_id=last_id)
        self._next: LogRow | None = next(self._rows, None)

    def seals(self) -> Iterator[tuple[list[Finding], LogSeal | None]]:
        """Each seal with what is wrong with it; at the end, with None, the rows that no seal covers."""
        kept = LogSeal.objects.filter(epoch=self.epoch).order_by("number")
        for seal in kept.iterator(chunk_size=500):
            under = list(self._rows_until(seal.transaction_to))
            yield [*self._links(seal), *self._signature(seal), *compare(seal, under)], seal
            self.counts.seals += 1
            self.counts.rows += len(under)
            self.last, self._done = seal, seal.transaction_to
        yield self._left_over(), None

    def _rows_until(self, transaction_to: int) -> Iterator[LogRow]:
        while self._next is not None and self._next.transaction <= transaction_to:
            yield self._next
            self._next = next(self._rows, None)

    def _links(self, seal: LogSeal) -> Iterator[Finding]:
        number = self.last.number if self.last else 0
        previous = bytes(self.last.hash) if self.last else NOTHING_BEFORE
        if seal.number != number + 1:
            yield _found(
                "seal_missing",
                f"Seals {number + 1} to {seal.number - 1} are missing.",
                f"seal {seal.number}",
            )
        elif bytes(seal.previous) != previous or seal.transaction_from != self._done + 1:
            yield _found(
                "seal_out_of_order",
                f"Seal {seal.number} does not continue seal {number}: seals were replaced or put in another order.",
                f"seal {seal.number}",
            )

    def _signature(self, seal: LogSeal) -> Iterator[Finding]:
        if not is_signed(says(seal), bytes(seal.signature), self.key):
            yield _found(
                "seal_not_signed",
                f"The signature of seal {seal.number} is not by this register's key over what the seal says now.",
                f"seal {seal.number}",
            )

    def _left_over(self) -> list[Finding]:
        found = []
        while self._next is not None:
            if self.is_present:
                self.counts.unsealed += 1
            else:
                found.append(_put_in(self._next, self.epoch.number))
            self._next = next(self._rows, None)
        return found


def _put_in(row: LogRow, epoch: int) -> Finding:
    return _found("row_put_in", f"Row {row.id} was put into epoch {epoch} after its end.", f"row {row.id}")


def _found(rule: str, says_: str, record: str) -> Finding:
    return Finding(
        rule, "access_log", says_, "Keep this database and the exported heads as evidence.",
        position=Position(record=record),
    )  # fmt: skip
