"""An upload that waits: sound files pass, damaged ones are kept sealed, mended as decided, sent once, forgotten."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unreadable
from rollbook.service.actions.batches import keeping
from rollbook.service.actions.batches.sending import SentBatch
from rollbook.service.actions.batches.waiting import Waits, accept, discard, forget_old, take_away, take_in
from rollbook.service.models import AccessLog, Batch, BatchRow, UploadPiece, WaitingUpload
from rollbook.service.readers.uploads import proposal, waiting_uploads
from tests.integration.batches.conftest import work_through

NAME = "LRB_10000001_010920260900.CSV"
BIRTH = "dates:DateOfBirth"


@pytest.fixture
def upload(batch_file, caller, someone):
    """Uploads a file of one learner, after a change to its text, or with bytes of its own."""

    def go(change=lambda text: text, *, name=NAME, by=None, people=None):
        text = batch_file(*(people or [someone()])).getvalue().decode("utf-8")
        content = change(text)
        content = content if isinstance(content, bytes) else content.encode("utf-8")
        return take_in(io.BytesIO(content), name, by=by or caller("batch"), purpose="enrolment")

    return go


def turned(text):
    """The birth date as a spreadsheet in Britain writes it; it could be read month first."""
    return text.replace("2008-02-29", "02/03/2008")


def numbers(batch_id):
    work_through(batch_id)
    return dict(BatchRow.objects.filter(batch_id=batch_id).values_list("number", "code"))


def test_a_sound_file_is_sent_at_once(upload):
    sent = upload()
    assert isinstance(sent, SentBatch)
    assert numbers(sent.id) == {1: "RC001"}
    assert not WaitingUpload.objects.exists()


def test_a_damaged_file_waits_and_nothing_is_sent(upload, caller):
    waits = upload(turned)
    assert isinstance(waits, Waits)
    assert not Batch.objects.exists()
    assert [each["id"] for each in waiting_uploads(by=caller("batch"))] == [str(waits.id)]


def test_the_proposal_shows_before_and_after_and_asks_what_cannot_be_told(upload, caller):
    told = proposal(upload(turned).id, by=caller("batch"))
    (dates,) = [each for each in told["proposals"] if each["key"] == BIRTH]
    assert dates["choices"] == ["day-first", "month-first"]
    assert dates["examples"][0]["before"] == "02/03/2008"
    assert dates["examples"][0]["alternatives"] == ["2008-03-02", "2008-02-03"]


@pytest.mark.parametrize(("order", "born"), [("day-first", "2008-03-02"), ("month-first", "2008-02-03")])
def test_the_mended_file_is_sent_as_the_answer_says(upload, caller, order, born):
    sent = accept(upload(turned).id, choices={BIRTH: order}, by=caller("batch"))
    assert numbers(sent.id) == {1: "RC001"}
    assert born in BatchRow.objects.get().columns


def test_a_question_without_an_answer_is_asked_again(upload, caller):
    waits = upload(turned)
    with pytest.raises(InvalidInput) as refused:
        accept(waits.id, choices={}, by=caller("batch"))
    assert refused.value.findings[0].field == BIRTH
    assert WaitingUpload.objects.get().state == "waiting"


def test_what_is_left_as_it_is_comes_back_as_an_exception(upload, caller):
    sent = accept(upload(turned).id, choices={}, leave=[BIRTH], by=caller("batch"))
    assert numbers(sent.id) == {1: "RC011"}


def test_what_the_file_cannot_be_read_without_may_not_be_left(upload, caller):
    waits = upload(lambda text: text.replace(",", ";"))
    with pytest.raises(InvalidInput):
        accept(waits.id, choices={}, leave=["separator"], by=caller("batch"))


def test_accepting_twice_gives_one_batch_and_keeps_no_bytes(upload, caller):
    waits = upload(turned)
    first, again = (accept(waits.id, choices={BIRTH: "day-first"}, by=caller("batch")) for _ in "12")
    assert (first.id, again.is_new) == (again.id, False)
    assert Batch.objects.count() == 1
    assert not UploadPiece.objects.exists()


def test_the_same_damaged_file_in_two_tabs_waits_once(upload):
    assert upload(turned).id == upload(turned).id
    assert UploadPiece.objects.count() == 1


def test_a_file_sent_mended_can_be_uploaded_and_answered_anew(upload, caller):
    first = accept(upload(turned).id, choices={BIRTH: "day-first"}, by=caller("batch"))
    again = upload(turned)
    assert proposal(again.id, by=caller("batch"))["batch"] == str(first.id)
    second = accept(again.id, choices={BIRTH: "month-first"}, by=caller("batch"))
    assert second.id != first.id


def test_what_is_kept_cannot_be_read_without_the_key(upload):
    upload(turned)
    kept = WaitingUpload.objects.get()
    stored = bytes(kept.diagnosis) + b"".join(bytes(piece.sealed) for piece in UploadPiece.objects.all())
    assert b"Thistlewood" not in stored
    assert b"02/03/2008" not in stored


def test_the_mended_file_can_be_taken_away_and_still_waits(upload, caller):
    waits = upload(turned)
    name, file = take_away(waits.id, choices={BIRTH: "day-first"}, by=caller("batch"))
    with file:
        assert b'"2008-03-02"' in file.read()
    assert name == NAME
    assert WaitingUpload.objects.get().state == "waiting"
    assert AccessLog.objects.filter(action="mend_upload", outcome="taken_away").exists()


def test_a_discarded_file_is_gone(upload, caller):
    waits = upload(turned)
    discard(waits.id, by=caller("batch"))
    assert not UploadPiece.objects.exists()
    assert waiting_uploads(by=caller("batch")) == []
    with pytest.raises(Conflict):
        accept(waits.id, choices={BIRTH: "day-first"}, by=caller("batch"))


def test_after_two_days_nobody_sees_it_and_upkeep_removes_it(upload, caller):
    waits = upload(turned)
    WaitingUpload.objects.update(uploaded_at=timezone.now() - timedelta(days=2))
    with pytest.raises(NotFound):
        proposal(waits.id, by=caller("batch"))
    assert forget_old() == 1
    assert not UploadPiece.objects.exists()


def test_upkeep_leaves_what_still_waits(upload):
    upload(turned)
    assert forget_old() == 0
    assert UploadPiece.objects.exists()


def test_another_organisation_has_no_such_upload(upload, caller, other_college):
    waits = upload(turned)
    stranger = caller("batch", organisation=other_college)
    for way in (proposal, discard):
        with pytest.raises(NotFound):
            way(waits.id, by=stranger)
    with pytest.raises(NotFound):
        accept(waits.id, choices={BIRTH: "day-first"}, by=stranger)
    with pytest.raises(NotFound):
        take_away(waits.id, choices={BIRTH: "day-first"}, by=stranger)


def test_a_role_without_the_permission_uploads_nothing(upload, caller):
    with pytest.raises(NotAllowed):
        upload(turned, by=caller("view_only"))


def test_a_damaged_file_of_another_organisation_is_refused_at_once(upload, college):
    with pytest.raises(InvalidInput) as refused:
        upload(lambda text: turned(text).replace(college.ukprn, "10009999"))
    assert refused.value.findings[0].field == "UKPRN"
    assert not WaitingUpload.objects.exists()


def test_a_file_without_ukprn_gets_that_of_whoever_sends_it(upload, caller, college):
    waits = upload(lambda text: text.replace(f'"{college.ukprn}"', '""'), name="september.csv")
    sent = accept(waits.id, choices={}, by=caller("batch"))
    assert Batch.objects.get(pk=sent.id).file_values["UKPRN"] == college.ukprn


def test_a_file_in_utf_16_with_semicolons_and_unix_lines_is_mended_and_sent(upload, caller):
    waits = upload(lambda text: text.replace(",", ";").replace("\r\n", "\n").encode("utf-16"))
    sent = accept(waits.id, choices={}, by=caller("batch"))
    assert numbers(sent.id) == {1: "RC001"}


def test_a_number_of_which_a_spreadsheet_kept_half_is_told_and_cannot_be_mended(upload, caller):
    waits = upload(lambda text: text.replace("9999999999", "9.28E+09"))
    told = proposal(waits.id, by=caller("batch"))
    assert told["findings"][0]["rule"] == "lost_digits"
    assert "9.28" not in str(told["findings"])


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, b"PK\x03\x04zip", b"%PDF-1.7", b"a,b,c\r\n1,2,3\r\n", b"\x00" * 4096],
)
def test_what_is_no_batch_file_is_refused_with_a_sentence(content, caller):
    with pytest.raises(Unreadable) as refused:
        take_in(io.BytesIO(content), "learners.csv", by=caller("batch"), purpose="enrolment")
    assert refused.value.fix
    assert not WaitingUpload.objects.exists()


def test_a_file_larger_than_any_batch_is_refused(caller, settings):
    settings.BATCH_FILE_MAX_BYTES = 2 * keeping.PIECE
    with pytest.raises(Unreadable):
        take_in(io.BytesIO(b"x" * (3 * keeping.PIECE)), NAME, by=caller("batch"), purpose="enrolment")


def test_a_file_larger_than_one_piece_comes_back_whole(upload, caller, someone):
    people = [someone(given_name=f"Name{chr(97 + n % 26)}", notes="n" * 4000) for n in range(400)]
    waits = upload(turned, people=people)
    assert UploadPiece.objects.count() == 2
    sent = accept(waits.id, choices={BIRTH: "day-first"}, by=caller("batch"))
    assert sent.learners == 400


def test_a_name_full_of_control_characters_is_kept_plain(upload):
    upload(turned, name="Sept\x00ember\u202e.csv")
    assert WaitingUpload.objects.get().file_name == "September.csv"
