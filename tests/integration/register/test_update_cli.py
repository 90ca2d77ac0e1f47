"""`rollbook update`, in this process: the same change as on the page and over REST."""

from __future__ import annotations

import json
from contextlib import nullcontext

import pytest
from typer.testing import CliRunner

from rollbook.base.errors import InvalidInput, NotFound
from rollbook.cli.update import app
from rollbook.service.models import Learner, User


@pytest.fixture
def run(monkeypatch, college):
    monkeypatch.setattr("rollbook.cli.update.with_service", nullcontext)
    User.objects.create(email="r@c.example", name="R", role="register", organisation=college)

    def go(details, *words):
        said = ["--as", "r@c.example", "--purpose", "enrolment", *words]
        done = CliRunner().invoke(app, said, input=json.dumps(details))
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output

    return go


def test_a_mistake_is_corrected_from_the_shell(run, registered):
    uln = registered()
    said = run({"uln": str(uln), "family_name": "Thistlewoode"}, "--mistake", "--reason", "mistyped", "--json")
    assert json.loads(said)["changed"] == ["family_name"]
    row = Learner.objects.get(pk=uln)
    assert (row.family_name, row.former_names) == ("Thistlewoode", [])


def test_a_change_from_the_shell_is_told_in_words(run, registered):
    uln = registered()
    said = run({"uln": str(uln), "family_name": "Vellacott"}, "--reason", "married", "--version", "1")
    assert "Changed: family name, former names." in said
    assert "Nothing changed" in run({"uln": str(uln), "family_name": "Vellacott"}, "--reason", "married")


def test_a_change_from_the_shell_needs_a_number_and_a_reason(run, registered):
    with pytest.raises(NotFound):
        run({"uln": "123", "family_name": "Vellacott"}, "--reason", "married")
    with pytest.raises(InvalidInput):
        run({"uln": str(registered()), "family_name": "Vellacott"}, "--reason", " ")
