"""A dump out of the archive into the database, by `pg_restore`, in one transaction: all of it or nothing."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from django.db import connection

from rollbook.base.errors import OurFault, StorageFull
from rollbook.service.moving.programs import environment, program
from rollbook.service.sql import sql

PIECE = 1024 * 1024


def bring_back(archive: zipfile.ZipFile, name: str) -> None:
    """Restore this entry of the archive into the empty database that Django uses."""
    with connection.cursor() as cursor:
        cursor.execute(sql("moving/role"))
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "contents"
        with archive.open(name) as dump:
            wanted.write_text(_contents(dump), "utf-8")
        with archive.open(name) as dump:
            _restore(dump, wanted)
    with connection.cursor() as cursor:
        cursor.execute(sql("moving/default_rights"))


def _contents(dump: IO[bytes]) -> str:
    """The dump's table of contents, without rights by default, which name the owner on the old server."""
    # Into a file, not a pipe: with many tables the list is longer than a pipe holds, and each would wait for the other.
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(
            [program("pg_restore"), "--list"], env=environment(), stdin=subprocess.PIPE, stdout=said,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        # The list comes from the head of the dump: what does not fit the pipe is not wanted.
        _fed(running, dump, most=4 * PIECE)
        running.wait()
        said.seek(0)
        listed = said.read().decode()
    return "".join(line for line in listed.splitlines(keepends=True) if " DEFAULT ACL " not in line)


def _restore(dump: IO[bytes], wanted: Path) -> None:
    command: list[str | Path] = [
        program("pg_restore"), "--single-transaction", "--exit-on-error", "--no-owner", f"--use-list={wanted}",
        f"--dbname={connection.settings_dict['NAME']}",
    ]  # fmt: skip
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(command, env=environment(), stdin=subprocess.PIPE, stdout=said, stderr=said)
        _fed(running, dump)
        if running.wait() != 0:
            said.seek(0)
            _fail(said.read())


def _fed(running: subprocess.Popen[bytes], dump: IO[bytes], most: int | None = None) -> None:
    assert running.stdin is not None
    given = 0
    with contextlib.suppress(BrokenPipeError), running.stdin:
        while (most is None or given < most) and (piece := dump.read(PIECE)):
            running.stdin.write(piece)
            given += len(piece)


def _fail(said: bytes) -> None:
    # What pg_restore says may quote a row, so it is only looked at.
    if b"No space left" in said or b"could not extend file" in said:
        raise StorageFull
    raise OurFault("PostgreSQL's pg_restore failed. Nothing was restored.", fix="Restore into a new, empty database.")
