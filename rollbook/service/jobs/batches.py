"""The job of a batch: chunk after chunk until no row waits. Begun again, it goes on where the last one ended."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from rollbook.base.errors import NotAllowed


@app.task(name="rollbook.batch", queue="batches", pass_context=False)
def work_on(batch_id: str) -> None:
    """Work through one batch."""
    from rollbook.service.actions.batches.working import work_on_chunk  # the sender of a batch queues this job

    try:
        while work_on_chunk(UUID(batch_id)):
            pass
    except NotAllowed:
        return  # the organisation is suspended: approving it queues its batches again
