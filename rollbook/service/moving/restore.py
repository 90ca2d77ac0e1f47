"""Bring a backup back into an empty database, so that no number is ever given twice.

While it is under way the database carries a mark that keeps `serve` and `worker` out; a restore that was killed
leaves the mark, and is begun anew in another empty database.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from rollbook.base.errors import Conflict, OurFault, Unreadable, UserError
from rollbook.base.findings import Finding
from rollbook.organisations import Caller
from rollbook.service.actions.signing_in.ending import end_everything
from rollbook.service.audit import heads, issued
from rollbook.service.audit.epochs import begin_epoch, raise_transactions
from rollbook.service.audit.log import Entry, record
from rollbook.service.audit.seal import seal
from rollbook.service.audit.signing import public_key
from rollbook.service.audit.verify import Counts, verify
from rollbook.service.models import LogSeal
from rollbook.service.moving import numbers
from rollbook.service.moving.backup import DUMP, HEADS, MANIFEST, MOVER
from rollbook.service.moving.bringing_back import bring_back
from rollbook.service.moving.held_tables import are_whole, bring_back_tables
from rollbook.service.moving.manifest import checked, counts
from rollbook.service.moving.mark import begun, ended, is_under_way
from rollbook.service.readers import candidates
from rollbook.service.setup import migrate


@dataclass(frozen=True, slots=True)
class Choice:
    """What is known of the numbers used since the backup: a file of them, or nothing, and then ranges are closed."""

    numbers_issued: Path | None = None
    close_ranges: bool = False
    open_range: str = ""

    def __post_init__(self) -> None:
        if (self.numbers_issued is None) is not self.close_ranges:
            raise UserError(
                "Numbers may have been given since this backup, and none may be given again.",
                fix="Name the file of those numbers (--numbers-issued FILE), or close the ranges they lie in"
                " (--close-ranges).",
            )


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and whether the log that came back is whole."""

    manifest: dict[str, Any]
    reserved: int
    closed: tuple[str, ...]
    damage: tuple[Finding, ...]


def restore(file: Path, choice: Choice, *, by: Caller = MOVER, heads_to: Path | None = None) -> Restored:
    """Restore the backup into the empty database that Django uses, and verify the log."""
    path = heads_to or heads.heads_file()
    issued_to = heads_to.with_name("numbers-issued.jsonl") if heads_to else issued.issued_file()
    with _opened(file) as archive:
        said = _manifest(archive)
        _require_empty()
        _require_known_tables(said)
        _require_same_register(said, path)
        begun()
        bring_back(archive, DUMP)
        _bring_back_heads(archive, path)
        bring_back_tables(archive, said.get("reference_tables", {}))
    migrate()
    _require_counts(said)
    reserved, closed = _start_again(said, choice, path, issued_to, by=by)
    ended()
    candidates.forget()
    _analyse()
    seal(export_to=path)
    damage = tuple(verify(key=public_key(), heads=path, counts=Counts()))
    return Restored(said, reserved, tuple(closed), damage)


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except FileNotFoundError as error:
        raise Unreadable("There is no such backup.") from error
    except (zipfile.BadZipFile, IsADirectoryError) as error:
        raise Unreadable("This is not a whole backup.", fix="It was cut short, perhaps: take another copy.") from error


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, after the whole dump was read and found to be what it says."""
    try:
        said = checked(dict(json.loads(archive.read(MANIFEST))))
        with archive.open(DUMP) as dump:
            whole = hashlib.file_digest(dump, "sha256").hexdigest() == said["dump"]  # type: ignore[arg-type]
        whole = whole and are_whole(archive, said.get("reference_tables", {}))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Unreadable("This is not a whole backup.", fix="Take another copy of it.") from error
    if not whole:
        raise Unreadable("The backup is damaged.", fix="Take another copy of it.")
    return said


def _require_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from pg_tables where schemaname = 'public')")
        if cursor.fetchone()[0]:
            if is_under_way():
                raise Conflict(
                    "An earlier restore into this database was not finished.", fix="Make another empty database."
                )
            raise Conflict("The database is not empty.", fix="Restore into a new, empty database.")
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            " and backend_type = 'client backend'"
        )
        if cursor.fetchone()[0]:
            raise Conflict("Others are connected to the database.", fix="Stop `serve` and `worker` first.")


def _require_same_register(said: dict[str, Any], path: Path) -> None:
    """A file of heads that is there must be this register's: it goes on in it."""
    last = said["last_seal"]
    if last is None or not path.exists() or path.stat().st_size == 0:
        return
    known = any(
        each and (each["number"], each["hash"]) == (last["number"], last["hash"]) for _, each in heads.read(path)
    )
    if not known:
        raise Conflict(
            f"The exported heads in {path} do not belong to this backup.",
            fix="Move that file away, then restore again.",
        )


def _require_known_tables(said: dict[str, Any]) -> None:
    known = {name for app, name in MigrationLoader(None).disk_migrations if app == "service"}
    if not set(said["migrations"]) <= known:
        raise Unreadable("The backup was made by a newer version of Rollbook.", fix="Install that version.")


def _bring_back_heads(archive: zipfile.ZipFile, path: Path) -> None:
    """The heads of the backup, where the register's own file is lost; that file knows more."""
    if HEADS in archive.namelist() and not (path.exists() and path.stat().st_size):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(archive.read(HEADS))


def _require_counts(said: dict[str, Any]) -> None:
    if counts() != said["counts"]:
        raise OurFault("What came back is not what the backup says it holds.", fix="Restore another copy.")


def _start_again(
    said: dict[str, Any], choice: Choice, path: Path, issued_to: Path, *, by: Caller
) -> tuple[int, list[str]]:
    """A new epoch of the log, and no number that may be drawn twice."""
    because = f"restored from the backup of {said['made_at']}"
    begin_epoch(because, export_to=path)
    raise_transactions(path)
    with transaction.atomic():
        reserved = numbers.reserve(choice.numbers_issued) if choice.numbers_issued else 0
        closed = numbers.close_ranges(because) if choice.close_ranges else []
        if choice.open_range:
            numbers.open_range(choice.open_range)
        ended_access = end_everything()
        details = {
            "backup": said["made_at"], "reserved": reserved, "closed": closed, "opened": choice.open_range,
            "sessions_and_links_ended": ended_access,
        }  # fmt: skip
        record([Entry("restore", "restored", details=details)], by=by, purpose="register_upkeep")
    if issued_to.exists():
        last = said["last_seal"]
        issued.go_on_after(LogSeal.objects.get(number=last["number"]) if last else None, issued_to)
    return reserved, closed


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("analyze")
