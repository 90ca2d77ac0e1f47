"""What is only ever added to is neither changed, removed nor emptied, and the application has no right to."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.integration.database.statements import VERSION, A, refused, run

ADDED_ONLY: dict[str, str] = {
    "service_issuednumber": "source = 'loaded'",
    "service_learnerversion": "actor = 'b'",
    "service_learnerevidence": "description = 'b'",
    "service_learnernotice": "notice_version = 'b'",
    "service_learneraddress": "address_town = 'b'",
    "access_log": "actor = 'b'",
    "service_logseal": "rows = 9",
}


@pytest.fixture
def rows(three: None) -> None:
    """A row in each table that is only ever added to."""
    run(VERSION, A, "1 hour", A)
    run(
        "insert into service_learnerevidence (learner_id, verification_type, description, seen_at)"
        " values (%s, 1, '', now())",
        A,
    )
    run(
        "insert into service_learnernotice (learner_id, notice_version, ability_to_share, by_learner, at)"
        " values (%s, '1', 1, false, now())",
        A,
    )
    run(
        "insert into service_learneraddress (learner_id, address_line_1, address_line_2, address_town,"
        " address_county_or_city, postcode, captured_on) values (%s, '', '', 'a', '', 'ZE1 0AA', now())",
        A,
    )
    run(
        "insert into access_log (reference, actor, role, channel, purpose, action, outcome)"
        " values (gen_random_uuid(), 'a', 'register', 'rest', 'enrolment', 'find', 'none')"
    )
    run(
        "insert into service_logseal (number, epoch_id, transaction_from, transaction_to, rows, marks, previous,"
        " hash, signature, sealed_at) values (1, 1, 1, 2, 0, '', '', '', '', now())"
    )


@pytest.mark.parametrize(("table", "change"), ADDED_ONLY.items())
def test_what_is_only_ever_added_to_is_neither_changed_nor_removed(rows, table, change):
    assert "only ever added" in refused(f"update {table} set {change}")
    assert "only ever added" in refused(f"delete from {table}")


@pytest.mark.parametrize("table", ["service_issuednumber", "access_log", "service_logseal"])
def test_what_is_only_ever_added_to_is_not_emptied(rows, table):
    run("set constraints all immediate")
    assert "only ever added" in refused(f"truncate {table} cascade")


@pytest.mark.parametrize("table", [*ADDED_ONLY, "service_change", "service_logepoch"])
def test_the_application_has_no_right_to_change_what_is_only_ever_added_to(db, table):
    with connection.cursor() as cursor:
        cursor.execute(
            "select has_table_privilege('rollbook_app', %s, right_) from unnest(%s::text[]) as right_",
            [table, ["select", "update", "delete", "truncate"]],
        )
        assert [row[0] for row in cursor.fetchall()] == [True, False, False, False]


@pytest.mark.parametrize(
    "table",
    ["service_learner", "service_link", "service_duplicatecase", "service_numberrange", "service_organisation",
     "service_user", "service_enrolment", "service_learnernote", "service_unclearvalue"],
)  # fmt: skip
def test_the_application_removes_nothing_that_is_ended_or_settled(db, table):
    assert "permission denied" in _as_application(f"delete from {table}")


@pytest.mark.parametrize(
    "statement",
    [
        "update service_issuednumber set source = 'loaded'",
        "truncate access_log",
        "alter table service_learner disable trigger user",
        "drop trigger issued_numbers_stay on service_issuednumber",
        "insert into service_numberrange (name, first, last, is_open, closed_because)"
        " values ('mine', 9999000000, 9999000009, true, '')",
    ],
)
def test_the_application_cannot_help_itself(db, statement):
    said = _as_application(statement)
    assert "permission denied" in said or "must be owner" in said


def _as_application(statement: str) -> str:
    run("set local role rollbook_app")
    try:
        with pytest.raises(DatabaseError) as error, transaction.atomic():
            run(statement)
    finally:
        run("reset role")
    return str(error.value)
