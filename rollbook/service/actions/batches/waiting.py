"""An upload that waits: a file is looked at by the doctor, sent at once where it is sound, kept where it is damaged.

The mended file goes the way of every other: through `send`. What is settled, or older than two days, loses its bytes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput
from rollbook.base.findings import Finding
from rollbook.organisations import Caller
from rollbook.service.actions.batches.keeping import keep, one_at_a_time, plain_name
from rollbook.service.actions.batches.sending import SentBatch, plain_finding, refuse_foreign, send
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Batch, WaitingUpload
from rollbook.service.readers.uploads import KEPT, own_upload
from rollbook.service.sealed_uploads import opened, put
from rollbook.service.sealing import seal_values
from rollbook.standards.doctor import Diagnosis, diagnose, mend


@dataclass(frozen=True, slots=True)
class Waits:
    """A damaged file that waits for a decision."""

    id: UUID


def take_in(file: BinaryIO, name: str, *, by: Caller, purpose: str) -> SentBatch | Waits:
    """Take in a file: a sound one is sent, a damaged one waits. Unreadable or InvalidInput for what cannot be sent."""
    by.require("batch")
    by.require_purpose(purpose)
    home, name = by.require_organisation(), plain_name(name)
    with cast("BinaryIO", tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)) as kept:
        size, digest = keep(file, kept)
        if Batch.objects.filter(organisation_id=home, sha256=digest).exists():
            return send(kept, name, by=by, purpose=purpose)
        diagnosis = diagnose(kept, today=timezone.localdate(), name=name, known={"UKPRN": by.ukprn})
        kept.seek(0)
        if diagnosis.is_healthy and not diagnosis.findings:
            return send(kept, name, by=by, purpose=purpose)
        _refuse_unsendable(diagnosis, by=by)
        with transaction.atomic():
            one_at_a_time(home, digest)
            return _wait(kept, name, size, digest, diagnosis, by=by, purpose=purpose)


def accept(upload_id: UUID, *, choices: Mapping[str, str], leave: Collection[str] = (), by: Caller) -> SentBatch:
    """Send the mended file. `choices` answer the doctor's questions, `leave` names what stays as it is, both by key.

    A second time gives the batch that the first one made.
    """
    by.require("batch")
    with transaction.atomic():
        upload = _locked(upload_id, by=by)
        if upload.state == WaitingUpload.State.SENT:
            assert upload.batch_id is not None
            return SentBatch(upload.batch_id, False, upload.learners, ())
        _refuse_discarded(upload)
        by.require_purpose(upload.purpose)
        with _mended(upload, choices, leave, by=by) as mended:
            sent = send(mended, mended_name(upload.file_name), by=by, purpose=upload.purpose)
        upload.batch_id = sent.id
        _settle(upload, WaitingUpload.State.SENT)
        told = {"upload": str(upload.id), "batch": str(sent.id), "left": sorted(leave)}
        record([Entry("mend_upload", "sent", details=told)], by=by, purpose=upload.purpose)
    return sent


def take_away(
    upload_id: UUID, *, choices: Mapping[str, str], leave: Collection[str] = (), by: Caller
) -> tuple[str, BinaryIO]:
    """The mended file's name and the file itself, from its beginning, not sent. The caller closes it."""
    by.require("batch")
    upload = own_upload(upload_id, by=by)
    by.require_purpose(upload.purpose)
    _refuse_settled(upload)
    mended = _mended(upload, choices, leave, by=by)
    record([Entry("mend_upload", "taken_away", details={"upload": str(upload.id)})], by=by, purpose=upload.purpose)
    return mended_name(upload.file_name), mended


def discard(upload_id: UUID, *, by: Caller) -> None:
    """Remove the file; nothing was sent."""
    by.require("batch")
    with transaction.atomic():
        upload = _locked(upload_id, by=by)
        _refuse_settled(upload)
        _settle(upload, WaitingUpload.State.DISCARDED)
        record([Entry("mend_upload", "discarded", details={"upload": str(upload.id)})], by=by, purpose=upload.purpose)


def forget_old() -> int:
    """Remove the uploads that are older than they may be kept, settled or not; how many."""
    old = WaitingUpload.objects.filter(uploaded_at__lte=timezone.now() - KEPT)
    return old.delete()[1].get("service.WaitingUpload", 0)


def mended_name(name: str) -> str:
    """What the mended file is called: as it was, with the ending in capitals that a batch file has."""
    path = PurePath(name)
    return f"{path.stem}.CSV" if path.suffix.lower() in (".csv", ".xlsx", ".txt") else f"{name[:195]}.CSV"


