"""Checks of an organisation's files: which there are, how far one is, and what was found. Kept for a week."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.service.models import CheckPiece, FileCheck
from rollbook.service.sealed_checks import opened
from rollbook.service.sealing import open_values
from rollbook.standards import layout_of

if TYPE_CHECKING:
    from rollbook.standards.checking import CheckResult

KEPT = timedelta(days=7)


def own_check(check_id: UUID, *, by: Caller) -> FileCheck:
    """A check of the caller's own organisation that is not older than checks are kept."""
    found = FileCheck.objects.filter(
        pk=check_id, organisation_id=by.require_organisation(), asked_at__gt=timezone.now() - KEPT
    ).first()
    if found is None:
        raise NotFound(
            "Your organisation has no such check, or it was removed after seven days.",
            fix="Check the file again.",
        )
    return found


def checks(*, by: Caller) -> list[dict[str, Any]]:
    """The checks of the caller's organisation that are still kept, newest first."""
    by.require("check")
    found = FileCheck.objects.filter(organisation_id=by.require_organisation(), asked_at__gt=timezone.now() - KEPT)
    return [_plain(each) for each in found.defer("about").order_by("-asked_at")[:100]]


def check(check_id: UUID, *, by: Caller) -> dict[str, Any]:
    """How far a check is, how many findings of each severity there are, or why the file could not be checked."""
    by.require("check")
    found = own_check(check_id, by=by)
    if found.state == FileCheck.State.DONE:
        return {**_plain(found), "unnumbered": _about(found).get("unnumbered")}
    if found.state != FileCheck.State.FAILED:
        return _plain(found)
    about = _about(found)
    return {**_plain(found), "says": about["says"], "fix": about["fix"]}


def result(check_id: UUID, *, by: Caller) -> CheckResult:
    """What was found, as it was found. NotFound while there is nothing yet."""
    by.require("check")
    found = own_check(check_id, by=by)
    if found.state != FileCheck.State.DONE:
        raise NotFound("This check has no result.", fix="Open its page: it says how far it is.")
    return _result(found)


def violations(check_id: UUID, *, by: Caller) -> BinaryIO:
    """The department's own report, as CSV. NotFound for a standard that has none. The caller closes it."""
    by.require("check")
    found = own_check(check_id, by=by)
    if not _has_violations(found):
        raise NotFound("There is no report of violations for this file.", fix="Take the CSV or the JSON.")
    return opened(found, CheckPiece.Kind.VIOLATIONS)


def unnumbered(check_id: UUID, *, by: Caller) -> tuple[str, BinaryIO]:
    """The learners of a file who have no number, as a batch file, with its name. NotFound where there is none.

    The caller closes it.
    """
    by.require("check")
    found = own_check(check_id, by=by)
    told = _about(found).get("unnumbered") if found.state == FileCheck.State.DONE else None
    if not told:
        raise NotFound("Every learner of this file has a number, or it has not been checked.", fix="Open its page.")
    return told["name"], opened(found, CheckPiece.Kind.UNNUMBERED)


def _result(found: FileCheck) -> CheckResult:
    import pyarrow.parquet  # a result is what only some pages need

    from rollbook.standards.checking import CheckResult, Versions
    from rollbook.standards.rules.running import NotRun
    from rollbook.standards.rules.undecided import NotDecided

    about = _about(found)
    with opened(found, CheckPiece.Kind.FINDINGS) as file:
        table = pyarrow.parquet.read_table(file)
    return CheckResult(
        layout=layout_of(found.standard, found.version, found.shape),
        table=table,
        not_run=tuple(NotRun(**each) for each in about["not_run"]),
        not_decided=tuple(NotDecided(**each) for each in about["not_decided"]),
        versions=Versions(about["pack"], about["references"]),
        records=about["records"],
        name=found.file_name,
    )


def _about(found: FileCheck) -> dict[str, Any]:
    """What is sealed of a check; a constraint sees to it that each that has ended has it."""
    assert found.about is not None
    return open_values(found.about)


def _has_violations(found: FileCheck) -> bool:
    return CheckPiece.objects.filter(check_of=found, kind=CheckPiece.Kind.VIOLATIONS).exists()


def _plain(found: FileCheck) -> dict[str, Any]:
    return {
        "id": str(found.id),
        "file_name": found.file_name,
        "state": found.state,
        "stage": found.stage,
        "records": found.records,
        "size": found.size,
        "counts": found.counts,
        "title": layout_of(found.standard, found.version, found.shape).title if found.standard else "",
        "asked_at": found.asked_at,
        "kept_until": found.asked_at + KEPT,
        "has_violations": found.state == FileCheck.State.DONE and _has_violations(found),
    }
