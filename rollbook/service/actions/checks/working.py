"""Check a file that was taken in, and keep what was found in place of the file. Begun again, it begins anew."""

from __future__ import annotations

import io
import logging
from contextlib import suppress
from dataclasses import asdict
from typing import Any
from uuid import UUID

import pyarrow.parquet
from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import NotFound, OurFault, RollbookError, UserError
from rollbook.organisations import Caller
from rollbook.service.actions.batches.caller import sender
from rollbook.service.actions.checks.checking import check_here
from rollbook.service.models import CheckPiece, FileCheck
from rollbook.service.sealed_checks import opened, put
from rollbook.service.sealing import seal_values
from rollbook.standards.checking import CheckResult
from rollbook.standards.loaded import Loaded
from rollbook.standards.reading import read
from rollbook.standards.reports import counts, write_violations
from rollbook.standards.without_number import without_number, write_without_number

logger = logging.getLogger(__name__)
LACKING = 50  # learners told one by one for whom the register would ask more
MOST_TRIES = 3  # a file that ends its worker each time is left
FAILED = OurFault("The file could not be checked, by a fault of ours.", fix="Ask the register’s team, or try again.")
Kind = CheckPiece.Kind


def work_on(check_id: UUID) -> None:
    """Check one file. Whatever goes wrong ends as a sentence on its page; a database that is away is an exception."""
    check = _begun(check_id)
    if check is None:
        return
    try:
        _check(check)
    except RollbookError as refused:
        _end_badly(check, refused)
    except Exception as error:  # a strange file must not come back for ever; the class alone is safe to log
        logger.error("check %s: %s", check.id, type(error).__name__)
        _end_badly(check, FAILED)


def _begun(check_id: UUID) -> FileCheck | None:
    with transaction.atomic():
        check = FileCheck.objects.select_for_update().filter(pk=check_id, finished_at=None).first()
        if check is None:
            return None
        check.tries, check.state, check.stage = check.tries + 1, FileCheck.State.WORKING, "reading"
        check.save(update_fields=["tries", "state", "stage"])
    if check.tries > MOST_TRIES:
        _end_badly(check, FAILED)
        return None
    return check


def _check(check: FileCheck) -> None:
    by = _asker(check)
    with opened(check, Kind.FILE) as file:
        loaded = read(file, name=check.file_name)
    records = sum(table.num_rows for table in loaded.raw.values())
    FileCheck.objects.filter(pk=check.pk).update(stage="checking", records=records)
    checked = check_here(loaded, by=by, purpose=check.purpose, check=str(check.pk))
    FileCheck.objects.filter(pk=check.pk).update(stage="writing")
    _keep(check, checked, loaded, records)


def _asker(check: FileCheck) -> Caller:
    """Who asked, in that role and for that organisation; NotAllowed while they are suspended or stopped."""
    return sender(check, channel=check.caller["channel"])


def _violations(checked: CheckResult, loaded: Loaded) -> bytes:
    """The department's own report, which needs the file; nothing where the standard has none."""
    out = io.StringIO()
    with suppress(NotFound):
        write_violations(checked, loaded, out)
    return out.getvalue().encode()


def _unnumbered(loaded: Loaded) -> tuple[dict[str, Any], bytes]:
    """What is told of the learners who have no number, and their batch file; nothing where there is none."""
    now, out = timezone.localtime(), io.BytesIO()
    try:
        learners = without_number(loaded, today=timezone.localdate())
        name = write_without_number(learners, loaded, out, now=now) if learners else ""
    except UserError:  # the file does not hold what the register asks, or whose it is
        return {}, b""
    if not learners:
        return {}, b""
    lacking = [one for one in learners if one.lacks]
    lacks = [[one.reference, " ".join(lack.says for lack in one.lacks)] for one in lacking[:LACKING]]
    told = {"count": len(learners), "lacking": len(lacking), "lacks": lacks, "name": name}
    return told, out.getvalue()


def _keep(check: FileCheck, checked: CheckResult, loaded: Loaded, records: int) -> None:
    unnumbered, batch = _unnumbered(loaded)
    found = io.BytesIO()
    pyarrow.parquet.write_table(checked.table, found, compression="zstd")
    found.seek(0)
    violations = _violations(checked, loaded)
    with transaction.atomic():
        if not FileCheck.objects.select_for_update().filter(pk=check.pk, finished_at=None).exists():
            return  # removed meanwhile, or another worker was quicker
        check.pieces.all().delete()
        put(check, Kind.FINDINGS, found)
        put(check, Kind.VIOLATIONS, io.BytesIO(violations))
        put(check, Kind.UNNUMBERED, io.BytesIO(batch))
        layout = checked.layout
        check.standard, check.version, check.shape = layout.standard, layout.version, layout.shape
        check.counts, check.records = counts(checked.table), records
        check.about = seal_values({**_about(checked), "unnumbered": unnumbered})
        _finish(check, FileCheck.State.DONE)


def _about(checked: CheckResult) -> dict[str, Any]:
    return {
        "not_run": [asdict(one) for one in checked.not_run],
        "not_decided": [asdict(one) for one in checked.not_decided],
        "pack": checked.versions.pack,
        "references": dict(checked.versions.references),
        "records": dict(checked.records),
    }


def _end_badly(check: FileCheck, error: RollbookError) -> None:
    with transaction.atomic():
        if FileCheck.objects.select_for_update().filter(pk=check.pk, finished_at=None).exists():
            check.pieces.all().delete()
            check.about = seal_values({"says": error.message, "fix": error.fix})
            _finish(check, FileCheck.State.FAILED)


def _finish(check: FileCheck, state: str) -> None:
    check.state, check.stage, check.finished_at = state, "", timezone.now()
    check.save()
