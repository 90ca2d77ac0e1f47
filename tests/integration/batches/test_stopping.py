"""A batch sent by mistake: stopped, what was done stays, the same file goes on where it stopped."""

from __future__ import annotations

import pytest

from rollbook.base.errors import Conflict, NotAllowed, NotFound
from rollbook.service.actions.batches.sending import send
from rollbook.service.actions.batches.stopping import stop
from rollbook.service.actions.batches.working import work_on_chunk
from rollbook.service.models import Batch, Learner
from rollbook.service.readers.batches import history, progress
from tests.integration.batches.conftest import work_through

NAME = "LRB_10000001_010920260900.CSV"


@pytest.fixture
def people(someone):
    return [someone(), someone(given_name="Bartholomew", family_name="Quill", gender="1", postcode="EX1 1AA")]


@pytest.fixture
def begun(batch_file, caller, people, monkeypatch):
    """A batch of two learners whose first has been worked on."""
    sent = send(batch_file(*people), NAME, by=caller("batch"), purpose="enrolment")
    with monkeypatch.context() as one_at_a_time:
        policy = type("Policy", (), {"most_in_transaction": 1})
        one_at_a_time.setattr("rollbook.service.actions.batches.working.load_policy", lambda: policy)
        work_on_chunk(sent.id)
    return sent


def test_a_stopped_batch_keeps_what_was_done_and_works_on_nothing_more(begun, caller, returned):
    assert stop(begun.id, by=caller("batch")) == 1
    work_through(begun.id)
    assert Learner.objects.count() == 1
    assert [row["ReturnCode"] for row in returned(begun.id)] == ["RC001", "RB006"]


def test_the_same_file_goes_on_where_it_stopped(begun, batch_file, caller, people, returned):
    stop(begun.id, by=caller("batch"))
    again = send(batch_file(*people), NAME, by=caller("batch"), purpose="enrolment")
    assert again.id == begun.id
    work_through(begun.id)
    assert [row["ReturnCode"] for row in returned(begun.id)] == ["RC001", "RC001"]
    assert Batch.objects.get().stopped_at is None


def test_a_stopped_batch_says_so_and_has_no_exceptions(begun, caller):
    stop(begun.id, by=caller("batch"))
    told = progress(begun.id, by=caller("batch"))
    assert (told["state"], told["exceptions"], told["codes"]) == ("done", 0, {"RB006": 1, "RC001": 1})
    assert history(by=caller("batch"))["batches"][0]["state"] == "stopped"


def test_a_batch_that_is_done_cannot_be_stopped(begun, caller):
    work_through(begun.id)
    with pytest.raises(Conflict):
        stop(begun.id, by=caller("batch"))


def test_only_its_own_organisation_and_a_role_that_may_stop_a_batch(begun, caller, other_college):
    with pytest.raises(NotFound):
        stop(begun.id, by=caller("batch", organisation=other_college))
    with pytest.raises(NotAllowed):
        stop(begun.id, by=caller("view_only"))
