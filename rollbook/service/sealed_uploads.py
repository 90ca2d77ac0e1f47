"""The bytes of a waiting upload: sealed piece by piece under a key outside the database, opened again as a file."""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
from typing import Any, BinaryIO, cast

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from rollbook.base.errors import NotFound
from rollbook.service.keys import secret
from rollbook.service.models import UploadPiece, WaitingUpload

_PIECE = 1 << 20


def put(upload: WaitingUpload, file: BinaryIO) -> None:
    """Keep a file's bytes with an upload, in the running transaction."""
    file.seek(0)
    number = 0
    while piece := file.read(_PIECE):
        UploadPiece.objects.create(upload=upload, number=number, sealed=seal_bytes(piece))
        number += 1


def opened(upload: WaitingUpload) -> BinaryIO:
    """The file, from its beginning, on disk without a name. The caller closes it."""
    file = cast("BinaryIO", tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR))  # noqa: SIM115
    try:
        for piece in UploadPiece.objects.filter(upload=upload).order_by("number").iterator(chunk_size=4):
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
