"""What fails on our side: the right status, a reference, and nothing of what was stored in the answer or the log."""

import errno
import logging

import psycopg
import pytest
from django.db import DataError, IntegrityError, OperationalError

from rollbook.service.actions.learners import find as finding
from rollbook.service.models import AccessLog

SECRET = "duplicate key value: Key (given_name)=(Zuleika) already exists"


def _caused(kind, state):
    error = kind(SECRET)
    cause = psycopg.errors.lookup(state)(SECRET) if state else psycopg.OperationalError(SECRET)
    error.__cause__ = cause
    return error


FAILURES = {
    "the database is away": (_caused(OperationalError, ""), 503),
    "the database is shutting down": (_caused(OperationalError, "57P01"), 503),
    "a lock is not given": (_caused(OperationalError, "55P03"), 503),
    "the disk of the database is full": (_caused(OperationalError, "53100"), 507),
    "the disk of the server is full": (OSError(errno.ENOSPC, SECRET), 507),
    "a row is refused": (_caused(IntegrityError, "23505"), 500),
    "a value is refused": (_caused(DataError, "22003"), 500),
    "something else": (KeyError(SECRET), 500),
}


@pytest.mark.parametrize(("error", "status"), [pytest.param(*each, id=name) for name, each in FAILURES.items()])
def test_a_failure_has_its_status_and_quotes_nothing(error, status, token, send, someone, monkeypatch, caplog):
    def fail(*_, **__):
        raise error

    bearer = token()
    monkeypatch.setattr(finding.reader, "candidates", fail)
    with caplog.at_level(logging.DEBUG):
        answer = send("POST", "/api/learners/find", {"learners": [someone()]}, token=bearer)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["reference"] in caplog.text
    assert "Zuleika" not in answer.content.decode() + caplog.text
    assert not AccessLog.objects.filter(action="find").exists()


def test_a_failure_while_a_token_is_asked_for_is_a_problem_too(client, machine, monkeypatch):
    from rollbook.web import oauth

    def fail(*_, **__):
        raise _caused(OperationalError, "")

    known = machine()
    monkeypatch.setattr(oauth.limits, "spend_action", fail)
    answer = client.post("/oauth/token", {"grant_type": "client_credentials", **known})
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")


def test_where_it_failed_is_in_the_log(token, send, someone, monkeypatch, caplog):
    def fail_here(*_, **__):
        raise KeyError(SECRET)

    bearer = token()
    monkeypatch.setattr(finding.reader, "candidates", fail_here)
    send("POST", "/api/learners/find", {"learners": [someone()]}, token=bearer)
    assert "cause=KeyError test_failures.py:" in caplog.text


def test_the_limit_of_a_credential_ends_in_wait(token, send, someone, monkeypatch):
    from rollbook.organisations import roles
    from rollbook.service import limits

    bearer = token()
    monkeypatch.setattr(limits, "load_limits", lambda: limits.Limits(dict.fromkeys(roles(), 3), {}))
    first, second = (send("POST", "/api/learners/find", {"learners": [someone()] * 2}, token=bearer) for _ in "12")
    assert (first.status_code, second.status_code) == (200, 429)
    assert 0 < int(second["Retry-After"]) <= 60
