"""Take in a file to be checked. A small one is checked at once; a large one, or a zipped one, waits for the worker."""

from __future__ import annotations

from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import TooOften, Unreadable
from rollbook.organisations import Caller
from rollbook.service import limits
from rollbook.service.actions.batches.caller import as_json
from rollbook.service.actions.batches.keeping import plain_name
from rollbook.service.actions.checks.working import work_on
from rollbook.service.audit.log import Entry, record
from rollbook.service.jobs.checks import work_on_check
from rollbook.service.models import CheckPiece, FileCheck
from rollbook.service.readers.checks import KEPT, own_check
from rollbook.service.sealed_checks import put

AT_ONCE = 1_000_000  # bytes: about 200 learners of an ILR, a second or two
MOST_WAITING = 10  # of one organisation: their bytes lie in the database until they are checked


def take_in(file: BinaryIO, name: str, *, by: Caller, purpose: str) -> UUID:
    """Take in a file and give its check's id. Unreadable when it is empty or too large."""
    by.require("check")
    by.require_purpose(purpose)
    home = by.require_organisation()
    limits.spend_action("check", key=by.id)
    waits = _has_to_wait(file)
    with transaction.atomic():
        _refuse_many(home)
        check = FileCheck.objects.create(
            organisation_id=home, file_name=plain_name(name), size=0, purpose=purpose, asked_by=by.id,
            caller={**as_json(by), "channel": by.channel}, asked_at=timezone.now(),
        )  # fmt: skip
        check.size = put(check, CheckPiece.Kind.FILE, file, most=settings.CHECK_FILE_MAX_BYTES)
        if check.size == 0:
            raise Unreadable("The file is empty.", fix="Export it again.")
        check.save(update_fields=["size"])
        record([Entry("check_file", "taken", details={"check": str(check.id)})], by=by, purpose=purpose)
        if waits or check.size > AT_ONCE:
            work_on_check.defer(check_id=str(check.id))
            return check.id
    work_on(check.id)
    return check.id


def remove(check_id: UUID, *, by: Caller) -> None:
    """Remove a check with all that was found, before its time."""
    by.require("check")
    with transaction.atomic():
        check = own_check(check_id, by=by)
        check.delete()
        record([Entry("check_file", "removed", details={"check": str(check_id)})], by=by, purpose=check.purpose)


def forget_old() -> int:
    """Remove the checks that are older than they may be kept, with all that was found; how many."""
    old = FileCheck.objects.filter(asked_at__lte=timezone.now() - KEPT)
    return old.delete()[1].get("service.FileCheck", 0)


def _has_to_wait(file: BinaryIO) -> bool:
    """Whether it is zipped: how large it is shows only when it is opened, which is the worker's."""
    head = file.read(4)
    file.seek(0)
    return head.startswith(b"PK")


def _refuse_many(home: UUID) -> None:
    under_way = FileCheck.objects.filter(organisation_id=home, finished_at=None).count()
    if under_way >= MOST_WAITING:
        raise TooOften(
            f"{under_way} files of your organisation wait to be checked.",
            fix="Wait until they are done, or remove those that are not needed.",
            retry_after=60,
        )
