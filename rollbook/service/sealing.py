"""Seals what may not be read from the database alone, under a key outside it; files go piece by piece."""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db.models import QuerySet

from rollbook.base.errors import NotFound
from rollbook.service.keys import secret

PIECE = 1 << 20  # bytes


def put_pieces(file: BinaryIO, keep: Callable[[int, bytes], Any], *, grown: Callable[[int], None] | None = None) -> int:
    """Hand each piece of a file on as `keep(number, sealed)`; how many bytes. `grown` hears the size so far first."""
    size = number = 0
    while piece := file.read(PIECE):
        size += len(piece)
        if grown is not None:
            grown(size)
        keep(number, seal_bytes(piece))
        number += 1
    return size


def open_pieces(pieces: QuerySet[Any]) -> BinaryIO:
    """The file of these pieces, from its beginning, on disk without a name. The caller closes it."""
    file = cast("BinaryIO", tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR))  # noqa: SIM115
    try:
        for piece in pieces.order_by("number").iterator(chunk_size=4):
            file.write(open_bytes(bytes(piece.sealed)))
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def seal_values(values: dict[str, Any]) -> bytes:
    """Plain values, some of them personal, as they may be stored."""
    return seal_bytes(json.dumps(values).encode())


def open_values(sealed: bytes | memoryview) -> dict[str, Any]:
    """The values again."""
    return dict(json.loads(open_bytes(bytes(sealed))))


def seal_bytes(plain: bytes) -> bytes:
    """Bytes as they may be stored."""
    return _fernet().encrypt(plain)


def open_bytes(sealed: bytes) -> bytes:
    """The bytes again. NotFound where they were sealed under another key."""
    try:
        return _fernet().decrypt(sealed)
    except InvalidToken as wrong:  # the key is another one, as after a move without the keys
        raise NotFound("This file can no longer be opened.", fix="Upload it again.") from wrong


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret("upload").encode()).digest()))
