"""A ministry elsewhere brings its own dictionary and a collection as data, without a line of code."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from rollbook.cli import definitions

ITEMS = [
    ["Sequential Number", "CBDS Level", "CBDS Module", "Identifier 1", "Data Item Name", "XML Tag", "Type and Format",
     "Code set / Valid Values", "Multiplicity Notes", "Creation Date", "Annual Count 2031", "Annual Count 2032"],
    [1, "Pupil", "Identity", "P0001", "Learner's national number", "NationalNumber", "9(11)",
     "", "S", "2030-01-01", 1, 1],
    [2, "Pupil", "Identity", "P0002", "Language at home", "HomeLanguage", "A(3)", "D00001", "S", "2030-01-01", 0, 1],
]  # fmt: skip
CODES = [["D00001", "Languages"], ["sve", "Svea"], ["fin", "Finska"]]
CHANGES = """
[[item]]
item    = "P0001"
from    = 2032-01-01
name    = "Learner number"
because = "The law of 2031 renamed it."
source  = "Law of 2031, section 4"

[[codes]]
code_set = "D00001"
from     = 2032-01-01
add      = [["rom", "Romani"]]
because  = "A third language of schools."
source   = "Law of 2031, section 9"
"""


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(definitions.app, [*arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def country(tmp_path) -> Path:
    """The ministry's workbook, imported; its collection described and its changes written as data."""
    book = openpyxl.Workbook()
    book.active.title = "Data Definitions"
    for row in ITEMS:
        book.active.append(row)
    for row in CODES:
        (book["CodeSets"] if "CodeSets" in book.sheetnames else book.create_sheet("CodeSets")).append(row)
    book.save(tmp_path / "book.xlsx")
    folder = tmp_path / "dictionary"
    _run("import", str(tmp_path / "book.xlsx"), "--output", str(folder), "--title", "Dictionary of Elsewhere")
    listed = (folder / "collections.csv").read_text("utf-8").splitlines()
    blank, described = ",Annual Count,2032,,,,,,,", ",Annual Count,2032,,school,2,spring and autumn,,,"
    filled = [line.replace(blank, described) for line in listed]
    (folder / "collections.csv").write_text("\n".join(filled) + "\n", "utf-8")
    (folder / "changes.toml").write_text(CHANGES, "utf-8")
    return folder


def test_its_items_are_found_and_shown_with_their_versions(country):
    assert _run("find", "number", "--dictionary", str(country)).startswith("P0001     Learner number")
    shown = json.loads(_run("show", "P0001", "--dictionary", str(country), "--json"))[0]["versions"]
    assert [(each["name"], each["valid_to"]) for each in shown] == [
        ("Learner's national number", "2031-12-31"),
        ("Learner number", None),
    ]
    assert (shown[0]["kind"], shown[0]["length"]) == ("digits", 11)


def test_two_of_its_years_are_compared(country):
    out = _run("diff", "2031", "2032", "--dictionary", str(country))
    assert "P0001: name changed on 2032-01-01: Learner's national number -> Learner number" in out
    assert "code D00001 rom (Romani) came on 2032-01-01" in out
    assert "P0002 Language at home: asked in Annual Count 2032 (against Annual Count 2031)" in out


def test_its_burden_register_counts_its_collection(country):
    rows = json.loads(_run("burden", "--dictionary", str(country), "--json"))
    assert [(row["number"], row["asked_by"], row["asked_again"]) for row in rows] == [
        ("P0001", "Annual Count 2032 (2 a year: spring and autumn)", "1"),
        ("P0002", "Annual Count 2032 (2 a year: spring and autumn)", "1"),
    ]


def test_our_own_dictionary_is_not_touched(country):
    assert "100001" in _run("find", "UPN")
