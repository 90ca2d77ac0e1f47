"""Learners of a return who have no number yet are told, and make a batch file that the register takes."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest

from rollbook.base.errors import UserError
from rollbook.standards.checking import check
from rollbook.standards.layouts import layout_of
from rollbook.standards.loaded import Loaded
from rollbook.standards.reading import read
from rollbook.standards.without_number import without_number, write_without_number
from tests.invented_files import ilr_file

TODAY = date(2025, 11, 3)
LEARNERS = (
    {"LearnRefNumber": "L1", "ULN": 1000000000},
    {"LearnRefNumber": "L2", "ULN": 9999999999, "GivenNames": "Ottilie", "Sex": "F", "Postcode": "EX1 1AA"},
    {"LearnRefNumber": "L3", "ULN": 9999999999, "DateOfBirth": ""},
)


@pytest.fixture
def loaded(tmp_path) -> Loaded:
    return read(ilr_file(tmp_path, *LEARNERS))


def test_only_those_on_the_temporary_number_are_told_with_what_they_lack(loaded):
    found = without_number(loaded, today=TODAY)
    assert [(one.reference, [lack.field for lack in one.lacks]) for one in found] == [
        ("L2", []),
        ("L3", ["date_of_birth"]),
    ]
    assert (found[0].details["given_name"], found[0].details["gender"]) == ("Ottilie", "2")


def test_their_batch_file_is_one_that_nothing_is_wrong_with(loaded):
    out = BytesIO()
    complete = tuple(one for one in without_number(loaded, today=TODAY) if not one.lacks)
    name = write_without_number(complete, loaded, out, now=datetime(2025, 11, 3, 9, 0))
    assert name == "LRB_90000101_031120250900.CSV"
    result = check(BytesIO(out.getvalue()), name=name, today=TODAY)
    assert (list(result.findings), result.records["learner"]) == ([], 1)


def test_a_standard_without_those_details_is_refused():
    other = layout_of("cin", "2024-25")
    with pytest.raises(UserError, match="does not hold what the register asks"):
        without_number(Loaded(other, {}), today=TODAY)


@pytest.mark.parametrize("number", ["", "../../x", "123"])
def test_a_file_that_does_not_say_whose_it_is_makes_no_batch_file(tmp_path, number):
    path = ilr_file(tmp_path, *LEARNERS)
    text = path.read_text("utf-8").replace("<UKPRN>90000101</UKPRN>", f"<UKPRN>{number}</UKPRN>")
    loaded = read(BytesIO(text.encode()), name=path.name)
    with pytest.raises(UserError, match="does not say whose"):
        write_without_number(without_number(loaded, today=TODAY), loaded, BytesIO(), now=datetime(2025, 11, 3))
