"""The exported heads: one signed line for each seal, in a file outside the database that only grows.

Whoever cuts the end of the log and its seals in the database cannot cut this file too, if it is kept elsewhere.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from rollbook.service.audit.signing import says
from rollbook.service.database import VAR
from rollbook.service.models import LogSeal

logger = logging.getLogger(__name__)
LONGEST_LINE = 4096


def heads_file() -> Path:
    """Where the heads go: `ROLLBOOK_LOG_HEADS`, best on another disk or machine."""
    return Path(os.environ.get("ROLLBOOK_LOG_HEADS", VAR / "log-heads.jsonl"))


def export(path: Path) -> int:
    """Append the heads that the file does not have yet; how many."""
    with opened(path) as file:
        return catch_up(file)


def catch_up(file: BinaryIO, *, until: int | None = None) -> int:
    """Append the seals that follow the file's last line, as long as that line is about a seal that still stands."""
    last = last_line(file)
    if last is not None and not is_known(last):
        if until is None:
            logger.error("The exported heads and the log's seals differ. Run `rollbook log verify`.")
        return 0
    fresh = LogSeal.objects.filter(number__gt=last["number"] if last else 0).order_by("number")
    if until is not None:
        fresh = fresh.filter(number__lte=until)
    return append(file, (line_of(seal) for seal in fresh.iterator(chunk_size=1000)))


def line_of(seal: LogSeal) -> dict[str, Any]:
    """A seal as one line says it."""
    return {**says(seal), "signature": bytes(seal.signature).hex()}


def opened(path: Path) -> BinaryIO:
    """The file, locked until it is closed, its end mended if a crash left half a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+b")
    fcntl.flock(file, fcntl.LOCK_EX)
    _drop_half_line(file)
    return file


def append(file: BinaryIO, lines: Iterable[dict[str, Any]]) -> int:
    """Write the lines and wait until the disk has them."""
    written = 0
    for line in lines:
        file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        written += 1
    if written:
        file.flush()
        os.fsync(file.fileno())
    return written


def last_line(file: BinaryIO) -> dict[str, Any] | None:
    """The last line that was exported, or None."""
    line = _tail(file).rstrip(b"\n").rpartition(b"\n")[2]
    return dict(json.loads(line)) if line else None


def read(path: Path) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Each line's number with what it says; None where it is not a line of heads."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            yield number, _parsed(line)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) and {"number", "epoch", "hash", "signature"} <= said.keys() else None


def is_known(said: dict[str, Any]) -> bool:
    """Whether a line is about a seal that still stands in this database."""
    if said["number"] == 0:
        return True
    seal = LogSeal.objects.filter(number=said["number"]).first()
    return seal is not None and bytes(seal.hash).hex() == said["hash"]


def _drop_half_line(file: BinaryIO) -> None:
    tail = _tail(file)
    if tail and not tail.endswith(b"\n"):
        file.truncate(file.seek(0, os.SEEK_END) - len(tail) + tail.rfind(b"\n") + 1)


def _tail(file: BinaryIO) -> bytes:
    """The end of the file, from within or before its last whole line."""
    size = file.seek(0, os.SEEK_END)
    length = LONGEST_LINE
    while True:
        file.seek(max(0, size - length))
        tail = file.read()
        if length >= size or tail.rstrip(b"\n").count(b"\n") > 1:
            return tail
        length *= 16
