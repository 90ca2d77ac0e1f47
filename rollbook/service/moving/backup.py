"""Everything of a register in one file: the database, reference tables, the exported heads, a signed manifest.

The keys are not in it: whoever has the file and the keys could make a log look untouched.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.db import connection, transaction

from rollbook.base.errors import OurFault, UserError
from rollbook.organisations import Caller
from rollbook.service.audit import heads
from rollbook.service.audit.log import Entry, record
from rollbook.service.audit.seal import seal
from rollbook.service.moving.held_tables import add_tables
from rollbook.service.moving.manifest import describe, signed
from rollbook.service.moving.programs import environment, program

DUMP, HEADS, MANIFEST = "database.dump", "log-heads.jsonl", "manifest.json"
PIECE = 1024 * 1024
MOVER = Caller("system:move", "Backup", "system", None, "", frozenset(), "cli")


def backup(file: Path, *, by: Caller = MOVER, heads_from: Path | None = None) -> dict[str, Any]:
    """Write the backup, readable by its owner only; whole or not at all. The register goes on working meanwhile.

    Gives the manifest. Needs the rights of the owner of the tables.
    """
    if file.exists():
        raise UserError("A file of this name is there already.", fix="Choose another name, or move it away.")
    record([Entry("backup", "begun")], by=by, purpose="register_upkeep")
    seal(export_to=heads_from)
    with _whole_or_nothing(file) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        with _one_moment() as snapshot:
            said = describe()
            said["dump"] = _dump(snapshot, archive)
        said["reference_tables"] = add_tables(archive)
        _add_heads(archive, heads_from or heads.heads_file())
        said = signed(said)
        archive.writestr(MANIFEST, json.dumps(said, indent=1))
    return said


@contextmanager
def _whole_or_nothing(file: Path) -> Iterator[BinaryIO]:
    part = file.with_name(f"{file.name}.part")
    try:
        handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        os.fchmod(handle, 0o600)
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.rename(file)
    except FileNotFoundError as error:
        raise UserError("The folder for the backup is not there.", fix="Make it, or choose another.") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _one_moment() -> Iterator[str]:
    """One view of the data for the counts here and for the dump."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute("select pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _dump(snapshot: str, archive: zipfile.ZipFile) -> str:
    """The database as `pg_dump` writes it, into the archive; its SHA-256."""
    command: list[str | Path] = [
        program("pg_dump"),
        "--format=custom",
        f"--snapshot={snapshot}",
        "--exclude-table-data=rate_window",
    ]
    running = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert running.stdout is not None
    try:
        with archive.open(DUMP, "w", force_zip64=True) as entry:
            digest = _copied(running.stdout, entry)
    except BaseException:
        running.kill()
        raise
    finally:
        running.stdout.close()
        failed = running.wait() != 0
    if failed:
        raise OurFault("PostgreSQL's pg_dump failed, so there is no backup.", fix="Look in the server's own log.")
    return digest


def _copied(source: IO[bytes], target: IO[bytes]) -> str:
    running = hashlib.sha256()
    while piece := source.read(PIECE):
        running.update(piece)
        target.write(piece)
    return running.hexdigest()


def _add_heads(archive: zipfile.ZipFile, path: Path) -> None:
    if path.exists():
        archive.write(path, HEADS)
