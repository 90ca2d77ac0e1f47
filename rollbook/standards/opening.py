"""Opens a file of any standard, safely: as it is, or the one file inside a zip archive.

Nothing is unpacked to a disk, and no more is read of an archive than its one file may hold.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from rollbook.base.errors import Unreadable

MOST = 2_000_000_000  # bytes of one file, unpacked
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_DIRECTORY = 1_000_000  # bytes of an archive's list of contents; one file needs fewer than a thousand
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for gigabytes to unpack a kilobyte
_KINDS = (".xml", ".csv", ".txt")
_AGAIN = "Make the archive again with that one file, without a password."


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that can be read and wound back. `name` is what was sent, `inner` the file's name in its archive."""

    stream: BinaryIO
    name: str
    inner: str = ""


@contextmanager
def opened(source: Path | BinaryIO, *, name: str = "") -> Iterator[Opened]:
    """Open a path, or a stream that can be wound back (it is left open). Unreadable when it is no such file."""
    stream = _of_path(source) if isinstance(source, Path) else source
    name = name or (source.name if isinstance(source, Path) else "")
    try:
        stream.seek(0)
        start = stream.read(4)
        stream.seek(0)
        if start not in _ZIP:
            yield Opened(stream, name)
            return
        with _archive(stream) as archive:
            member = _only_member(archive)
            with _taken_out(archive, member) as inside:
                yield Opened(cast("BinaryIO", _Inside(inside)), name, member.filename)
    finally:
        if isinstance(source, Path):
            stream.close()


def _of_path(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise Unreadable(
            f"{path.name} cannot be opened ({error.strerror}).", fix="Check its name and folder."
        ) from error


@contextmanager
def _archive(stream: BinaryIO) -> Iterator[zipfile.ZipFile]:
    _refuse_long_list(stream)
    try:
        archive = zipfile.ZipFile(stream)
    except _DAMAGE as error:
        raise Unreadable("The zip archive is damaged.", fix="Make it again and send it whole.") from error
    with archive:
        yield archive


def _taken_out(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> zipfile.ZipExtFile:
    try:
        return cast("zipfile.ZipExtFile", archive.open(member))
    except _DAMAGE as error:
        raise Unreadable("The zip archive is damaged.", fix="Make it again and send it whole.") from error


def _only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The one file in an archive. Unreadable when there is another number of them, or it cannot be taken out."""
    names = archive.namelist()
    if "[Content_Types].xml" in names:
        raise Unreadable("This is a spreadsheet or a document of an office program.", fix="Save it as the format asks.")
    members = [one for one in archive.infolist() if not one.is_dir() and not _is_by_the_way(one.filename)]
    if len(members) != 1:
        raise Unreadable(f"The zip archive holds {len(members)} files; there has to be exactly one.", fix=_AGAIN)
    member = members[0]
    ending = os.path.splitext(member.filename)[1].lower()
    if ending == ".zip":
        raise Unreadable("The zip archive holds another archive.", fix="Send the inner one.")
    if ending not in _KINDS:
        raise Unreadable(f"The zip archive holds no {', '.join(_KINDS)} file.", fix=_AGAIN)
    if member.flag_bits & 0x1:
        raise Unreadable("The zip archive is protected by a password.", fix=_AGAIN)
    if member.compress_type not in _METHODS:
        raise Unreadable("The zip archive is packed in a way that is not read here.", fix="Pack it as ordinary zip.")
    if member.file_size > MOST:
        says = f"The zip archive unpacks to {member.file_size / 1e6:,.0f} MB; at most {MOST / 1e6:,.0f} MB can be read."
        raise Unreadable(says, fix="Check that it is the right file.")
    return member


def _is_by_the_way(name: str) -> bool:
    """What some systems put into every archive."""
    return name.startswith("__MACOSX/") or name.endswith((".DS_Store", "Thumbs.db", "desktop.ini"))


def _refuse_long_list(stream: BinaryIO) -> None:
    """A list of contents is read whole before anything can be asked of it: look at its length first."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - 65_557))
    end = stream.read()
    place = len(end) - 22 if end[-22:-18] == b"PK\x05\x06" and end.endswith(b"\0\0") else end.rfind(b"PK\x05\x06")
    stream.seek(0)
    if place >= 0 and len(end) >= place + 16 and struct.unpack_from("<I", end, place + 12)[0] > _DIRECTORY:
        raise Unreadable("The zip archive lists far too many files; there has to be exactly one.", fix=_AGAIN)


_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    NotImplementedError,
    struct.error,
)


class _Inside(io.RawIOBase):
    """A file inside an archive; what goes wrong in taking it out ends as a sentence."""

    def __init__(self, stream: zipfile.ZipExtFile) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except _DAMAGE as error:
            raise Unreadable("The zip archive is damaged.", fix="Make it again and send it whole.") from error

    def readline(self, size: int | None = -1) -> bytes:
        raise io.UnsupportedOperation("readline")

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        try:
            return self._stream.seek(offset, whence)
        except _DAMAGE as error:
            raise Unreadable("The zip archive is damaged.", fix="Make it again and send it whole.") from error

    def tell(self) -> int:
        return self._stream.tell()
