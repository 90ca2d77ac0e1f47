"""The database reaches nothing but what it is given."""

from __future__ import annotations

import stat
from pathlib import Path

import duckdb
import pytest

from rollbook.standards.tables import lock, open_tables


def test_no_file_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("a\n1\n")
    with open_tables() as connection, pytest.raises(duckdb.PermissionException):
        connection.execute(f"from read_csv('{tmp_path / 'people.csv'}')")


def test_no_extension_can_be_loaded() -> None:
    with open_tables() as connection, pytest.raises(duckdb.Error):
        connection.execute("load httpfs")


def test_what_is_spilt_is_private_and_removed() -> None:
    with open_tables(memory="40MB") as connection:
        folder = Path(connection.execute("select current_setting('temp_directory')").fetchall()[0][0])
        connection.execute("create table big as select range as a, hash(range) as b from range(4000000)")
        assert list(folder.iterdir())
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()


def test_settings_cannot_be_changed_once_rules_run() -> None:
    with open_tables() as connection:
        lock(connection)
        with pytest.raises(duckdb.Error):
            connection.execute("set memory_limit = '8GB'")


def test_variables_of_the_program_are_no_tables() -> None:
    people = [1, 2]
    assert people
    with open_tables() as connection, pytest.raises(duckdb.Error):
        connection.execute("from people")
