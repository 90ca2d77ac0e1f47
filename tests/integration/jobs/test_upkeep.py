"""What the worker does by the clock: common keys, months of the log, batches nobody works on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from rollbook.matching import normalise
from rollbook.register.policy import load_policy
from rollbook.service.actions.learners.fields import details
from rollbook.service.jobs.upkeep import count_common_keys, log_months, queue_batches_left
from rollbook.service.models import Batch, CommonKey
from rollbook.service.readers.candidates import candidates


def _limit(monkeypatch: pytest.MonkeyPatch, **limits: int) -> None:
    changed = replace(load_policy(), **limits)
    monkeypatch.setattr("rollbook.service.jobs.upkeep.load_policy", lambda: changed)


def test_a_key_shared_by_too_many_finds_nobody(
    add: Callable[..., list[int]], someone: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = normalise(details(someone(given_name="Dashiell", postcode="")))
    add(*[someone(given_name=name, postcode="") for name in ("Aurelia", "Bartholomew", "Cordelia", "Dashiell")])
    assert len(candidates([asked])[0]) == 4
    _limit(monkeypatch, common_key_learners=3)
    assert count_common_keys() > 0
    assert len(candidates([asked])[0]) == 1


def test_a_key_no_longer_shared_by_too_many_is_forgotten(db: None) -> None:
    CommonKey.objects.create(key=42, learners=1000)
    count_common_keys()
    assert not CommonKey.objects.exists()


def test_months_of_the_log_are_made_ahead(db: None) -> None:
    with connection.cursor() as cursor:
        log_months(timestamp=0)
        cursor.execute("select count(*) from pg_inherits where inhparent = 'access_log'::regclass")
        assert cursor.fetchone()[0] >= 5


@pytest.fixture
def batch(college: Any) -> Batch:
    return Batch.objects.create(
        organisation=college, standard="lrs_batch", version="2A", file_name="a.CSV", sha256=b"1", size=1, learners=1,
        purpose="enrolment", sent_by="user:x", sent_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def _jobs(batch: Batch) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select status::text from procrastinate_jobs where args ->> 'batch_id' = %s", [str(batch.pk)])
        return [row[0] for row in cursor.fetchall()]


def test_a_batch_whose_job_failed_is_queued_again_once(batch: Batch) -> None:
    assert queue_batches_left() == 1
    assert queue_batches_left() == 0
    assert _jobs(batch) == ["todo"]


def test_a_batch_that_fails_again_and_again_is_left(batch: Batch) -> None:
    with connection.cursor() as cursor:
        for _ in range(10):
            cursor.execute(
                "insert into procrastinate_jobs (task_name, queue_name, status, args)"
                " values ('rollbook.batch', 'batches', 'failed', jsonb_build_object('batch_id', %s::text))",
                [str(batch.pk)],
            )
    assert queue_batches_left() == 0


def test_a_batch_of_a_suspended_organisation_waits(batch: Batch, college: Any) -> None:
    college.status, college.status_reason = "suspended", "the agreement ended"
    college.save()
    assert queue_batches_left() == 0
