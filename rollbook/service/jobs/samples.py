"""The job of a sample: weighs thousands of pairs, so a page does not wait for it."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app


@app.task(name="rollbook.sample", queue="upkeep", lock="sample")
def draw(sample_id: str) -> None:
    """Draw one sample."""
    from rollbook.service.actions.sampling import draw_sample  # whoever asks for a sample queues this job

    draw_sample(UUID(sample_id))
