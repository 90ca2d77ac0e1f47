"""Load learners who already have numbers: one file, one transaction, one line in the log; all of it or nothing."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from rollbook.base.errors import Conflict as Refused
from rollbook.organisations import Caller
from rollbook.service.actions.loading.columns import STAGED
from rollbook.service.actions.loading.reading import read
from rollbook.service.actions.loading.rows import Conflict
from rollbook.service.audit.log import Entry, record
from rollbook.service.audit.seal import seal
from rollbook.service.jobs.upkeep import count_common_keys
from rollbook.service.sql import sql

LOADER = Caller("system:load", "Load", "system", None, "", frozenset(), "cli")
Tell = Callable[[str, int], None]
_COPY = f"copy loading ({', '.join(STAGED)}) from stdin"
_STAGED_CONFLICTS = {
    "used": ("uln", "This number is in the register already.", "Take the row out, or correct its number."),
    "repeated": ("uln", "This number stands in the file more than once.", "Find out whose number it is."),
    "unknown_provider": ("ukprn", "No organisation with this UKPRN is in the register.", "Approve it first."),
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a load: learners loaded, and the conflicts, in the order of the file."""

    learners: int
    left_out: int
    conflicts: tuple[Conflict, ...]


class _Undone(Exception):
    """Nothing is kept."""


def load(file: Path, *, leave_out: bool = False, by: Caller = LOADER, tell: Tell | None = None) -> Loaded:
    """Load the file; with conflicts nothing is loaded, unless `leave_out` says to load the rows without any.

    `tell(step, rows)` is called on the way. Needs the rights of the owner of the tables.
    """
    say = tell or (lambda step, rows: None)
    now = timezone.now()
    try:
        with transaction.atomic():
            staged, conflicts = _stage(file, now, say)
            if conflicts and not leave_out:
                raise _Undone
            lines = sorted({each.line for each in conflicts})
            _run("leave_out", lines=lines)
            learners = _move(staged, now, say)
            details = {"learners": learners, "left_out": len(lines), "sha256": _sha256(file), "at": now.isoformat()}
            record([Entry("load", "loaded", details=details)], by=by, purpose="register_upkeep")
    except _Undone:
        return Loaded(0, len({each.line for each in conflicts}), conflicts)
    except IntegrityError as error:
        raise Refused(
            "A number of the file was used by somebody else during the load. Nothing was loaded.", fix="Load it again."
        ) from error
    _settle_down(say)
    return Loaded(learners, len(lines), conflicts)


def write_conflicts(conflicts: Sequence[Conflict], file: Path) -> None:
    """The conflicts as a CSV file, one for each fault."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [field.name for field in fields(Conflict)])
        writer.writeheader()
        writer.writerows(asdict(each) for each in conflicts)


def _stage(file: Path, now: datetime, say: Tell) -> tuple[int, tuple[Conflict, ...]]:
    conflicts: list[Conflict] = []
    staged = 0
    with connection.cursor() as cursor:
        cursor.execute(sql("load/stage"))
        with cursor.copy(_COPY) as copy:
            for prepared in read(file, today=now.date()):
                copy.write(prepared.text)
                staged += prepared.good
                conflicts += prepared.conflicts
                say("Reading and checking", staged)
        cursor.execute("create index on loading (uln)")
        cursor.execute("analyze loading")
        cursor.execute(sql("load/conflicts"))
        conflicts += [Conflict(line, str(uln), rule, *_STAGED_CONFLICTS[rule]) for line, uln, rule in cursor.fetchall()]
    return staged, tuple(sorted(conflicts, key=lambda each: each.line))


def _move(staged: int, now: datetime, say: Tell) -> int:
    say("Numbers", staged)
    _run("numbers", now=now)
    with _keys_indexed_after():
        say("Learners", staged)
        learners = _run("learners", now=now)
        say("Enrolments", staged)
        _run("belongings", now=now)
        say("Index of keys", staged)
    return learners


@contextmanager
def _keys_indexed_after() -> Iterator[None]:
    """An empty register's key index is made in one go at the end: many times faster than row by row."""
    with connection.cursor() as cursor:
        cursor.execute("set local maintenance_work_mem = '512MB'")
        cursor.execute("set constraints all immediate")  # an index cannot be made while checks are pending
        cursor.execute("select not exists (select 1 from service_learner)")
        was_empty = cursor.fetchone()[0]
        if was_empty:
            cursor.execute("drop index learner_keys")
        yield
        if was_empty:
            cursor.execute("set constraints all immediate")  # an index cannot be made while checks are outstanding
            cursor.execute(sql("load/key_index"))


def _settle_down(say: Tell) -> None:
    say("Statistics", 0)
    with connection.cursor() as cursor:
        if not connection.in_atomic_block:
            cursor.execute("vacuum (analyze) service_learner, service_issuednumber, service_enrolment")
        else:
            cursor.execute("analyze service_learner, service_issuednumber, service_enrolment")
    count_common_keys()
    if not connection.in_atomic_block:
        seal()


def _run(name: str, **parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql(f"load/{name}"), parameters)
        return int(cursor.rowcount)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
