"""Lives of the log: a restored database counts its transactions anew, so its log goes on in a new epoch.

The exported heads tell of it in a signed line: seals after the one it names were lost with the old life, and no
others.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from rollbook.service.audit import heads
from rollbook.service.audit.seal import NOTHING_BEFORE, seal_everything
from rollbook.service.audit.signing import sign
from rollbook.service.models import AccessLog, Change, LogEpoch, LogSeal
from rollbook.service.sql import sql

# Rows that were lost may have had ids above those that are left; the new epoch begins well beyond both.
ROOM = 1_000_000
# More than a register can have had between its last backup and its end, if the exported heads are lost, too.
TRANSACTIONS_LOST = 10_000_000_000


def begin_epoch(because: str, *, export_to: Path | None = None) -> LogEpoch:
    """Seal what is left of the present epoch and begin the next one; only for when nobody else is connected."""
    path = export_to or heads.heads_file()
    with transaction.atomic():
        last = LogSeal.objects.order_by("-number").first()
        before = LogEpoch.objects.order_by("-number")[0]
        seal_everything()
        epoch = LogEpoch.objects.create(
            number=before.number + 1,
            first_id=_raise_ids(max(_highest_id(), _highest_exported(path, "last_id"))),
            began_at=timezone.now(),
            because=because,
        )
        with heads.opened(path) as file:
            heads.catch_up(file, until=last.number if last else 0)
            heads.append(file, [_line(epoch, last)])
    heads.export(path)
    return epoch


def raise_transactions(path: Path) -> int:
    """Let transactions be counted from beyond every one that the lost life can have had, so that feeds go on in order.

    `path` is the file of exported heads. Gives the number they are counted from.
    """
    newest = Change.objects.order_by("-transaction").values_list("transaction", flat=True).first() or 0
    sealed = AccessLog.objects.order_by("-transaction").values_list("transaction", flat=True).first() or 0
    before = max(newest, sealed, _highest_exported(path, "transaction_to")) + TRANSACTIONS_LOST
    with connection.cursor() as cursor:
        cursor.execute(sql("moving/transactions").format(before=before))
    return before


def _line(epoch: LogEpoch, last: LogSeal | None) -> dict[str, Any]:
    said: dict[str, Any] = {
        "number": last.number if last else 0,
        "epoch": epoch.number,
        "hash": bytes(last.hash if last else NOTHING_BEFORE).hex(),
        "begins": epoch.because,
        "first_id": epoch.first_id,
        "began_at": epoch.began_at.isoformat(),
    }
    return {**said, "signature": sign(said).hex()}


def _highest_id() -> int:
    return AccessLog.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _highest_exported(path: Path, name: str) -> int:
    if not path.exists():
        return 0
    return max((int(said.get(name, 0)) for _, said in heads.read(path) if said), default=0)


def _raise_ids(above: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select setval('access_log_id', greatest(%s, nextval('access_log_id')))", [above + ROOM])
        return int(cursor.fetchone()[0]) + 1
