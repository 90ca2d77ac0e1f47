"""Files that are checked: each constraint has a test that breaks it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from rollbook.service import models
from tests.integration.database.statements import breaks, make


@pytest.fixture
def check(organisation):
    """The values of a check that waits."""
    return {
        "organisation": organisation, "file_name": "a.xml", "size": 1, "purpose": "enrolment", "asked_by": "user:x",
        "asked_at": timezone.now(),
    }  # fmt: skip


def test_a_check_that_is_over_says_when_and_what_came_of_it(check):
    now = timezone.now()
    for wrong in (
        {"state": "done"},
        {"state": "done", "finished_at": now},
        {"state": "failed", "about": b"x"},
        {"state": "working", "finished_at": now},
        {"state": "lost"},
    ):
        assert breaks(make(models.FileCheck, **check, **wrong)) == "check_over_with_time"
    make(models.FileCheck, **check, state="done", finished_at=now, about=b"x")()


def test_a_piece_of_a_check_stands_once(check):
    kept = models.FileCheck.objects.create(**check)
    piece = make(models.CheckPiece, check_of=kept, kind="file", number=0, sealed=b"x")
    piece()
    assert breaks(piece) == "check_piece_once"
