"""Stop a batch that was sent by mistake: what has been done stays, the rest is not worked on until it is sent again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict
from rollbook.organisations import Caller
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Batch, BatchRow
from rollbook.service.readers.batches import own_batch
from rollbook.standards import reason, return_code


def stop(batch_id: UUID, *, by: Caller) -> int:
    """Stop a batch and say how many of its learners will not be worked on. The chunk under way is ended first."""
    by.require("batch")
    own_batch(batch_id, by=by)
    code = return_code("stopped")
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        if batch.state == Batch.State.DONE:
            raise Conflict("The batch is done; there is nothing left to stop.", fix="See what came of its learners.")
        left = BatchRow.objects.filter(batch=batch, code="").update(code=code.code, reason=reason(code))
        batch.state = Batch.State.DONE
        batch.finished_at = batch.stopped_at = timezone.now()
        batch.save(update_fields=["state", "finished_at", "stopped_at"])
        details = {"batch": str(batch.id), "learners": left}
        record([Entry("stop_batch", "stopped", details=details)], by=by, purpose=batch.purpose)
    return left


def go_on(batch: Batch) -> None:
    """Make a stopped batch wait for its work again, in the running transaction; the batch is locked by the caller."""
    BatchRow.objects.filter(batch=batch, code=return_code("stopped").code).update(code="", reason="")
    batch.state, batch.finished_at, batch.stopped_at = Batch.State.WAITING, None, None
    batch.save(update_fields=["state", "finished_at", "stopped_at"])
