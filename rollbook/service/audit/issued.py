"""The numbers used so far, exported beside the heads: a restore reads here what a backup cannot know.

One line for each seal, in a file that only grows. It holds numbers without names, and is its owner's only to read.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection

from rollbook.service.audit import heads
from rollbook.service.database import VAR
from rollbook.service.models import LogSeal
from rollbook.service.sql import sql

logger = logging.getLogger(__name__)


def issued_file() -> Path:
    """Where the numbers go: `ROLLBOOK_NUMBERS_ISSUED`, best on another disk or machine."""
    return Path(os.environ.get("ROLLBOOK_NUMBERS_ISSUED", VAR / "numbers-issued.jsonl"))


def export(path: Path) -> int:
    """Append the numbers of the seals that the file does not have yet; how many seals."""
    with _opened(path) as file:
        last = heads.last_line(file)
        if last is not None and not heads.is_known(last):
            logger.error("The exported numbers are of another register. Move %s away.", path.name)
            return 0
        fresh = LogSeal.objects.filter(number__gt=last["number"] if last else 0).order_by("number")
        return heads.append(file, map(_line, fresh.select_related("epoch").iterator(chunk_size=500)))


def go_on_after(seal: LogSeal | None, path: Path) -> None:
    """Say that a restored register goes on after this seal; the lines above that came later were lost with it."""
    number, hash_ = (seal.number, bytes(seal.hash).hex()) if seal else (0, "")
    with _opened(path) as file:
        heads.append(file, [{"number": number, "hash": hash_, "restored": True, "numbers": []}])


def _opened(path: Path) -> BinaryIO:
    file = heads.opened(path)
    path.chmod(0o600)
    return file


def read(path: Path) -> Iterator[int]:
    """Every number of the file: lines as above, or one number on each line."""
    with path.open(encoding="utf-8-sig") as file:
        for line in file:
            text = line.strip()
            if text.startswith("{"):
                yield from json.loads(text)["numbers"]
            elif text:
                yield int(text.replace(" ", "").replace("-", ""))


def _line(seal: LogSeal) -> dict[str, Any]:
    span = {"first_id": seal.epoch.first_id, "first": seal.transaction_from, "last": seal.transaction_to}
    with connection.cursor() as cursor:
        cursor.execute(sql("log/issued"), span)
        numbers = sorted(row[0] for row in cursor.fetchall())
    at = seal.sealed_at.isoformat(timespec="seconds")
    return {"number": seal.number, "hash": bytes(seal.hash).hex(), "at": at, "numbers": numbers}
