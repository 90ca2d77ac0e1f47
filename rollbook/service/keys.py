"""Secrets and keys: kept in files outside the database, made at first use, readable by their owner only.

`ROLLBOOK_KEYS` names their folder. Whoever can change the database cannot, with these elsewhere, make the sealed log
look untouched.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path

from rollbook.service.database import VAR


def folder() -> Path:
    """The folder of keys, made if it is missing."""
    path = Path(os.environ.get("ROLLBOOK_KEYS", VAR / "keys"))
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


@cache
def secret(name: str) -> str:
    """A random text kept under this name."""
    return _keep(folder() / f"{name}.secret", lambda: secrets.token_urlsafe(48).encode()).decode()


@cache
def signing_key_bytes() -> bytes:
    """The 32 bytes of the Ed25519 key that signs the access log."""
    return _keep(folder() / "log-signing.key", lambda: secrets.token_bytes(32))


def _keep(path: Path, make: Callable[[], bytes]) -> bytes:
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}.part")
        part.touch(mode=0o600)
        part.write_bytes(make())
        with contextlib.suppress(FileExistsError):
            os.link(part, path)  # the first of two processes wins, whole
        part.unlink()
    return path.read_bytes()
