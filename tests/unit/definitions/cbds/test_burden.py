"""The burden register: who asks, how often, and what is asked again."""

from __future__ import annotations

import pytest

from rollbook.definitions.cbds import burden
from rollbook.definitions.cbds.burden import HEADINGS, asked_again


@pytest.fixture(scope="module")
def register():
    return {row.item.key: row for row in burden()}


def test_the_latest_list_of_each_collection_counts_and_no_draft(register):
    titles = {asking.collection.title for row in register.values() for asking in row.askings}
    assert {"School Census 2013", "School Workforce Autumn 2012", "CIN Census 2011-12"} <= titles
    assert "School Census 2012" not in titles
    assert "KS1 2010 draft" not in titles


def test_a_birth_date_is_asked_each_return_and_once_more_under_another_number(register):
    row = register["100007"]
    assert (row.stays, row.times, row.again, row.also) == ("for life", 15, 14, ("100292",))
    assert "first answer is enough" in row.why


def test_a_pupil_is_in_one_census_of_pupils_at_a_time(register):
    # Four of them ask for middle names; a pupil at school gives them three times, not six.
    assert len(register["100006"].askings) == 4
    assert register["100006"].times == 3


def test_a_learner_in_further_education_is_in_its_return_and_in_no_census_of_pupils(register):
    # Five ask for the name; a provider sends it up to fourteen times a year, and no school does beside it.
    asked = {each.collection.title: each.times for each in register["100003"].askings}
    assert (len(asked), asked["ILR 2026-27"], asked["School Census 2013"]) == (5, 14, 3)
    assert (register["100003"].times, register["100003"].again) == (14, 13)


def test_a_grade_from_before_the_course_is_asked_again_and_hours_of_a_year_are_not(register):
    assert [(register[each].stays, register[each].again) for each in ("R10012", "R10011")] == [
        ("for life", 13),
        ("for one period", 0),
    ]


def test_what_belongs_to_a_term_is_not_asked_again(register):
    assert (register["100228"].stays, register["100228"].again) == ("for one period", 0)


def test_an_item_of_the_spring_census_is_asked_once_a_year(register):
    asking = next(each for each in register["100319"].askings if each.collection.family == "School Census")
    assert (asking.times, asking.when) == (1, "spring")


def test_what_only_travels_asks_nobody(register):
    row = register["100172"]
    assert (row.askings, row.times, row.again) == ((), 0, 0)
    assert "CTF 11 (when a pupil changes school)" in row.row()["carried_by"]


def test_a_question_under_two_numbers_counts_once_in_the_total(register):
    assert asked_again([register["100007"], register["100292"]]) == 14


def test_a_row_has_every_heading(register):
    row = register["100001"].row()
    assert tuple(row) == HEADINGS
    assert "School Census 2013 (3 a year: each term: January, May, October)" in row["asked_by"]
