"""Taking a file in: whole or not at all, and once."""

import io

import pytest

from rollbook.base.errors import InvalidInput, NotAllowed, NotFound, Unreadable
from rollbook.service.actions.batches import keeping, sending
from rollbook.service.actions.batches.sending import send
from rollbook.service.models import Batch, BatchRow, Learner
from rollbook.service.readers.batches import progress, result

NAME = "LRB_10000001_010920260900.CSV"


def test_the_same_file_twice_is_one_batch_and_changes_nothing(batch_file, caller, someone, sent):
    first = sent(someone())
    again = send(batch_file(someone()), NAME, by=caller("batch"), purpose="enrolment")
    assert (again.id, again.is_new) == (first.id, False)
    assert Learner.objects.count() == 1


def test_the_file_of_another_provider_is_refused_whole(batch_file, caller, someone):
    with pytest.raises(InvalidInput) as refused:
        send(batch_file(someone(), ukprn="10009999"), NAME, by=caller("batch"), purpose="enrolment")
    assert refused.value.findings[0].field == "UKPRN"
    assert not Batch.objects.exists()


def test_a_file_whose_count_is_wrong_is_refused_whole(batch_file, caller, someone):
    with pytest.raises(InvalidInput) as refused:
        send(batch_file(someone(), count=7), NAME, by=caller("batch"), purpose="enrolment")
    assert "LearnerRecordCount" in {finding.field for finding in refused.value.findings}
    assert not BatchRow.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x00" * 4096, b"%PDF-1.7 ...", b"PK\x03\x04....", b"a,b,c\r\n1,2,3\r\n"])
def test_what_is_no_batch_file_is_refused_with_a_sentence(content, caller):
    with pytest.raises(Unreadable) as refused:
        send(io.BytesIO(content), NAME, by=caller("batch"), purpose="enrolment")
    assert refused.value.fix
    assert not Batch.objects.exists()


def test_a_file_larger_than_any_batch_is_refused_before_it_is_read(caller, settings):
    settings.BATCH_FILE_MAX_BYTES = 2 * keeping.PIECE
    with pytest.raises(Unreadable):
        send(io.BytesIO(b"x" * (3 * keeping.PIECE)), NAME, by=caller("batch"), purpose="enrolment")


def test_a_file_whose_job_cannot_be_queued_is_not_taken_in(batch_file, caller, someone, monkeypatch):
    monkeypatch.setattr(sending, "_queue", lambda batch: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send(batch_file(someone()), NAME, by=caller("batch"), purpose="enrolment")
    assert not Batch.objects.exists()
    assert not BatchRow.objects.exists()


def test_a_role_without_the_permission_sends_nothing(batch_file, caller, someone):
    with pytest.raises(NotAllowed):
        send(batch_file(someone()), NAME, by=caller("view_only"), purpose="enrolment")


def test_another_organisation_does_not_see_the_batch(sent, someone, caller, other_college):
    batch = sent(someone())
    stranger = caller("batch", organisation=other_college)
    with pytest.raises(NotFound):
        progress(batch.id, by=stranger)
    with pytest.raises(NotFound):
        result(batch.id, by=stranger)
