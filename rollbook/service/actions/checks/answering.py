"""Check a small file and answer at once: for a program, or for anybody where the operator allows it. Nothing stays."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.conf import settings

from rollbook.base.errors import NotFound, TooOften, Unreadable
from rollbook.organisations import Caller
from rollbook.service import limits
from rollbook.service.actions.batches.keeping import plain_name
from rollbook.service.actions.checks.checking import check_here
from rollbook.service.audit.log import Entry, record
from rollbook.service.sealing import PIECE
from rollbook.standards.checking import CheckResult
from rollbook.standards.loaded import Loaded
from rollbook.standards.reading import read

WAITS = 20  # seconds for one's turn: a process checks one file at a time, so that pages go on being answered
_turn = threading.Semaphore(1)


def check_at_once(file: BinaryIO, name: str, *, by: Caller, purpose: str) -> CheckResult:
    """What is wrong with a file. Unreadable when it is zipped, larger than is answered at once, or of no known kind."""
    by.require("check")
    by.require_purpose(purpose)
    by.require_organisation()
    limits.spend_action("check", key=by.id)
    with _own_turn():
        loaded = _read(file, name)
        record([Entry("check_file", "answered", details=_kind(loaded))], by=by, purpose=purpose)
        return check_here(loaded, by=by, purpose=purpose)


def check_openly(file: BinaryIO, name: str, *, address: str) -> CheckResult:
    """The same for somebody without an account, without the register. Nothing is written down, not even that it was.

    `address` is where the request came from, for its limit: only a hash of it is counted.
    """
    if not is_open():
        raise NotFound("Files are not checked here without an account.", fix="Sign in, or run `rollbook check FILE`.")
    limits.spend_action("open_check", key=hashlib.sha256(address.encode()).hexdigest()[:32])
    with _own_turn():
        return check_here(_read(file, name))


def is_open() -> bool:
    """Whether the operator lets anybody check a file."""
    return bool(settings.OPEN_CHECK)


def _read(file: BinaryIO, name: str) -> Loaded:
    head = file.read(4)
    size = file.seek(0, 2)
    file.seek(0)
    if head.startswith(b"PK"):
        raise Unreadable("A zipped file is not checked at once.", fix="Send the file itself, not zipped.")
    if size > settings.CHECK_AT_ONCE_MAX_BYTES:
        raise Unreadable(
            f"The file is larger than {settings.CHECK_AT_ONCE_MAX_BYTES // PIECE} MB, more than is checked at once.",
            fix="Sign in and check it on the page, or run `rollbook check FILE` on your own machine.",
        )
    if size == 0:
        raise Unreadable("The file is empty.", fix="Export it again.")
    return read(file, name=plain_name(name))


def _kind(loaded: Loaded) -> dict[str, object]:
    return {"standard": loaded.layout.standard, "version": loaded.layout.version}


@contextmanager
def _own_turn() -> Iterator[None]:
    if not _turn.acquire(timeout=WAITS):
        raise TooOften("Other files are being checked.", fix="Try again in a minute.", retry_after=60)
    try:
        yield
    finally:
        _turn.release()
