"""The worker: does jobs until it is told to stop, and begins again when the database comes back after it was away."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Iterator

import psycopg
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from rollbook.base.errors import RollbookError
from rollbook.service import database

# Imported for their tasks: a worker can do only what it knows.
from rollbook.service.jobs import access, batches, checks, samples, sweep, upkeep, watching
from rollbook.service.jobs.quiet import keep_values_out
from rollbook.service.jobs.sealing import sealing
from rollbook.service.jobs.stalled import HEARTBEAT_SECONDS, STALLED_SECONDS, keep_taking_up, take_up

__all__ = ["access", "batches", "checks", "samples", "sweep", "upkeep", "watching", "work"]

logger = logging.getLogger(__name__)
AGAIN_SECONDS = 2.0


def work(*, once: bool, concurrency: int) -> None:
    """Do the jobs that wait (`once`), or work until a signal; jobs under way are ended first."""
    keep_values_out()
    with sealing():
        asyncio.run(_work(once=once, concurrency=concurrency))


async def _work(*, once: bool, concurrency: int) -> None:
    stop = asyncio.Event()
    with _signals(stop):
        while not stop.is_set():
            try:
                await _until_stopped(stop, once=once, concurrency=concurrency)
            except (ConnectorException, psycopg.Error, OSError) as error:
                if once:
                    raise
                logger.error("The database is away (%s); trying again.", type(error).__name__)
            if once:
                return
            await _pause(stop)
            await asyncio.to_thread(_wake_database)


@contextlib.contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    try:
        yield
    finally:
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(each)


async def _until_stopped(stop: asyncio.Event, *, once: bool, concurrency: int) -> None:
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # the Django connector's own
    with app.replace_connector(connector):
        async with app.open_async():
            await take_up(app)
            doing = asyncio.create_task(
                app.run_worker_async(
                    concurrency=concurrency,
                    wait=not once,
                    install_signal_handlers=False,
                    fetch_job_polling_interval=AGAIN_SECONDS,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=STALLED_SECONDS,
                    delete_jobs="successful",
                )
            )
            await _beside(doing, stop)


async def _beside(doing: asyncio.Task[None], stop: asyncio.Event) -> None:
    """Wait for the worker while stalled jobs are looked for; a stop lets it end what it is doing."""
    looking, stopping = asyncio.create_task(keep_taking_up(app)), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({doing, looking, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (looking, stopping):
            task.cancel()
    if not doing.done():
        doing.cancel()  # procrastinate takes this as a request to finish
    with contextlib.suppress(asyncio.CancelledError):
        await doing
    if looking.done() and not looking.cancelled():
        looking.result()


async def _pause(stop: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), AGAIN_SECONDS)


def _wake_database() -> None:
    # An embedded server that was killed is started by whoever needs it; another one is somebody else's to start.
    if database.is_embedded():
        with contextlib.suppress(RollbookError, psycopg.Error, OSError):
            database.addresses()
