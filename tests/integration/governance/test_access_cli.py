"""`rollbook access` and the verbs beside it, as people and programs read them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from rollbook.cli import access
from rollbook.cli import user as user_verb
from rollbook.service.actions.certification import open_round


@pytest.fixture
def run(db):
    def call(verb, *arguments, as_json=True):
        done = CliRunner().invoke(verb.app, [*arguments, *(["--json"] if as_json else [])])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout) if as_json else done.stdout

    return call


@pytest.fixture
def people(user):
    for email, role in (("boss@a.example", "super_user"), ("ann@a.example", "register"), ("o@r.example", "operator")):
        user(email, role)
    open_round(date(2026, 10, 5))


def test_a_super_user_certifies_from_the_shell(run, people):
    (ann,) = [each for each in run(access, "certification", "--as", "boss@a.example")["own"] if each["name"] == "ann"]
    made = run(access, "certify", ann["subject"], "--for", "Enrols the art school", "--as", "boss@a.example")
    assert made["decision"] == "needed"
    assert "needed" in run(access, "certification", "--as", "boss@a.example", as_json=False)


def test_an_operator_sees_every_organisation(run, people):
    told = run(access, "certification", "--as", "o@r.example")["organisations"]
    assert {(each["organisation"], each["subjects"], each["owner"]) for each in told} == {
        ("Invented College 1", 2, "boss"), ("the register", 1, "o"),
    }  # fmt: skip


def test_lists_that_are_empty_are_empty(run, people):
    assert run(access, "unused", "--as", "boss@a.example") == []
    assert run(access, "emergencies", "--as", "o@r.example") == []


def test_a_user_is_moved_and_suspended_with_a_reason(run, people):
    assert (
        run(user_verb, "move", "ann@a.example", "--role", "view_only", "--as", "boss@a.example")["role"] == "view_only"
    )
    told = run(user_verb, "suspend", "ann@a.example", "--reason", "Left", "--as", "boss@a.example")
    assert not told["active"]
