"""Dates that a spreadsheet has turned round."""

import io
from datetime import date

import pytest

from rollbook.standards.doctor import diagnose

TODAY = date(2026, 11, 24)
NAME = "LRB_10004721_241120261500.CSV"


DATES = [
    ("14/03/2009", "2009-03-14"),
    ("14.03.2009", "2009-03-14"),
    ("14-3-2009", "2009-03-14"),
    ("14/03/09", "2009-03-14"),
    ("14/03/25", "1925-03-14"),
    ("14-Mar-09", "2009-03-14"),
    ("14 March 2009", "2009-03-14"),
    ("03/14/2009", "2009-03-14"),
    ("39886", "2009-03-14"),
    ("39886.0", "2009-03-14"),
    ("2009-03-14 00:00:00", "2009-03-14"),
    ("2009-03-14T00:00:00Z", "2009-03-14"),
    ("14/03/2009 00:00", "2009-03-14"),
    ("2009/3/14", "2009-03-14"),
    ("20090314", "2009-03-14"),
    ("14032009", "2009-03-14"),
    ("03/03/2009", "2009-03-03"),
]


@pytest.mark.parametrize(("written", "meant"), DATES)
def test_dates_that_can_be_read_in_one_way_are_mended(cure, batch_file, learner, written, meant):
    keys, records, wrong = cure(batch_file(learner(DateOfBirth=written)))
    assert keys == ["dates:DateOfBirth"]
    assert records[0]["DateOfBirth"] == meant
    assert wrong in ([], ["age"] if meant < "1917" else [])


NO_DATES = ["30/02/2009", "2009", "14/13/2009", "14/03/15", "soon", "99999", "1/2/3/4", "2009-02-30"]


@pytest.mark.parametrize("written", NO_DATES)
def test_what_is_no_date_or_leaves_the_century_open_stays_a_finding(cure, batch_file, learner, written):
    keys, records, wrong = cure(batch_file(learner(DateOfBirth=written)))
    assert keys == []
    assert records[0]["DateOfBirth"] == written
    assert wrong == ["format"]


def test_one_sure_date_settles_its_whole_column(cure, batch_file, learner):
    rows = [learner(MISIdentifier=str(n), DateOfBirth=day) for n, day in enumerate(["05/03/2009", "14/03/2009"])]
    _, records, wrong = cure(batch_file(*rows))
    assert [record["DateOfBirth"] for record in records] == ["2009-03-05", "2009-03-14"]
    assert wrong == []


def test_one_sure_date_with_the_month_first_settles_its_column_too(cure, batch_file, learner):
    rows = [learner(MISIdentifier=str(n), DateOfBirth=day) for n, day in enumerate(["05/03/2009", "03/14/2009"])]
    _, records, _ = cure(batch_file(*rows))
    assert [record["DateOfBirth"] for record in records] == ["2009-05-03", "2009-03-14"]


@pytest.mark.parametrize("days", [["05/03/2009"], ["05/03/2009", "14/03/2009", "03/14/2009"]])
def test_an_ambiguous_column_is_asked_about_and_left_without_an_answer(cure, batch_file, learner, days):
    data = batch_file(*(learner(MISIdentifier=str(n), DateOfBirth=day) for n, day in enumerate(days)))
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=NAME)
    assert [proposal.choices for proposal in diagnosis.open_choices] == [("day-first", "month-first")]
    _, records, _ = cure(data)
    assert records[0]["DateOfBirth"] == "05/03/2009"


@pytest.mark.parametrize(("answer", "meant"), [("day-first", "2009-03-05"), ("month-first", "2009-05-03")])
def test_an_answer_settles_an_ambiguous_column(cure, batch_file, learner, answer, meant):
    _, records, wrong = cure(batch_file(learner(DateOfBirth="05/03/2009")), choices={"dates:DateOfBirth": answer})
    assert records[0]["DateOfBirth"] == meant
    assert wrong == []


def test_a_two_digit_year_of_an_address_is_never_in_the_future(cure, batch_file, learner):
    _, records, _ = cure(batch_file(learner(DateOfAddressCapture="14/03/27")))
    assert records[0]["DateOfAddressCapture"] == "1927-03-14"
