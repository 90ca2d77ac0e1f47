"""Databases of its own for a test that commits, kills or damages: a copy of the test database, or an empty one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo


def _address(name: str) -> str:
    from django.db import connections

    values = connections.settings["default"]
    return make_conninfo(
        dbname=name, user=values["USER"], password=values["PASSWORD"], host=values["HOST"], port=values["PORT"]
    )


def _on_server(statement: str) -> None:
    with psycopg.connect(_address("postgres"), autocommit=True) as server:
        server.execute(statement)


@contextmanager
def _database(template: str) -> Iterator[str]:
    """A new database, which Django uses meanwhile in every thread."""
    from django.db import connections

    from rollbook.service.readers import candidates

    values, before, name = connections.settings["default"], connections["default"], f"test_copy_{uuid4().hex[:12]}"
    usual = values["NAME"]
    _on_server(f"create database {name} template {template}")
    values["NAME"] = name
    connections["default"] = connections.create_connection("default")
    candidates.forget()
    try:
        yield _address(name)
    finally:
        connections["default"].close()
        connections["default"], values["NAME"] = before, usual
        candidates.forget()
        _on_server(f"drop database {name} with (force)")


@pytest.fixture(autouse=True)
def exported_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is exported with a seal goes to the test's own folder."""
    monkeypatch.setenv("ROLLBOOK_LOG_HEADS", str(tmp_path / "log-heads.jsonl"))
    monkeypatch.setenv("ROLLBOOK_NUMBERS_ISSUED", str(tmp_path / "numbers-issued.jsonl"))


@pytest.fixture(scope="session")
def untouched(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The name of a copy of the test database that nobody connects to, so that it can be copied at any time."""
    from django.db import connection

    name = f"test_untouched_{uuid4().hex[:12]}"
    with django_db_blocker.unblock():
        connection.close()
        _on_server(f"create database {name} template {connection.settings_dict['NAME']}")
    yield name
    _on_server(f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def other_database(untouched: str, django_db_blocker: Any) -> Callable[..., AbstractContextManager[str]]:
    """Opens, for a `with`, a copy of the test database, or with `empty=True` an empty one; gives its address."""

    @contextmanager
    def opened(*, empty: bool = False) -> Iterator[str]:
        with django_db_blocker.unblock(), _database("template0" if empty else untouched) as address:
            yield address

    return opened


@pytest.fixture
def own_database(other_database: Callable[..., AbstractContextManager[str]], db: None) -> Iterator[str]:
    """The address of a fresh copy, which Django uses meanwhile. Ask for it before other fixtures that make rows."""
    with other_database() as address:
        yield address


@pytest.fixture
def empty_database(other_database: Callable[..., AbstractContextManager[str]], db: None) -> Iterator[str]:
    """The address of an empty database, which Django uses meanwhile."""
    with other_database(empty=True) as address:
        yield address
