"""Reference tables in a backup: all of them, as the manifest names them; they come back where none lies."""

from __future__ import annotations

import zipfile

import pytest

from rollbook.base.errors import Unreadable
from rollbook.service.moving.held_tables import add_tables, are_whole, bring_back_tables


@pytest.fixture
def folder(settings, tmp_path):
    """A folder with one table."""
    settings.REFERENCE_FOLDER = tmp_path / "held"
    (settings.REFERENCE_FOLDER / "ilr").mkdir(parents=True)
    (settings.REFERENCE_FOLDER / "ilr" / "campus.parquet").write_bytes(b"rows")
    (settings.REFERENCE_FOLDER / "ilr" / "campus.1.part").write_bytes(b"half")
    return settings.REFERENCE_FOLDER


@pytest.fixture
def saved(folder, tmp_path):
    """A backup of it, and what its manifest says."""
    path = tmp_path / "saved"
    with zipfile.ZipFile(path, "w") as archive:
        said = add_tables(archive)
    return path, said


def test_a_table_comes_back_where_none_lies_and_half_a_table_never(saved, settings, tmp_path):
    path, said = saved
    settings.REFERENCE_FOLDER = tmp_path / "elsewhere"
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["reference/ilr/campus.parquet"]
        assert are_whole(archive, said)
        bring_back_tables(archive, said)
    assert [each.read_bytes() for each in (tmp_path / "elsewhere").rglob("*.*")] == [b"rows"]


def test_a_table_that_lies_there_is_left(saved, folder):
    path, said = saved
    (folder / "ilr" / "campus.parquet").write_bytes(b"newer")
    with zipfile.ZipFile(path) as archive:
        bring_back_tables(archive, said)
    assert (folder / "ilr" / "campus.parquet").read_bytes() == b"newer"


@pytest.mark.parametrize("entry", ["reference/ilr/campus.parquet", "reference/../campus.parquet"])
def test_a_table_that_is_not_the_one_of_the_manifest_is_found(entry, tmp_path):
    with zipfile.ZipFile(tmp_path / "changed", "w") as archive:
        archive.writestr(entry, b"other")
    with zipfile.ZipFile(tmp_path / "changed") as archive:
        assert not are_whole(archive, {entry: "00"})
        with pytest.raises(KeyError):
            are_whole(archive, {"reference/ilr/lars.parquet": "00"})


def test_tables_that_cannot_be_read_are_not_left_out_in_silence(folder, tmp_path):
    folder.rename(tmp_path / "away")
    folder.write_text("no folder")
    with zipfile.ZipFile(tmp_path / "other", "w") as archive, pytest.raises(Unreadable):
        add_tables(archive)


def test_nothing_held_is_nothing_saved(settings, tmp_path):
    settings.REFERENCE_FOLDER = tmp_path / "none"
    with zipfile.ZipFile(tmp_path / "saved", "w") as archive:
        assert add_tables(archive) == {}
