"""The bytes of a file that is checked, and of what was found: sealed piece by piece, opened again as a file."""

from __future__ import annotations

import tempfile
from typing import BinaryIO, cast

from django.conf import settings

from rollbook.base.errors import Unreadable
from rollbook.service.models import CheckPiece, FileCheck
from rollbook.service.sealed_uploads import open_bytes, seal_bytes

PIECE = 1 << 20


def put(check: FileCheck, kind: str, file: BinaryIO, *, most: int | None = None) -> int:
    """Keep a file's bytes with a check, in the running transaction; how many. Unreadable when there are too many."""
    size = number = 0
    while piece := file.read(PIECE):
        size += len(piece)
        if most is not None:
            refuse_large(size, most)
        CheckPiece.objects.create(check_of=check, kind=kind, number=number, sealed=seal_bytes(piece))
        number += 1
    return size


def opened(check: FileCheck, kind: str) -> BinaryIO:
    """What is kept, from its beginning, on disk without a name. The caller closes it."""
    file = cast("BinaryIO", tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR))  # noqa: SIM115
    try:
        pieces = CheckPiece.objects.filter(check_of=check, kind=kind).order_by("number")
        for piece in pieces.iterator(chunk_size=4):
            file.write(open_bytes(bytes(piece.sealed)))
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def refuse_large(size: int, most: int) -> None:
    """Unreadable for more bytes than a file may have that is checked here."""
    if size > most:
        raise Unreadable(
            f"The file is larger than {most // PIECE} MB, more than is checked here.",
            fix="Check it on your own machine: `rollbook check FILE` takes files of any size.",
        )
