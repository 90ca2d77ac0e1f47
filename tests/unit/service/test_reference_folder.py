"""Where reference tables lie, and whether there is a register whose log tells of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rollbook.service import database
from rollbook.service.reference_folder import reference_folder


@pytest.fixture(autouse=True)
def data(monkeypatch, tmp_path):
    """An installation without a database."""
    for name in ("ROLLBOOK_REFERENCE", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ROLLBOOK_DATA", str(tmp_path))
    return tmp_path


def test_the_folder_lies_beside_the_database_unless_one_is_named(data, monkeypatch):
    assert reference_folder() == data / "reference"
    monkeypatch.setenv("ROLLBOOK_REFERENCE", "/mnt/shared")
    assert reference_folder() == Path("/mnt/shared")


def test_there_is_a_register_once_there_is_a_database_or_an_address_of_one(data, monkeypatch):
    assert not database.is_there()
    (data / "pg").mkdir()
    assert not database.is_there()
    (data / "pg" / "PG_VERSION").write_text("18")
    assert database.is_there()
    (data / "pg" / "PG_VERSION").unlink()
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@nowhere.example/none")
    assert database.is_there()
