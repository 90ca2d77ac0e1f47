"""`rollbook.check` and `rollbook.read`: a file in two lines of Python."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import rollbook
from rollbook.standards.layouts import layout_of
from rollbook.standards.rules.records import changed, raw_tables, valid_record
from rollbook.standards.xml import write_xml


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path, layout = tmp_path / "ILR-90000101-2526-20251103-090000-01.xml", layout_of("ilr", "2025-26")
    changes = {"ULN": 1000000001, "aims": [{}, {"LearnStartDate": "soon"}]}
    with path.open("wb") as out:
        write_xml(layout, raw_tables(layout, changed(layout, valid_record("ilr", "2025-26"), changes)), out)
    return path


def test_a_file_is_checked_by_its_path(file: Path) -> None:
    result = rollbook.check(str(file), today=date(2026, 1, 10))
    assert {"ULN_04", "not_a_date"} <= {one.rule for one in result.findings}
    assert result.name == file.name


def test_a_file_is_read_as_typed_tables(file: Path) -> None:
    tables = rollbook.read(file)
    assert tables["aim"]["LearnStartDate"].to_pylist() == [date(2025, 9, 1), None]
    assert tables["learner"]["ULN"].to_pylist() == [1000000001]
    assert tables["fam"]["aim_id"].to_pylist() == [1, 1, 2, 2]
    assert "work_placement" not in tables


def test_importing_brings_nothing_heavy() -> None:
    code = "import rollbook, sys; print([m for m in ('duckdb', 'pyarrow', 'lxml', 'django') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
