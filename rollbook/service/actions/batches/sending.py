"""Take in a batch file: read it once as a stream, refuse it whole or keep every row, and queue the work.

The file, its rows and the job are one transaction: a kill at any moment leaves all of it or nothing.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding, Severity
from rollbook.organisations import Caller
from rollbook.service.actions.batches.caller import as_json
from rollbook.service.actions.batches.keeping import keep, one_at_a_time, plain_name
from rollbook.service.actions.batches.stopping import go_on
from rollbook.service.audit.log import Entry, record
from rollbook.service.jobs.batches import work_on
from rollbook.service.models import Batch
from rollbook.standards import Reading, Record
from rollbook.standards.delimited import read

MOST_FINDINGS = 100
_COPY = """
copy service_batchrow
    (batch_id, number, line, columns, code, reason, candidates, findings, is_exception, settled_by) from stdin
"""


@dataclass(frozen=True, slots=True)
class SentBatch:
    """A batch file that has been taken in. `is_new` is False where the same file had been sent before."""

    id: UUID
    is_new: bool
    learners: int
    findings: tuple[Finding, ...]


def send(file: BinaryIO, name: str, *, by: Caller, purpose: str) -> SentBatch:
    """Take in a file. InvalidInput names what is wrong with it as a whole; wrong rows come back with their codes."""
    by.require("batch")
    by.require_purpose(purpose)
    home, name = by.require_organisation(), plain_name(name)
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as kept:
        size, digest = keep(file, kept)
        with transaction.atomic():
            one_at_a_time(home, digest)
            before = Batch.objects.select_for_update().filter(organisation_id=home, sha256=digest).first()
            if before is not None:
                return _sent_before(before, by=by, purpose=purpose)
            return _take_in(kept, name, size, digest, by=by, purpose=purpose)


def _sent_before(batch: Batch, *, by: Caller, purpose: str) -> SentBatch:
    """The same file again is the same batch. One that is not done, or was stopped, goes on in the name of whoever
    sends it now."""
    if batch.stopped_at is not None:
        go_on(batch)
    if batch.state != Batch.State.DONE:
        batch.sent_by, batch.caller = by.id, as_json(by)
        batch.save(update_fields=["sent_by", "caller"])
        _queue(batch)
    record([Entry("send_batch", "same_file", details={"batch": str(batch.id)})], by=by, purpose=purpose)
    return SentBatch(batch.id, False, batch.learners, ())


def _take_in(kept: BinaryIO, name: str, size: int, digest: bytes, *, by: Caller, purpose: str) -> SentBatch:
    with read(kept, name=name) as reading:
        refuse_foreign(reading.file, by=by)
        batch = Batch.objects.create(
            organisation_id=by.require_organisation(), standard=reading.layout.standard,
            version=reading.layout.version, file_name=name, file_values=reading.file,
            encoding=reading.encoding, sha256=digest, size=size,
            learners=0, purpose=purpose, sent_by=by.id, caller=as_json(by), sent_at=timezone.now(),
        )  # fmt: skip
        _copy_rows(batch, reading)
        findings = tuple(reading.findings)
        batch.learners = reading.count
        _refuse_broken(findings)
    batch.findings = [plain_finding(finding) for finding in findings[:MOST_FINDINGS]]
    batch.save()
    entry = Entry("send_batch", "taken", details={"learners": batch.learners, "batch": str(batch.id)})
    record([entry], by=by, purpose=purpose)
    _queue(batch)
    return SentBatch(batch.id, True, batch.learners, findings)


def refuse_foreign(file: Mapping[str, str], *, by: Caller) -> None:
    """Refuse a file that states the UKPRN of another organisation than the caller's."""
    if file.get("UKPRN", "").strip() != by.ukprn:
        raise InvalidInput(
            [
                Finding(
                    "ukprn_not_yours",
                    "UKPRN",
                    "The UKPRN in row 2 is not that of the organisation your credential belongs to.",
                    "Send the file of your own organisation, or correct the UKPRN.",
                )
            ],
            "The file was not taken in.",
        )


def _refuse_broken(findings: tuple[Finding, ...]) -> None:
    broken = [finding for finding in findings if finding.severity is Severity.ERROR]
    if broken:
        raise InvalidInput(broken, "The file was not taken in.", fix="`rollbook doctor FILE` shows and mends damage.")


def _copy_rows(batch: Batch, reading: Reading) -> None:
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in _rows(batch, reading):
            copy.write_row(row)


def _rows(batch: Batch, reading: Reading) -> Iterator[tuple[object, ...]]:
    headings = [column.at for column in reading.layout.fields_of("learner")]
    for each in reading:
        columns = [each.values.get(heading, "").replace("\x00", "\ufffd") for heading in headings]
        yield batch.id, each.number, each.line, columns, "", "", "[]", _findings(each), False, ""


def _findings(record_read: Record) -> str:
    return json.dumps([plain_finding(finding) for finding in record_read.findings])


def plain_finding(finding: Finding) -> dict[str, object]:
    """A finding as it is stored beside its batch: without the value, which the row itself holds."""
    plain = asdict(finding)
    return {name: plain[name] for name in ("rule", "field", "says", "fix", "severity", "position")}


def _queue(batch: Batch) -> None:
    work_on.defer(batch_id=str(batch.id))
