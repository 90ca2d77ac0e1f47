"""Every verb that uses the register: who acts, where details come from, and how failures are told."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from rollbook.base.errors import NotAllowed, OurFault, SetupMissing, StorageFull, Unavailable, Unreadable
from rollbook.cli.service import caller, details_from_json, read_details, with_service


@pytest.fixture
def user(college: Any) -> Callable[..., Any]:
    from rollbook.service.models import User

    def make(**values: Any) -> Any:
        start = {"email": "reg@college.example", "name": "Reg", "role": "register", "organisation": college}
        return User.objects.create(**{**start, **values})

    return make


def test_a_named_user_acts_for_their_organisation(user: Any, college: Any) -> None:
    user()
    by = caller("REG@college.example", "enrolment")
    assert (by.role, by.organisation, by.channel) == ("register", college.id, "cli")


def test_nobody_acts_under_an_unknown_address_and_the_address_is_not_repeated(user: Any) -> None:
    with pytest.raises(NotAllowed) as refused:
        caller("stranger@nowhere.example", "enrolment")
    assert "stranger" not in str(refused.value)


def test_a_suspended_user_is_refused(user: Any) -> None:
    user(is_active=False)
    with pytest.raises(NotAllowed, match="suspended"):
        caller("reg@college.example", "enrolment")


def test_a_suspended_organisation_is_refused(user: Any, college: Any) -> None:
    user()
    college.status, college.status_reason = "suspended", "the agreement ended"
    college.save()
    with pytest.raises(NotAllowed, match="organisation"):
        caller("reg@college.example", "enrolment")


def test_a_purpose_outside_the_agreement_is_refused(user: Any) -> None:
    user()
    with pytest.raises(NotAllowed, match="register_upkeep"):
        caller("reg@college.example", "register_upkeep")


def test_details_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"given_name": "Zuleika", "gender": 2, "postcode": null}'))
    assert read_details() == {"given_name": "Zuleika", "gender": "2", "postcode": ""}


@pytest.mark.parametrize("sent", ["", "[]", "{", '{"given_name": {}}', '{"given_name": true}', "Zuleika"])
def test_what_is_not_one_object_of_texts_is_refused_without_repeating_it(sent: str) -> None:
    with pytest.raises(Unreadable) as refused:
        details_from_json(sent)
    assert "Zuleika" not in str(refused.value)


def _database_error(state: type[psycopg.Error]) -> OperationalError:
    error = OperationalError("Key (email)=(zuleika@example.org) ...")
    error.__cause__ = state("Key (email)=(zuleika@example.org) ...")
    return error


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (_database_error(psycopg.errors.DiskFull), StorageFull),
        (_database_error(psycopg.errors.AdminShutdown), Unavailable),
        (_database_error(psycopg.errors.LockNotAvailable), Unavailable),
        (psycopg.errors.UniqueViolation("Key (email)=(zuleika@example.org) ..."), OurFault),
        (psycopg.OperationalError("connection refused"), Unavailable),
        (OSError(errno.ENOSPC, "No space left on device"), StorageFull),
    ],
)
def test_each_foreign_failure_is_told_as_ours(raised: Exception, told: type[Exception]) -> None:
    with pytest.raises(told) as failure, with_service():
        raise raised
    assert type(failure.value) is told
    assert "zuleika" not in str(failure.value)


@pytest.mark.django_db
def test_missing_tables_say_to_migrate() -> None:
    with pytest.raises(SetupMissing, match="rollbook migrate"), with_service(), connection.cursor() as cursor:
        cursor.execute("select * from no_such_table")


def test_other_failures_pass_as_they_are() -> None:
    with pytest.raises(FileNotFoundError), with_service():
        raise FileNotFoundError("missing")
