"""The bytes of an XML file as UTF-8, in pieces, with what was wrong with them noted and mended.

Bytes that are not UTF-8 are what older systems write (Windows-1252): they are read as that, and it is said.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from rollbook.base.errors import Unreadable

_PIECE = 128 * 1024
_LENIENT = "rollbook.windows-1252"


@dataclass(slots=True)
class Progress:
    """How far the reading has come. `size` are the bytes read, `taken` those up to the last record that was taken;
    `skipped` the blank lines passed over at the start."""

    size: int = 0
    taken: int = 0
    lines: int = 0
    skipped: int = 0
    first_foreign_line: int = 0
    piece: int = 0  # where the piece being read begins
    since: int = 0  # where the piece begins in which the last record was taken
    equals: int = 0  # how far the last piece goes that holds an equals sign

    @property
    def may_have_attributes(self) -> bool:
        """May the record being taken have attributes? Not where no equals sign has been seen since the last one."""
        return self.equals > self.since

    def mark_taken(self) -> None:
        """A record has been taken: what comes next begins in this piece at the earliest."""
        self.taken, self.since = self.size, self.piece


def utf8_pieces(stream: BinaryIO, encoding: str, seen: Progress, *, max_bytes: int) -> Iterator[bytes]:
    """The file in pieces of UTF-8. Unreadable when there is more of it than `max_bytes`."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    is_first = True
    while True:
        piece = stream.read(_PIECE)
        seen.piece = seen.size
        seen.size += len(piece)
        if seen.size > max_bytes:
            raise Unreadable(
                f"The file holds more than {max_bytes / 1e6:,.0f} MB.", fix="Send what belongs to one return only."
            )
        kept = decoder.getstate()
        try:
            text = decoder.decode(piece, not piece)
        except UnicodeDecodeError as error:
            decoder = codecs.getincrementaldecoder(encoding)(_LENIENT)
            decoder.setstate(kept)
            text = decoder.decode(piece, not piece)
            before = error.object[: error.start].decode(encoding, "replace")
            seen.first_foreign_line = seen.lines + before.count("\n") + 1
        seen.lines += text.count("\n")
        if "=" in text:
            seen.equals = seen.size
        if is_first and text:
            is_first = False
            begun = text.removeprefix("\ufeff").lstrip(" \t\r\n")
            seen.skipped = text.count("\n") - begun.count("\n")
            text = begun
        if text:
            yield text.encode()
        if not piece:
            return


def _as_windows_1252(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.encoding.startswith("utf-16"):
        return "\ufffd", error.end
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_LENIENT, _as_windows_1252)
