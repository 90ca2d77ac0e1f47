"""A file on its way in: kept on disk while it is looked at, measured, known again by its digest, one at a time."""

from __future__ import annotations

import hashlib
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection

from rollbook.base.errors import Unreadable

PIECE = 1 << 20


def keep(file: BinaryIO, kept: BinaryIO) -> tuple[int, bytes]:
    """Copy a file piece by piece and wind the copy back; its size and digest. Unreadable when it is too large."""
    hashed = hashlib.sha256()
    size = 0
    while piece := file.read(PIECE):
        size += len(piece)
        refuse_large(size)
        hashed.update(piece)
        kept.write(piece)
    kept.seek(0)
    return size, hashed.digest()


def refuse_large(size: int) -> None:
    """Unreadable for more bytes than any batch file has."""
    if size > settings.BATCH_FILE_MAX_BYTES:
        raise Unreadable(
            f"The file is larger than {settings.BATCH_FILE_MAX_BYTES // PIECE} MB, more than any batch file.",
            fix="Send at most 50,000 learners in one file.",
        )


def plain_name(name: str) -> str:
    """A file's name as it may be stored and shown: without control characters, not too long, never empty."""
    return "".join(character for character in name if character.isprintable()).strip()[:200] or "batch.CSV"


def one_at_a_time(home: UUID, digest: bytes) -> None:
    """Two uploads of one file at the same moment: the second waits, then finds what the first one made."""
    lock = int.from_bytes(hashlib.sha256(home.bytes + digest).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [lock])
