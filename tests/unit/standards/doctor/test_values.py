"""Single values: numbers, zeros at the front, damaged letters, and what is never touched."""

import io
from datetime import date, datetime

import pytest

from rollbook.standards.doctor import diagnose
from rollbook.standards.doctor.spreadsheet import as_text

TODAY = date(2026, 11, 24)
NAME = "LRB_10004721_241120261500.CSV"


VALUES = [
    ("ULN", "9.276308686E+09", "number_form", "9276308686"),
    ("ULN", "9276308686.0", "number_form", "9276308686"),
    ("Gender", "2.0", "number_form", "2"),
    ("VerificationType", "999.0", "number_form", "999"),
    ("GivenName", "ZoÃ«", "letters", "Zoë"),
    ("FamilyName", "Oâ€™Neil", "letters", "O’Neil"),
    ("PlaceOfBirth", "Ã\x81vila", "letters", "Ávila"),
    ("Notes", "cafÃ©", "letters", "café"),
]


@pytest.mark.parametrize(("heading", "before", "kind", "after"), VALUES)
def test_damaged_values_are_mended(cure, batch_file, learner, heading, before, kind, after):
    keys, records, _ = cure(batch_file(learner(**{heading: before})))
    assert keys == [f"{kind}:{heading}"]
    assert records[0][heading] == after


def test_zeros_at_the_front_come_back_where_the_check_digit_confirms_them(cure, batch_file, learner):
    keys, records, wrong = cure(batch_file(learner(ScottishCandidateNumber="12345672")))
    assert (keys, records[0]["ScottishCandidateNumber"], wrong) == ([], "12345672", ["format"])
    keys, records, wrong = cure(batch_file(learner(ScottishCandidateNumber="45589609")))
    assert (keys, records[0]["ScottishCandidateNumber"], wrong) == (
        ["leading_zeros:ScottishCandidateNumber"],
        "045589609",
        [],
    )


def test_lost_digits_of_a_number_are_said_and_never_made_up(cure, batch_file, learner):
    lost = {"ULN": "9.28E+09", "ScottishCandidateNumber": "1.46E+08"}
    data = batch_file(learner(**lost))
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=NAME)
    assert [(found.rule, found.field, found.position.line) for found in diagnosis.findings] == [
        ("lost_digits", "ULN", 2),
        ("lost_digits", "ScottishCandidateNumber", 2),
    ]
    record = cure(data)[1][0]
    assert {heading: record[heading] for heading in lost} == lost


@pytest.mark.parametrize("identifier", ["007", "14/03/2009", "ZoÃ«", "1.5E+05", "2.0", " x ", "=1"])
def test_the_suppliers_identifier_comes_through_unchanged(cure, batch_file, learner, identifier):
    _, records, _ = cure(batch_file(learner(MISIdentifier=identifier, DateOfBirth="14/03/2009")))
    assert records[0]["MISIdentifier"] == identifier


@pytest.mark.parametrize("name", ["Ng", "Zoë", "Åse", "Ÿ", "Ã", "Âé", "Ä€é", "O’Neil", "李"])
def test_a_good_name_is_never_mended(cure, batch_file, learner, name):
    keys, records, _ = cure(batch_file(learner(GivenName=name)))
    assert (keys, records[0]["GivenName"]) == ([], name)


def test_what_is_left_by_request_is_not_mended(cure, batch_file, learner):
    data = batch_file(learner(DateOfBirth="14/03/2009", Gender="2.0"))
    _, records, _ = cure(data, leave=["dates:DateOfBirth"])
    assert (records[0]["DateOfBirth"], records[0]["Gender"]) == ("14/03/2009", "2")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (datetime(2009, 3, 14), "2009-03-14"),
        (datetime(2009, 3, 14, 9, 30), "2009-03-14 09:30:00"),
        (date(2009, 3, 14), "2009-03-14"),
        (2.0, "2"),
        (2.5, "2.5"),
        ("Zoë", "Zoë"),
        ("", ""),
        (True, "True"),
    ],
)
def test_cells_of_a_spreadsheet_become_text(cell, text):
    assert as_text(cell) == text
