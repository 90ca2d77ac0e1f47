"""Approving an organisation again lets the batches go on that waited for it."""

from datetime import date

from django.db import connection
from django.utils import timezone

from rollbook.organisations.approval import checks
from rollbook.service.actions import approvals
from rollbook.service.actions import organisations as actions
from rollbook.service.models import Batch


def _queued():
    with connection.cursor() as cursor:
        cursor.execute("select args->>'batch_id' from procrastinate_jobs where task_name = 'rollbook.batch'")
        return [row[0] for row in cursor.fetchall()]


def test_batches_that_waited_are_queued_again(caller, college):
    operator = caller("operator")
    batch = Batch.objects.create(
        organisation=college, standard="lrs_batch", version="2A", file_name="x.CSV", sha256=b"1", size=1, learners=1,
        purpose="enrolment", sent_by="user:x", sent_at=timezone.now(),
    )  # fmt: skip
    actions.suspend(college.ukprn, reason="asked to", by=operator)
    actions.sign(college.ukprn, version="1", signed_on=date(2026, 1, 1), signatory="P", ends_on=None, by=operator)
    for code in checks():
        approvals.check(college.ukprn, code, seen="Seen in a test.", passed=True, by=operator)
    actions.approve(college.ukprn, for_purposes=["enrolment"], by=operator)
    assert _queued() == [str(batch.pk)]
