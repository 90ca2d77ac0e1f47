"""The bytes of a file that is checked, and of what was found: kept sealed, opened again as a file."""

from __future__ import annotations

from typing import BinaryIO

from rollbook.base.errors import Unreadable
from rollbook.service.models import CheckPiece, FileCheck
from rollbook.service.sealing import PIECE, open_pieces, put_pieces


def put(check: FileCheck, kind: str, file: BinaryIO, *, most: int | None = None) -> int:
    """Keep a file's bytes with a check, in the running transaction; how many. Unreadable when there are too many."""

    def keep(number: int, sealed: bytes) -> None:
        CheckPiece.objects.create(check_of=check, kind=kind, number=number, sealed=sealed)

    return put_pieces(file, keep, grown=None if most is None else lambda size: refuse_large(size, most))


def opened(check: FileCheck, kind: str) -> BinaryIO:
    """What is kept, from its beginning, on disk without a name. The caller closes it."""
    return open_pieces(CheckPiece.objects.filter(check_of=check, kind=kind))


def refuse_large(size: int, most: int) -> None:
    """Unreadable for more bytes than a file may have that is checked here."""
    if size > most:
        raise Unreadable(
            f"The file is larger than {most // PIECE} MB, more than is checked here.",
            fix="Check it on your own machine: `rollbook check FILE` takes files of any size.",
        )
