"""What a register needs done by the clock: months of the log made ahead, common keys counted, leavings swept out."""

from __future__ import annotations

import logging

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from oauth2_provider.models import clear_expired
from procrastinate.contrib.django import app

from rollbook.register.policy import load_policy
from rollbook.service.actions.signing_in import guessing, kept_answers
from rollbook.service.idempotency import forget_old
from rollbook.service.readers import candidates
from rollbook.service.setup import ensure_log_months
from rollbook.service.sql import sql

logger = logging.getLogger(__name__)
MOST_FAILURES = 10
KEEP_FAILED_HOURS = 24 * 30


@app.periodic(cron="5 1 * * *")
@app.task(name="rollbook.log_months", queue="upkeep", queueing_lock="log_months")
def log_months(timestamp: int) -> None:
    """Make the access log's partitions for the months to come."""
    ensure_log_months()


@app.periodic(cron="15 1 * * *")
@app.task(name="rollbook.common_keys", queue="upkeep", queueing_lock="common_keys")
def common_keys(timestamp: int) -> None:
    """Count the keys that too many learners share."""
    count_common_keys()


def count_common_keys() -> int:
    """Count again which keys are shared by too many; how many are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql("upkeep/common_keys"), {"most": load_policy().common_key_learners})
        counted = cursor.rowcount
    candidates.forget()
    return int(counted)


@app.periodic(cron="* * * * *")
@app.task(name="rollbook.batches_left", queue="upkeep", queueing_lock="batches_left")
def batches_left(timestamp: int) -> None:
    """Queue batches again whose job ended in a failure, such as the database going away."""
    queue_batches_left()


def queue_batches_left() -> int:
    """Queue the batches that nobody is working on; how many."""
    from rollbook.service.jobs.batches import work_on

    with connection.cursor() as cursor:
        cursor.execute(sql("upkeep/batches_left"), {"most": MOST_FAILURES})
        left = [row[0] for row in cursor.fetchall()]
    for batch_id in left:
        work_on.defer(batch_id=batch_id)
    return len(left)


@app.periodic(cron="35 * * * *")
@app.task(name="rollbook.old_uploads", queue="upkeep", queueing_lock="old_uploads")
def old_uploads(timestamp: int) -> None:
    """Remove the damaged files that nobody has decided about for two days."""
    from rollbook.service.actions.batches.waiting import forget_old  # sends batches, whose jobs this package holds

    forget_old()


@app.periodic(cron="25 1 * * *")
@app.task(name="rollbook.leavings", queue="upkeep", queueing_lock="leavings")
def leavings(timestamp: int) -> None:
    """Drop what limits counted yesterday, answers kept for repeats, expired tokens and sessions, old failed jobs."""
    forget_old()
    kept_answers.forget_old()
    guessing.forget_old()
    clear_expired()
    SessionStore.clear_expired()
    with connection.cursor() as cursor:
        cursor.execute("delete from rate_window where window_start < now() - interval '1 day'")
    app.configure_task(
        "builtin:procrastinate.builtin_tasks.remove_old_jobs", queue="upkeep", queueing_lock="old_jobs"
    ).defer(max_hours=KEEP_FAILED_HOURS, remove_failed=True, remove_cancelled=True, remove_aborted=True)
