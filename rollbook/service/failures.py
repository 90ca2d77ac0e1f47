"""Foreign failures (driver, Django, disk) become ours here, once, for every door; their own texts stay inside."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from rollbook.base.errors import OurFault, RollbookError, SetupMissing, StorageFull, Unavailable

# SQLSTATE classes and codes, PostgreSQL manual, appendix A.
DISK_FULL = "53100"
BUSY = ("55P03", "40P01", "40001", "57014")
NOT_THIS_VERSION = ("42P01", "42703", "42883", "3F000")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the database or the disk raises into a failure with a sentence, and nothing of what was stored.

    A driver's own message may quote the row it refused, so it is never passed on.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise StorageFull from error
    except Exception as error:
        ours = failure_for(error)
        if ours is None:
            raise
        raise ours from error


def failure_for(error: BaseException) -> RollbookError | None:
    """Our failure for a driver's or Django's exception; None for anything else."""
    # Django and the driver are there when one of their exceptions is; this module itself needs neither.
    import psycopg
    from django.db import Error

    if not isinstance(error, (Error, psycopg.Error)):
        return None
    state = _state(error)
    if state == DISK_FULL:
        return StorageFull()
    if state in BUSY:
        return Unavailable("The register is busy with the same records. Nothing was half done; try again.")
    if state in NOT_THIS_VERSION:
        return SetupMissing(
            "The database does not have the tables of this version.", fix="Run `rollbook migrate`, then try again."
        )
    if _is_away(error, state):
        return Unavailable()
    return OurFault()


def _state(error: BaseException) -> str:
    cause = error.__cause__
    return getattr(error, "sqlstate", None) or getattr(cause, "sqlstate", None) or ""


def _is_away(error: BaseException, state: str) -> bool:
    from django.db import InterfaceError, OperationalError
    from psycopg import InterfaceError as DriverInterface
    from psycopg import OperationalError as DriverOperational

    kinds = (OperationalError, InterfaceError, DriverOperational, DriverInterface)
    return state[:2] in ("08", "53", "57") or (not state and isinstance(error, kinds))
