"""A first look over all bytes of a file, a piece at a time: size, encoding, and bytes no text has."""

from __future__ import annotations

import codecs
import os
from dataclasses import dataclass
from typing import BinaryIO

from rollbook.base.errors import Unreadable
from rollbook.standards.recognising import HEAD, refuse_unless_text

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Examined:
    """What the bytes say: size, the first of them, encoding (`utf-8`, `utf-8-sig` or `cp1252`), how many are NUL."""

    size: int
    head: bytes
    encoding: str
    nuls: int


def examine(stream: BinaryIO, *, max_bytes: int) -> Examined:
    """Look over a stream that can be wound back, and wind it back. Unreadable when it is too large or no text."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if size > max_bytes:
        raise Unreadable(
            f"The file has {size / 1e6:,.0f} MB; at most {max_bytes / 1e6:,.0f} MB can be read.",
            fix="Check that it is the right file, or send it in parts.",
        )
    head = stream.read(HEAD)
    refuse_unless_text(head)
    stream.seek(0)
    encoding, nuls = _look_over(stream)
    stream.seek(0)
    if nuls * 50 > size:
        raise Unreadable("The file is full of NUL bytes: it is not text.", fix="Export it again from your system.")
    return Examined(size, head, encoding, nuls)


def _look_over(stream: BinaryIO) -> tuple[str, int]:
    """The encoding (UTF-8 if every byte fits it, else Windows' own) and the count of NUL bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    fits, nuls, marked = True, 0, False
    while piece := stream.read(_PIECE):
        marked = marked or (stream.tell() == len(piece) and piece.startswith(codecs.BOM_UTF8))
        nuls += piece.count(0)
        fits = fits and _decodes(decoder, piece)
    fits = fits and _decodes(decoder, b"", final=True)
    return ("utf-8-sig" if marked else "utf-8") if fits else "cp1252", nuls


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True
