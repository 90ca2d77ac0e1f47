"""The job of a file that is checked; those nobody is checking, queued again; and the nightly end of what is kept."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from rollbook.service.sql import sql

MOST_FAILURES = 10


@app.task(name="rollbook.check", queue="checks", pass_context=False)
def work_on_check(check_id: str) -> None:
    """Check one file."""
    from rollbook.service.actions.checks.working import work_on  # loads the standards, which only a check needs

    work_on(UUID(check_id))


@app.periodic(cron="* * * * *")
@app.task(name="rollbook.checks_left", queue="upkeep", queueing_lock="checks_left")
def checks_left(timestamp: int) -> None:
    """Queue checks again whose job ended in a failure, such as the database going away, or in a killed server."""
    queue_checks_left()


def queue_checks_left() -> int:
    """Queue the checks that nobody is working on; how many."""
    with connection.cursor() as cursor:
        cursor.execute(sql("upkeep/checks_left"), {"most": MOST_FAILURES})
        left = [row[0] for row in cursor.fetchall()]
    for check_id in left:
        work_on_check.defer(check_id=check_id)
    return len(left)


@app.periodic(cron="20 1 * * *")
@app.task(name="rollbook.old_checks", queue="upkeep", queueing_lock="old_checks")
def old_checks(timestamp: int) -> None:
    """Remove the checks that are older than they may be kept."""
    from rollbook.service.actions.checks.sending import forget_old  # queues checks, whose job is above

    forget_old()
