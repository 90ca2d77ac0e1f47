"""What an import says is odd: one invented row for each."""

from __future__ import annotations

import pytest

from rollbook.base.findings import Severity
from rollbook.definitions.cbds.importing import read_definitions
from tests.unit.definitions.cbds.conftest import item

OTHER = {"Identifier 1": "100002", "Data Item Name": "Other", "XML Tag": "Other"}

ODD = [
    # rule, the rows that show it
    ("CBDS_NO_NUMBER", [{"Identifier 1": ""}]),
    ("CBDS_NO_NAME", [{"Data Item Name": ""}]),
    ("CBDS_NO_TAG", [{"XML Tag": ""}]),
    ("CBDS_TAG", [{"XML Tag": "Two Words"}]),
    ("CBDS_FORMAT", [{"Type and Format": "Defined above."}]),
    ("CBDS_DATE", [{"Implementation Date": "2006-19-01"}]),
    ("CBDS_NO_END", [{"Status": "Inactive"}]),
    ("CBDS_ORDER", [{"Creation Date": "2010-01-02", "Cut Off Date": "2010-01-01"}]),
    ("CBDS_FLAG", [{"School Census 2013": "perhaps"}]),
    ("CBDS_NUMBER_TWICE", [{}, {"Data Item Name": "Another"}]),
    ("CBDS_NO_SUCCESSOR", [{"Collection Notes": "Superseded by 100009"}]),
    ("CBDS_SUCCESSOR", [{}, OTHER | {"Collection Notes": "This data item superseded data item 100001"}]),
    ("CBDS_NO_CODE_SET", [{"Code set / Valid Values": "D00009"}]),
]


@pytest.mark.parametrize(("rule", "rows"), ODD, ids=[rule for rule, _ in ODD])
def test_an_oddity_is_told(workbook, rule, rows):
    told = read_definitions([workbook([item(**row) for row in rows])]).findings
    assert rule in {finding.rule for finding in told}
    assert [
        finding.rule for finding in told if not finding.says or not finding.fix or not finding.position.record
    ] == []


def test_a_sound_row_has_nothing_odd(workbook):
    assert read_definitions([workbook([item()])]).findings == []


def test_only_a_missing_number_is_an_error(workbook):
    rows = [item(**row) for _, several in ODD for row in several]
    errors = {finding.rule for finding in read_definitions([workbook(rows)]).findings if _is_error(finding)}
    assert errors == {"CBDS_NO_NUMBER"}


def _is_error(finding) -> bool:
    return finding.severity is Severity.ERROR


def test_the_successor_is_believed_where_two_notes_disagree(workbook):
    rows = [
        item(**{"Collection Notes": "Superseded by 100003", "Status": "Inactive"}),
        item(**OTHER, **{"Collection Notes": "This item superseded item 100001 on 27th July 2010"}),
        item(**{"Identifier 1": "100003", "Data Item Name": "Third", "XML Tag": "Third"}),
    ]
    made = read_definitions([workbook(rows)])
    assert made.items[0]["superseded_by"] == "100002"


def test_a_successor_of_an_item_that_goes_on_is_not_believed(workbook):
    rows = [item(), item(**OTHER, **{"Collection Notes": "This item supersedes 100001"})]
    assert read_definitions([workbook(rows)]).items[0]["superseded_by"] == ""


CODE_ODDITIES = [
    ("CBDS_CODE_TWICE", [["M", "Male"], ["M", "Man"]]),
    ("CBDS_NO_LABEL", [["Hall", ""], ["Kitchen", ""]]),
    ("CBDS_NO_CODE", [["M", "Male"], ["", "Nobody knows"]]),
    ("CBDS_NOTE_ROW", [["<Sex>", "Meaning"], ["M", "Male"], ["* ask first", ""]]),
    ("CBDS_UNUSED", [["M", "Male"]]),
]


@pytest.mark.parametrize(("rule", "codes"), CODE_ODDITIES, ids=[rule for rule, _ in CODE_ODDITIES])
def test_an_oddity_of_codes_is_told(workbook, rule, codes):
    made = read_definitions([workbook([item()], [["D00001", "Gender"], *codes])])
    assert rule in {finding.rule for finding in made.findings}


def test_headings_notes_and_codes_are_told_apart(workbook):
    codes = [["D00001", "Gender"], ["<Sex>", "Meaning"], ["M", "Male"], ["Old codes"], ["X", "Other"], ["* note"]]
    made = read_definitions([workbook([item()], codes)])
    assert [(row["code"], row["kind"], row["part"]) for row in made.codes] == [
        ("<Sex>", "heading", ""),
        ("M", "code", ""),
        ("Old codes", "note", "Old codes"),
        ("X", "code", "Old codes"),
        ("* note", "note", "Old codes"),
    ]
