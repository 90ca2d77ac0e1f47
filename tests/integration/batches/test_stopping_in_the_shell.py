"""`rollbook batch stop`: the same action from the shell, and the word that lists and progress then have for it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from rollbook.base.errors import Conflict, NotFound
from rollbook.cli import batch as verb
from rollbook.service.actions.batches.sending import send
from rollbook.service.models import Batch, User

NAME, WHO = "LRB_10000001_010920260900.CSV", ("--as", "ann@a.example")


@pytest.fixture
def run(college):
    User.objects.create(email="ann@a.example", name="Ann", role="batch", organisation=college, password="!")

    def call(*arguments):
        done = CliRunner().invoke(verb.app, [*arguments])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.stdout

    return call


@pytest.fixture
def waiting(batch_file, caller, someone):
    return str(send(batch_file(someone()), NAME, by=caller("batch"), purpose="enrolment").id)


def test_a_batch_is_stopped_from_the_shell_and_says_what_was_left(run, waiting):
    told = json.loads(run("stop", waiting, *WHO, "--json"))
    assert (told["id"], told["left"], told["done"], told["codes"]) == (waiting, 1, 0, {"RB006": 1})
    assert Batch.objects.get().stopped_at is not None


def test_a_stopped_batch_is_called_stopped_in_words(run, waiting):
    assert "waiting" in run("list", *WHO)
    told = run("stop", waiting, *WHO)
    assert "stopped: 0 of 1 learners" in told
    assert "1 not worked on. Send the same file again to go on." in told
    for words in (("list",), ("progress", waiting)):
        assert "stopped" in run(*words, *WHO)


def test_what_is_stopped_or_no_batch_cannot_be_stopped(run, waiting):
    run("stop", waiting, *WHO)
    with pytest.raises(Conflict):
        run("stop", waiting, *WHO)
    with pytest.raises(NotFound):
        run("stop", "not-an-id", *WHO)
