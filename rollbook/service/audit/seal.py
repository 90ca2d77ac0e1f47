"""The sealer: chains the log's new rows, signs the head and exports it. One at a time; running it twice does no harm.

It covers transactions that have all ended (below the oldest that still runs), so that no row can turn up later among
those already sealed; one that does was put there, and `verify` says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from rollbook.service.audit import heads, issued
from rollbook.service.audit.rows import LAST, LogRow, chain, rows
from rollbook.service.audit.signing import says, sign
from rollbook.service.models import LogEpoch, LogSeal
from rollbook.service.sql import sql

SEALER_LOCK = 0x5EA1
MOST_ROWS = 5_000
NOTHING_BEFORE = bytes(32)


def seal(*, export_to: Path | None = None) -> int:
    """Seal what can be sealed and export the heads; how many rows were sealed. 0 while another sealer works."""
    with transaction.atomic():
        if not _is_the_only_one():
            return 0
        sealed = seal_until(_ended_transactions())
    heads.export(export_to or heads.heads_file())
    issued.export(export_to.with_name("numbers-issued.jsonl") if export_to else issued.issued_file())
    return sealed


def seal_until(last_transaction: int) -> int:
    """Seal the present epoch's rows up to this transaction, in the running transaction."""
    epoch = LogEpoch.objects.order_by("-number")[0]
    before = LogSeal.objects.order_by("-number").first()
    done = before.transaction_to if before and before.epoch_id == epoch.number else 0
    sealed = 0
    fresh = rows(first_id=epoch.first_id, first_transaction=done + 1, last_transaction=last_transaction)
    for some in _whole_transactions(fresh):
        before = _add(epoch, before, some, first=done + 1)
        done = before.transaction_to
        sealed += len(some)
    return sealed


def _is_the_only_one() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        return bool(cursor.fetchone()[0])


def _ended_transactions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql("log/ended"))
        return int(cursor.fetchone()[0])


def _whole_transactions(fresh: Iterator[LogRow]) -> Iterator[list[LogRow]]:
    some: list[LogRow] = []
    for row in fresh:
        if len(some) >= MOST_ROWS and row.transaction != some[-1].transaction:
            yield some
            some = []
        some.append(row)
    if some:
        yield some


def _add(epoch: LogEpoch, before: LogSeal | None, some: list[LogRow], *, first: int) -> LogSeal:
    previous = bytes(before.hash) if before else NOTHING_BEFORE
    made = LogSeal(
        number=before.number + 1 if before else 1,
        epoch=epoch,
        transaction_from=first,
        transaction_to=some[-1].transaction,
        rows=len(some),
        first_at=min(row.at for row in some),
        last_at=max(row.at for row in some),
        previous=previous,
        hash=chain(previous, [row.digest for row in some]),
        marks=b"".join(row.mark for row in some),
        sealed_at=timezone.now(),
    )
    made.signature = sign(says(made))
    made.save(force_insert=True)
    return made


def seal_everything() -> int:
    """Seal every row of the present epoch, in the running transaction; for when nobody else writes (a restore)."""
    return seal_until(LAST)
