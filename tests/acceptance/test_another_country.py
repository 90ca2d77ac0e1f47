"""J24: a ministry elsewhere brings its own dictionary and a collection as data; nothing of it is a line of code."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.acceptance.conftest import shell as anywhere
from tests.unit.standards.test_new_collection import FILE, write_collection

ITEMS = [
    ["Sequential Number", "CBDS Level", "CBDS Module", "Identifier 1", "Data Item Name", "XML Tag", "Type and Format",
     "Code set / Valid Values", "Multiplicity Notes", "Creation Date", "Music 2026"],
    [1, "Pupil", "Identity", "M0001", "Number of the learner", "Nummer", "9(4)", "", "S", "2026-01-01", 1],
    [2, "Pupil", "Lessons", "M0002", "Instrument", "Instrument", "A(8)", "D00001", "S", "2026-01-01", 1],
]  # fmt: skip
CODES = [["D00001", "Instruments"], ["VIOOL", "Violin"]]


@pytest.fixture
def ministry(tmp_path: Path) -> Path:
    """A workbook, the folder of a collection, and a file that a school has sent."""
    book = openpyxl.Workbook()
    book.active.title = "Data Definitions"
    for row in ITEMS:
        book.active.append(row)
    codes = book.create_sheet("CodeSets")
    for row in CODES:
        codes.append(row)
    book.save(tmp_path / "book.xlsx")
    write_collection(tmp_path / "standards")
    (tmp_path / "muziek-1.xml").write_text(FILE, "utf-8")
    return tmp_path


def shell(folder: Path, *words: str, code: int = 0) -> str:
    return anywhere(folder, *words, code=code, ROLLBOOK_LIBRARY=str(folder / "standards"))


def test_j24_its_dictionary_is_loaded_and_asked(ministry: Path) -> None:
    shell(ministry, "definitions", "import", "book.xlsx", "--output", "dictionary", "--title", "Music schools")
    assert "M0002" in shell(ministry, "definitions", "find", "instrument", "--dictionary", "dictionary")
    shown = shell(ministry, "definitions", "show", "M0002", "--dictionary", "dictionary", "--json")
    assert json.loads(shown)[0]["versions"][0]["name"] == "Instrument"


def test_j24_its_collection_is_checked_and_its_rules_are_told(ministry: Path) -> None:
    report = json.loads(shell(ministry, "check", "muziek-1.xml", "--today", "2026-10-01", "--json", code=3))
    assert (report["standard"], report["version"]) == ("music", "2026")
    assert [one["rule"] for one in report["findings"]] == ["M_01", "M_02", "wrong_form"]
    assert "Music schools take learners from six on." in shell(ministry, "rules", "show", "music", "2026", "M_01")
    told = json.loads(shell(ministry, "rules", "diff", "music", "2026", "2027", "--json"))
    assert [one["name"] for one in told["fields_come"]] == ["learner.Uren"]
