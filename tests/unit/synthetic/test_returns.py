"""What a plan for a made file says, carried out: places, groups, people, faults."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from rollbook.synthetic.people import people
from rollbook.synthetic.returns import make_return
from rollbook.synthetic.returns.details import Details
from rollbook.synthetic.returns.filling import filled, filled_text, names_in
from rollbook.synthetic.returns.grouping import grouped
from rollbook.synthetic.returns.kinds import drawn_kinds
from rollbook.synthetic.returns.persons import persons
from rollbook.synthetic.returns.plans import Group, plan_of

CENSUS = ("school_census", "2018-19")
PLANS = [
    plan_of("ilr", "2025-26"),
    plan_of("ctf", "25"),
    plan_of("ctf", "12"),
    plan_of(*CENSUS, variety="primary"),
    plan_of(*CENSUS, variety="secondary", term="autumn"),
    plan_of("lrs_batch", "2A"),
]
DETAILS = {"name": pl.Series(["Ada", "Bo"]), "year": pl.Series(["2018", "2019"]), "none": pl.Series([None, "x"])}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{name}", ["Ada", "Bo"]),
        ("Dear {name}, {year}", ["Dear Ada, 2018", "Dear Bo, 2019"]),
        ("{year-1}-09-01", ["2017-09-01", "2018-09-01"]),
        ("{year+2}", ["2020", "2021"]),
        ("{none}", [None, "x"]),
        ("as it is", ["as it is", "as it is"]),
    ],
)
def test_places_are_filled_row_by_row(template, expected):
    frame = pl.DataFrame({"value": [template, template]})
    assert filled(frame, DETAILS.__getitem__)["value"].to_list() == expected


def test_rows_of_one_column_may_have_places_of_their_own():
    frame = pl.DataFrame({"value": ["{name}", "plain"]})
    assert filled(frame, DETAILS.__getitem__)["value"].to_list() == ["Ada", "plain"]


def test_a_text_is_filled_like_a_column():
    assert filled_text("SC1_{year+1}.xml", {"year": "2018"}.__getitem__) == "SC1_2019.xml"


def test_a_place_that_nobody_can_fill_is_no_silent_gap():
    with pytest.raises(KeyError, match="surname"):
        filled(pl.DataFrame({"value": ["{surname}"]}), DETAILS.__getitem__)


def test_classes_hold_everybody_and_none_too_many():
    template = pl.DataFrame({"id": [1], "nth": [1], "name": ["{year}.{number}"], "size": ["{members}"]})
    pupils = pl.DataFrame({"year": ["3"] * 61 + ["4"] * 30})
    made = grouped(template, Group("class", ["year"], 30), pupils)
    assert made["name"].to_list() == ["3.1", "3.2", "3.3", "4.1"]
    assert made["size"].to_list() == ["21", "20", "20", "30"]
    assert made["id"].to_list() == [1, 2, 3, 4]


def texts_in(value):
    """Every text in the values of a plan, however deep."""
    if isinstance(value, str):
        return [value]
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for one in below for text in texts_in(one)]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.layout.title} {plan.name}")
def test_a_plan_names_only_kinds_and_details_that_there_are(plan):
    assert {name for trait in plan.traits for name in trait.kinds} <= {kind.name for kind in plan.kinds}
    parts = [plan.document, plan.common, *(one.changes for one in (*plan.kinds, *plan.traits, *plan.faults))]
    of_file = {"year", "yy", "people", "file_name", "number", "members", *plan.counts, *plan.constants}
    details = Details(plan, persons(plan, np.arange(len(plan.kinds)), 1), 1)
    for name in names_in(texts_in(parts)) - of_file:
        assert len(details.of(name)) == len(plan.kinds)


def test_people_are_of_the_ages_of_their_kinds_on_the_eve():
    plan = plan_of(*CENSUS, variety="primary")
    kinds = drawn_kinds(plan, 400, np.random.default_rng(1))
    made = persons(plan, kinds, 1)
    assert made["plan_kind"].to_list() == kinds.tolist()
    for born, age, place in made.select("date_of_birth", "age", "plan_kind").iter_rows():
        least, most = plan.kinds[place].ages
        assert least <= age <= most
        assert date(2018 - age - 1, 8, 31) < born <= date(2018 - age, 8, 31)


def test_who_could_be_taken_for_somebody_before_is_left_out(monkeypatch):
    def each_twice(count, seed, **born):
        return pl.concat([people(count // 2, seed, **born)] * 2).sort("id")

    monkeypatch.setattr("rollbook.synthetic.returns.persons.people", each_twice)
    made = persons(plan_of("ctf", "25-partial"), np.zeros(10, dtype=np.int64), 1)
    assert len(made) == made.select("given_name", "family_name", "date_of_birth").n_unique() == 10


def test_without_faults_there_is_nothing_to_tell_and_with_all_wrong_each_record_has_one():
    assert make_return("lrs_batch", "2A", 40, 1).truth.is_empty()
    told = make_return("lrs_batch", "2A", 40, 1, faults=1.0).truth
    assert sorted(told["record"].to_list(), key=int) == [str(place) for place in range(1, 41)]


def test_pupils_numbers_are_all_different_where_one_age_has_thousands():
    raw = make_return("ctf", "25-partial", 2_500, 1).loaded.raw["pupil"]
    assert len(set(raw["UPN"].to_pylist())) == 2_500
