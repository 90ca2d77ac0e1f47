"""Rows of a batch file as learners' details."""

import io
from datetime import date, datetime

import pytest

from rollbook.definitions import Occasion
from rollbook.standards import batch_file_name, check_row, layout_of, learner_of, occasion_of
from rollbook.standards.delimited import read

TODAY = date(2026, 11, 24)
LAYOUT = layout_of("lrs_batch", "2A")


def first(data):
    with read(io.BytesIO(data)) as reading:
        return next(reading.records)


def test_a_row_has_the_learners_field_names(batch_file, learner):
    found = learner_of(first(batch_file(learner(MiddleOtherName=" May "))), LAYOUT)
    assert (found["given_name"], found["middle_names"], found["postcode"]) == ("Aisha", "May", "CV1 2WT")


def test_the_suppliers_identifier_is_left_as_it_came(batch_file, learner):
    assert learner_of(first(batch_file(learner(MISIdentifier=" 007 "))), LAYOUT)["mis_identifier"] == " 007 "


@pytest.mark.parametrize(
    ("uln", "occasion"),
    [("", Occasion.BATCH), ("9999999999", Occasion.BATCH), ("1000000000", Occasion.BATCH_UPDATE)],
)
def test_a_number_means_verify_and_none_means_find(batch_file, learner, uln, occasion):
    assert occasion_of(learner_of(first(batch_file(learner(ULN=uln))), LAYOUT)) is occasion


def test_a_number_is_freed_of_blanks_and_hyphens(batch_file, learner):
    assert learner_of(first(batch_file(learner(ULN="927 630-8686"))), LAYOUT)["uln"] == "9276308686"


def test_what_is_empty_in_a_batch_has_its_meaning(batch_file, learner):
    found = learner_of(first(batch_file(learner())), LAYOUT)
    assert (found["ability_to_share"], found["verification_type"]) == ("0", "0")


def test_a_good_row_has_no_findings(batch_file, learner):
    assert check_row(first(batch_file(learner())), LAYOUT, today=TODAY) == ()


def test_every_wrong_value_is_named_by_its_heading_and_place(batch_file, learner):
    row = first(batch_file(learner(GivenName="=Ada", DateOfBirth="2010-02-30", LastKnownPostCode="", ULN="123")))
    found = check_row(row, LAYOUT, today=TODAY)
    assert [one.field for one in found] == ["ULN", "GivenName", "DateOfBirth"]
    assert {(one.position.line, one.position.record) for one in found} == {(2, "learner 1")}


def test_a_number_in_the_column_of_a_name_is_named(batch_file, learner):
    found = check_row(first(batch_file(learner(GivenName="1000000000"))), LAYOUT, today=TODAY)
    assert [one.says for one in found] == ["Given name holds a number that looks like a ULN."]


def test_the_name_of_a_batch_file_holds_day_and_time():
    name = batch_file_name("10004721", datetime(2026, 11, 24, 15, 5))
    assert name == "LRB_10004721_241120261505.CSV"
    assert LAYOUT.file_name.fullmatch(name)