def _refuse_unsendable(diagnosis: Diagnosis, *, by: Caller) -> None:
    """What no mending would change: somebody else's file, no learner in it, or too many."""
    refuse_foreign(diagnosis.plan.file, by=by)
    most = diagnosis.plan.layout.table("learner").at_most
    if diagnosis.count == 0:
        raise InvalidInput(
            [Finding("no_records", "", "The file holds no learner.", "Export it again.")], "The file was not taken in."
        )
    if most is not None and diagnosis.count > most:
        says = f"The file has too many rows: at most {most:,} learners are allowed."
        raise InvalidInput(
            [Finding("too_many_records", "", says, "Send them in several files.")], "The file was not taken in."
        )


def _wait(
    kept: BinaryIO, name: str, size: int, digest: bytes, diagnosis: Diagnosis, *, by: Caller, purpose: str
) -> Waits:
    home = by.require_organisation()
    before = WaitingUpload.objects.select_for_update().filter(organisation_id=home, sha256=digest).first()
    if before is not None and _still_waits(before):
        return Waits(before.id)
    upload = before or WaitingUpload(organisation_id=home, sha256=digest)
    upload.file_name, upload.size, upload.learners, upload.purpose = name, size, diagnosis.count, purpose
    upload.uploaded_by, upload.uploaded_at, upload.diagnosed_on = by.id, timezone.now(), diagnosis.plan.today
    upload.diagnosis = seal_values(_plain(diagnosis))
    upload.state, upload.settled_at = WaitingUpload.State.WAITING, None
    upload.save()
    upload.pieces.all().delete()
    put(upload, kept)
    told = {"upload": str(upload.id), "learners": diagnosis.count}
    record([Entry("upload", "waits", details=told)], by=by, purpose=purpose)
    return Waits(upload.id)


def _still_waits(upload: WaitingUpload) -> bool:
    return upload.state == WaitingUpload.State.WAITING and upload.uploaded_at > timezone.now() - KEPT


def _plain(diagnosis: Diagnosis) -> dict[str, Any]:
    proposals = [
        {"key": one.key, "may_be_left": one.may_be_left, **asdict(one)} for one in diagnosis.proposals
    ]  # fmt: skip
    return {
        "layout": diagnosis.plan.layout.title,
        "proposals": proposals,
        "findings": [plain_finding(finding) for finding in diagnosis.findings],
    }


def _locked(upload_id: UUID, *, by: Caller) -> WaitingUpload:
    own_upload(upload_id, by=by)
    return WaitingUpload.objects.select_for_update().get(pk=upload_id)


def _refuse_settled(upload: WaitingUpload) -> None:
    _refuse_discarded(upload)
    if upload.state == WaitingUpload.State.SENT:
        raise Conflict("This file has been sent.", fix="See its batch, or upload the file again.")


def _refuse_discarded(upload: WaitingUpload) -> None:
    if upload.state == WaitingUpload.State.DISCARDED:
        raise Conflict("This file was discarded.", fix="Upload it again.")


def _settle(upload: WaitingUpload, state: str) -> None:
    upload.state, upload.settled_at = state, timezone.now()
    upload.diagnosis = seal_values({"layout": "", "proposals": [], "findings": []})  # the examples are personal
    upload.save(update_fields=["state", "settled_at", "batch", "diagnosis"])
    upload.pieces.all().delete()


def _mended(upload: WaitingUpload, choices: Mapping[str, str], leave: Collection[str], *, by: Caller) -> BinaryIO:
    """The mended file from its beginning, made anew as the doctor saw the damaged one on its day. To be closed."""
    file = cast("BinaryIO", tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR))  # noqa: SIM115
    try:
        with opened(upload) as damaged:
            known = {"UKPRN": by.ukprn}
            diagnosis = diagnose(damaged, today=upload.diagnosed_on, name=upload.file_name, known=known)
            _refuse_unanswered(diagnosis, choices, leave)
            asked = {one.key: choices[one.key] for one in diagnosis.open_choices if one.key not in leave}
            mend(damaged, diagnosis, file, choices=asked, leave=leave)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _refuse_unanswered(diagnosis: Diagnosis, choices: Mapping[str, str], leave: Collection[str]) -> None:
    wrong = [
        Finding("choice_missing", one.key, f"Say how the dates in {one.column} are written.", "Choose one.")
        for one in diagnosis.open_choices
        if one.key not in leave and choices.get(one.key) not in one.choices
    ]
    may_be_left = {one.key for one in diagnosis.proposals if one.may_be_left}
    wrong += [
        Finding("cannot_be_left", key[:80], "The file cannot be sent without this change.", "Accept it, or discard.")
        for key in sorted(set(leave) - may_be_left)
    ]
    if wrong:
        raise InvalidInput(wrong, "Nothing was sent.")
