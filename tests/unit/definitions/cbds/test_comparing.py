"""The difference of two years: items, codes, what collections ask for, and what each change touches."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.base.errors import InvalidInput
from rollbook.definitions.cbds import Use, diff
from rollbook.definitions.cbds.comparing import last_day


def test_a_year_is_its_last_day_and_a_school_year_ends_in_august():
    assert last_day("2013") == date(2013, 12, 31)
    assert last_day("2013-14") == last_day("2013/14") == date(2014, 8, 31)
    assert last_day("1999-00") == date(2000, 8, 31)


@pytest.mark.parametrize("year", ["", "13", "2013-15", "last", "0000"])
def test_what_is_no_year_is_refused(year):
    with pytest.raises(InvalidInput):
        last_day(year)


def test_years_in_the_wrong_order_are_refused():
    with pytest.raises(InvalidInput, match="compared"):
        diff("2014", "2013")


def test_the_same_year_twice_has_no_difference():
    assert diff("2013", "2013").changes == ()


def test_codes_that_came_and_went_are_told():
    told = {(change.how, change.number, change.what.split(" ")[0]) for change in diff("2013", "2014").changes}
    assert {("went", "D00023", "BESD"), ("came", "D00023", "SEMH"), ("came", "D00194", "K")} <= told


def test_a_change_of_codes_touches_what_uses_an_item_with_them():
    use = Use("field of a file", "ctf", "12", "Pupil/SENtype")
    changes = diff("2013", "2014", uses={"100081": [use]}).changes
    touched = [change for change in changes if change.touches]
    assert {change.number for change in touched} == {"D00023"}
    assert touched[0].touches == (use,)


def test_a_renamed_item_is_told_with_both_names_and_the_collections_that_ask_for_it():
    changes = [change for change in diff("2022", "2023").changes if change.number == "100008"]
    assert [(each.what, each.from_value, each.to_value) for each in changes] == [
        ("name", "Pupil Gender", "Pupil Sex"),
        ("tag", "Gender", "Sex"),
    ]
    assert "School Census" in changes[0].asked_by


def test_items_that_a_census_asks_for_anew_or_no_longer_are_told():
    told = {(each.how, each.number) for each in diff("2012", "2013").changes if each.kind == "collection"}
    assert {("asked", "100484"), ("no longer asked", "100036")} <= told


def test_collections_held_for_one_year_only_are_named_and_not_compared():
    compared = diff("2012", "2013")
    assert "School Workforce Census" in compared.not_compared
    assert "School Census" not in compared.not_compared


def test_an_item_that_ended_names_its_successor():
    went = next(each for each in diff("2011", "2012").changes if each.how == "went" and each.number == "100259")
    assert went.to_value == "superseded by 100478"
