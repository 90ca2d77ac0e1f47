"""`rollbook register`, in this process: it says what every other door says."""

from __future__ import annotations

import json
from contextlib import nullcontext

from typer.testing import CliRunner

from rollbook.cli.register import app
from rollbook.service.actions.learners.find import find
from rollbook.service.credentials import caller_of_user
from rollbook.service.models import User


def test_who_has_a_number_is_said_to_be_enrolled_with_it(monkeypatch, registered, college, someone):
    monkeypatch.setattr("rollbook.cli.register.with_service", nullcontext)
    clerk = User.objects.create(email="r@c.example", name="R", role="register", organisation=college)
    uln = registered()
    find([someone()], by=caller_of_user(clerk, channel="cli"), purpose="enrolment")
    words = ["--as", "r@c.example", "--purpose", "enrolment"]
    said = CliRunner().invoke(app, words, input=json.dumps(someone())).output
    assert f"ULN {uln}\nThe learner has a number already, and is enrolled with it." in said
