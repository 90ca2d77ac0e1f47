"""Exceptions settled: chosen, called new, corrected, left; each once, by its own organisation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotFound, SearchFirst
from rollbook.service.actions.batches import settling
from rollbook.service.models import Batch, DuplicateCase, Enrolment
from rollbook.service.readers.batches import exceptions, progress


@pytest.fixture
def twins(sent, someone):
    """A batch whose second row, a twin, waits."""
    return sent(someone(), someone(given_name="Ottilie"))


@pytest.fixture
def looked(twins):
    """The same, finished a while ago."""
    Batch.objects.update(finished_at=timezone.now() - timedelta(minutes=2))
    return twins


def test_choosing_a_candidate_gives_the_row_her_number(twins, caller):
    by = caller("batch")
    (waiting,) = exceptions(twins.id, by=by)
    settled = settling.choose(twins.id, waiting["number"], waiting["candidates"][0]["token"], by=by)
    assert settled.code == "RC002"
    assert settled.uln == Enrolment.objects.get().learner_id
    assert progress(twins.id, by=by)["exceptions"] == 0


def test_a_candidate_is_shown_in_words_and_not_by_stored_values(twins, caller):
    (waiting,) = exceptions(twins.id, by=caller("batch"))
    (candidate,) = waiting["candidates"]
    assert candidate["agreement"]["family_name"] == "same"
    assert "Zuleika" not in str(candidate)
    assert "uln" not in candidate


def test_calling_the_learner_new_gives_her_a_number_and_the_reviewer_a_case(looked, caller):
    settled = settling.call_new(looked.id, 2, reason="Twins: two passports seen.", by=caller("batch"))
    assert settled.code == "RC001"
    assert DuplicateCase.objects.get().said == "Twins: two passports seen."


def test_calling_new_before_anybody_can_have_looked_is_refused(twins, caller):
    with pytest.raises(SearchFirst):
        settling.call_new(twins.id, 2, reason="Twins.", by=caller("batch"))


def test_calling_new_needs_a_reason(looked, caller):
    with pytest.raises(InvalidInput):
        settling.call_new(looked.id, 2, reason=" ", by=caller("batch"))


def test_a_corrected_row_is_worked_on_again(sent, someone, caller):
    batch = sent(someone(date_of_birth="2008-02-30"))
    settled = settling.correct(batch.id, 1, {"DateOfBirth": "2008-02-29"}, by=caller("batch"))
    assert (settled.code, settled.is_open) == ("RC001", False)


def test_a_row_corrected_wrongly_still_waits(sent, someone, caller):
    batch = sent(someone(date_of_birth="2008-02-30"))
    settled = settling.correct(batch.id, 1, {"DateOfBirth": "2008-02-31"}, by=caller("batch"))
    assert (settled.code, settled.is_open) == ("RC011", True)


def test_a_column_that_does_not_exist_is_refused(sent, someone, caller):
    batch = sent(someone(date_of_birth="2008-02-30"))
    with pytest.raises(InvalidInput):
        settling.correct(batch.id, 1, {"ReturnCode": "RC001"}, by=caller("batch"))


def test_an_exception_is_settled_once(looked, caller):
    settling.leave(looked.id, 2, reason="Left before the start.", by=caller("batch"))
    with pytest.raises(Conflict):
        settling.call_new(looked.id, 2, reason="Twins.", by=caller("batch"))


def test_a_row_without_an_exception_and_a_foreign_batch_are_not_found(looked, caller, other_college):
    with pytest.raises(NotFound):
        settling.leave(looked.id, 1, reason="Why.", by=caller("batch"))
    with pytest.raises(NotFound):
        settling.leave(looked.id, 2, reason="Why.", by=caller("batch", organisation=other_college))


def test_a_token_of_another_row_is_refused(looked, caller, sent, someone):
    other = sent(someone(given_name="Ignatius", gender="1", date_of_birth="1990-01-04", postcode="ZE2 9XX"),
                 someone(given_name="Isidore", gender="1", date_of_birth="1990-01-04", postcode="ZE2 9XX"))  # fmt: skip
    by = caller("batch")
    (waiting,) = exceptions(other.id, by=by)
    with pytest.raises(NotFound):
        settling.choose(looked.id, 2, waiting["candidates"][0]["token"], by=by)
