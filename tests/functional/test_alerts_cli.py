"""`rollbook alerts`, in this process: listed, answered, decided."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from rollbook.cli.alerts import app
from rollbook.service.models import Alert, User


@pytest.fixture
def alert(college):
    now = timezone.now()
    User.objects.create(email="o@r.example", name="O", role="operator")
    User.objects.create(email="s@c.example", name="S", role="super_user", organisation=college)
    return Alert.objects.create(
        organisation=college, credential="client:x", credential_name="Lookups", effect="slow", because="So it is.",
        searched_from=now - timedelta(days=1), opened_at=now, changed_at=now,
    )  # fmt: skip


@pytest.fixture
def run(monkeypatch):
    from contextlib import nullcontext

    monkeypatch.setattr("rollbook.cli.alerts.with_service", nullcontext)

    def go(*words):
        done = CliRunner().invoke(app, list(words))
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output

    return go


def test_alerts_are_listed(run, alert):
    assert "slow, open: Lookups" in run("list", "--as", "s@c.example")
    (shown,) = json.loads(run("list", "--as", "o@r.example", "--json"))
    assert (shown["id"], shown["because"]) == (str(alert.pk), "So it is.")
    assert run("list", "--ended", "--as", "o@r.example") == "Nothing stands out.\n"


def test_an_alert_is_answered_and_lifted(run, alert):
    assert "reads it" in run("answer", str(alert.pk), "--as", "s@c.example", "--text", "A count.")
    assert run("lift", str(alert.pk), "--as", "o@r.example", "--reason", "A count.") == "The alert is lifted.\n"
    alert.refresh_from_db()
    assert (alert.answer, alert.state, alert.decision) == ("A count.", "lifted", "A count.")


@pytest.mark.parametrize(("verb", "state"), [("keep", "kept")])
def test_an_alert_is_kept(verb, state, run, alert):
    assert state in run(verb, str(alert.pk), "--as", "o@r.example", "--reason", "As it is.")
