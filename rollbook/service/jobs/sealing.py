"""Seals the access log every few seconds, in a thread of the worker's own so that no long batch delays it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection

from rollbook.service.audit.seal import seal

logger = logging.getLogger(__name__)
EVERY_SECONDS = 5.0


@contextmanager
def sealing(every: float = EVERY_SECONDS) -> Iterator[None]:
    """The log is sealed every so often within, and once more at the end."""
    stopped = threading.Event()
    thread = threading.Thread(target=_keep_sealing, args=(stopped, every), name="sealer", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(timeout=30)


def _keep_sealing(stopped: threading.Event, every: float) -> None:
    while not stopped.wait(every):
        seal_once()
    seal_once()


def seal_once() -> None:
    """Seal what can be sealed; while the database or the disk refuses, say so and leave it to the next time."""
    try:
        seal()
    except (Error, OSError) as error:
        logger.error("The access log could not be sealed (%s); trying again.", type(error).__name__)
    finally:
        connection.close()
