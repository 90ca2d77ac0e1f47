"""The bytes of a waiting upload: kept sealed, opened again as a file."""

from __future__ import annotations

from typing import BinaryIO

from rollbook.service.models import UploadPiece, WaitingUpload
from rollbook.service.sealing import open_pieces, put_pieces


def put(upload: WaitingUpload, file: BinaryIO) -> None:
    """Keep a file's bytes with an upload, in the running transaction."""
    file.seek(0)
    put_pieces(file, lambda number, sealed: UploadPiece.objects.create(upload=upload, number=number, sealed=sealed))


def opened(upload: WaitingUpload) -> BinaryIO:
    """The file, from its beginning, on disk without a name. The caller closes it."""
    return open_pieces(UploadPiece.objects.filter(upload=upload))
