"""Batches: rows that register are in order; a stopped sender's rows wait."""

import pytest
from django.utils import timezone

from rollbook.base.errors import NotAllowed
from rollbook.definitions.identifiers import uln_with_check_digit
from rollbook.service.actions.batches.sending import send
from rollbook.service.actions.batches.working import work_on_chunk
from rollbook.service.actions.watching.looking import look
from rollbook.service.models import Alert, BatchRow
from tests.integration.batches.conftest import batch_file, sent, work_through

__all__ = ["batch_file", "sent"]


def test_a_batch_that_registers_is_left_alone(sent, strangers, caller):
    batch = sent(*strangers(180))
    by = caller("batch")
    assert BatchRow.objects.filter(batch_id=batch.id, uln__isnull=False).exists()
    assert look(by.id, by.organisation).effect == 0
    assert not Alert.objects.exists()


def test_a_batch_that_only_asks_by_number_is_seen_and_its_answer_is_not_withheld(sent, strangers, caller):
    numbers = [{**each, "uln": uln_with_check_digit("985000001")} for each in strangers(120)]
    sent(*numbers)
    assert Alert.objects.get().credential == caller("batch").id


def test_the_rows_of_a_stopped_sender_wait_until_it_is_lifted(batch_file, strangers, caller, college):
    by, now = caller("batch"), timezone.now()
    batch = send(batch_file(*strangers(3)), "LRB_10000001_010920260900.CSV", by=by, purpose="enrolment")
    alert = Alert.objects.create(
        organisation=college, credential=by.id, effect="stop", because="x",
        searched_from=now, opened_at=now, changed_at=now,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="stopped"):
        work_on_chunk(batch.id)
    alert.state, alert.decided_at, alert.decided_by, alert.decision = "lifted", now, "o", "In order."
    alert.save()
    work_through(batch.id)
    assert not BatchRow.objects.filter(batch_id=batch.id, code="").exists()
