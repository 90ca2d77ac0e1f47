"""Jobs whose worker was killed are taken up again: their worker's heartbeat has stopped."""

from __future__ import annotations

import asyncio
import logging

import procrastinate
from procrastinate.exceptions import ConnectorException

logger = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 3.0
STALLED_SECONDS = 15.0
LOOK_SECONDS = 5.0


async def take_up(app: procrastinate.App) -> int:
    """Put the jobs of dead workers back in the queue; how many."""
    taken = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await app.job_manager.retry_job(job)
            taken += 1
        except ConnectorException:
            logger.info("Another worker has taken up job %s.", job.id)
    return taken


async def keep_taking_up(app: procrastinate.App) -> None:
    """Look for such jobs for as long as the worker runs."""
    while True:
        await take_up(app)
        await asyncio.sleep(LOOK_SECONDS)
