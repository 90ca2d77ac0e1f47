"""Waiting uploads and stopped batches: each constraint has a test that breaks it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from rollbook.service import models
from tests.integration.database.statements import breaks, make


@pytest.fixture
def upload(organisation):
    """The values of an upload that waits."""
    return {
        "organisation": organisation, "file_name": "a.csv", "sha256": b"1", "size": 1, "learners": 1,
        "purpose": "enrolment", "uploaded_by": "user:x", "uploaded_at": timezone.now(),
        "diagnosed_on": timezone.localdate(), "diagnosis": b"x",
    }  # fmt: skip


def test_a_file_waits_once_for_an_organisation(upload):
    first = make(models.WaitingUpload, **upload)
    first()
    assert breaks(first) == "same_upload_once"


def test_an_upload_is_settled_with_a_time_and_sent_with_a_batch(upload):
    now = timezone.now()
    for wrong in ({"state": "discarded"}, {"settled_at": now}, {"state": "lost", "settled_at": now}):
        assert breaks(make(models.WaitingUpload, **upload, **wrong)) == "upload_settled_with_time"
    sent = {"state": "sent", "settled_at": now}
    assert breaks(make(models.WaitingUpload, **upload, **sent)) == "upload_sent_has_batch"


def test_a_piece_of_an_upload_stands_once(upload):
    kept = models.WaitingUpload.objects.create(**upload)
    piece = make(models.UploadPiece, upload=kept, number=0, sealed=b"x")
    piece()
    assert breaks(piece) == "upload_piece_once"


def test_a_batch_that_was_stopped_is_done(organisation):
    values = {
        "organisation": organisation, "standard": "lrs_batch", "version": "2A", "file_name": "a", "sha256": b"2",
        "size": 1, "learners": 1, "purpose": "enrolment", "sent_by": "user:x", "sent_at": timezone.now(),
    }  # fmt: skip
    assert breaks(make(models.Batch, **values, stopped_at=timezone.now())) == "batch_stopped_is_done"
