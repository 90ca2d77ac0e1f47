"""Several exceptions of one cause settled at once, only where no learner is chosen and none is called new.

Leaving rows writes nothing to the register. Emptying a value that a row may leave out sends the row through the same
work as every other. Whatever needs eyes on one person stays with `settling`.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput
from rollbook.base.findings import Finding
from rollbook.organisations import Caller
from rollbook.register.policy import load_policy
from rollbook.service.actions.batches.working import work_on_rows
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Batch, BatchRow
from rollbook.service.readers.batches import own_batch
from rollbook.service.readers.exceptions import cause_of, rows_of_cause
from rollbook.standards import layout_of


@dataclass(frozen=True, slots=True)
class Together:
    """What came of it: rows settled, rows that were worked on and still wait, and rows not yet taken up."""

    settled: int
    waiting: int
    left: int


def leave_all(batch_id: UUID, cause: str, *, reason: str, by: Caller) -> Together:
    """Close every row of a cause without a number, for one reason."""
    by.require("settle")
    if not reason.strip():
        raise InvalidInput([Finding("reason_missing", "reason", "A reason is needed.", "Say why the rows are left.")])
    with transaction.atomic():
        batch = _done(batch_id, by=by)
        rows = rows_of_cause(batch, cause_of(batch, cause))
        settled = rows.order_by().update(settled_at=timezone.now(), settled_by=by.id)
        _log("left", batch, rows=settled, by=by)
    return Together(settled, 0, 0)


def empty_all(batch_id: UUID, cause: str, heading: str, *, by: Caller) -> Together:
    """Empty one value in the rows of a cause and work on them again: as many as stand in one transaction."""
    by.require("settle")
    with transaction.atomic():
        batch = _done(batch_id, by=by)
        found = cause_of(batch, cause)
        if heading not in found.headings:
            says, fix = "This value may not be left out for many rows at once.", "Correct the rows one by one."
            raise InvalidInput([Finding("not_together", heading[:50], says, fix)])
        most = load_policy().most_in_transaction
        rows = list(rows_of_cause(batch, found).select_for_update()[:most])
        _empty(batch, rows, heading)
        work_on_rows(batch, rows, by=by)
        settled = _close(rows, by=by)
        _log("emptied", batch, rows=len(rows), by=by)
    return Together(settled, len(rows) - settled, found.count - len(rows))


def _done(batch_id: UUID, *, by: Caller) -> Batch:
    batch = own_batch(batch_id, by=by)
    if batch.state != Batch.State.DONE:
        raise Conflict("The batch is still being worked on.", fix="Settle its exceptions when it is done.")
    return batch


def _empty(batch: Batch, rows: list[BatchRow], heading: str) -> None:
    headings = [column.at for column in layout_of(batch.standard, batch.version).fields_of("learner")]
    place = headings.index(heading)
    for row in rows:
        row.columns[place] = ""
        row.findings = [each for each in row.findings if each["field"] != heading]
        row.is_exception = False
    BatchRow.objects.bulk_update(rows, ["columns", "findings"])


def _close(rows: list[BatchRow], *, by: Caller) -> int:
    """Mark those that wait no more as settled by this caller; how many."""
    settled = [row for row in rows if not row.is_exception]
    for row in settled:
        row.is_exception, row.settled_at, row.settled_by = True, timezone.now(), by.id
    BatchRow.objects.bulk_update(settled, ["is_exception", "settled_at", "settled_by"])
    return len(settled)


def _log(how: str, batch: Batch, *, rows: int, by: Caller) -> None:
    told = {"batch": str(batch.id), "rows": rows}
    record([Entry("settle_together", how, details=told)], by=by, purpose=batch.purpose)
