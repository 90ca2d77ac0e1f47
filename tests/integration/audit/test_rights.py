"""What the application's role may not do, whatever code runs in it: the database itself refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

ONLY_ADDED = (
    "access_log", "access_log_other", "service_issuednumber", "service_learnerversion", "service_learnerevidence",
    "service_learnernotice", "service_logseal", "service_logepoch", "service_change", "service_learnertold",
)  # fmt: skip


@pytest.fixture
def application(db: None) -> Iterator[Any]:
    """A cursor with the rights of the application's role."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role rollbook_app")
        yield cursor
        cursor.execute("reset role")


def _refused(cursor: Any, statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        cursor.execute(statement)


def _columns(table: str) -> str:
    with connection.cursor() as cursor:
        return str(connection.introspection.get_table_description(cursor, table)[0].name)


@pytest.mark.parametrize("table", ONLY_ADDED)
def test_what_is_only_added_cannot_be_changed_deleted_or_emptied(application: Any, table: str) -> None:
    column = _columns(table)
    _refused(application, f"update {table} set {column} = {column}")
    _refused(application, f"delete from {table}")
    _refused(application, f"truncate {table} cascade")


@pytest.mark.parametrize("table", [*ONLY_ADDED, "service_learner"])
def test_a_trigger_cannot_be_disabled_and_a_table_cannot_be_changed(application: Any, table: str) -> None:
    _refused(application, f"alter table {table} disable trigger all")
    _refused(application, f"alter table {table} add column more int")
    _refused(application, f"drop table {table} cascade")


def test_triggers_cannot_be_passed_over(application: Any) -> None:
    _refused(application, "set session_replication_role = replica")


def test_a_log_row_cannot_choose_its_number_moment_or_transaction(application: Any) -> None:
    values = "gen_random_uuid(), 'a', 'r', 'cli', 'p', 'find', 'none'"
    into = "insert into {} (reference, actor, role, channel, purpose, action, outcome{}) values ({}{})"
    application.execute(into.format("access_log", "", values, ""))
    for column, value in (("id", "1"), ("at", "now()"), ("transaction", "1")):
        _refused(application, into.format("access_log", f", {column}", values, f", {value}"))
    _refused(application, into.format("access_log_other", "", values, ""))


def test_a_month_made_later_has_the_same_rights(application: Any) -> None:
    application.execute("select make_log_partition('2199-05-01')")
    _refused(application, "delete from access_log_2199_05")
    _refused(application, "update access_log_2199_05 set outcome = 'none'")


def test_an_epoch_or_a_range_cannot_be_begun(application: Any) -> None:
    _refused(application, "insert into service_logepoch values (2, 1, now(), 'x')")
    _refused(application, "insert into service_numberrange values ('mine', 1000000000, 1000000009, true, '')")


def test_a_learner_cannot_be_deleted(application: Any) -> None:
    _refused(application, "delete from service_learner")


def test_the_application_owns_nothing(application: Any) -> None:
    application.execute("select count(*) from pg_class where relowner = 'rollbook_app'::regrole")
    assert application.fetchone()[0] == 0
    _refused(application, "create table public.mine (n int)")


@pytest.mark.parametrize("table", ["access_log", "service_issuednumber", "service_logseal"])
def test_even_the_owner_needs_to_disable_a_trigger_first(db: None, table: str) -> None:
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"truncate {table} cascade")
