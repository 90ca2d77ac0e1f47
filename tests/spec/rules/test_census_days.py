"""The days of the School Census: those that a source names, and how others are worked out."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.standards.tables import open_tables, standard_data
from rollbook.standards.tables.standard_data import create_macros

DATA = standard_data("school_census", "2018-19")


@pytest.fixture(scope="module")
def asked():
    """Answers what a word of the rules says. The list of days that are named is empty here."""
    with open_tables() as connection:
        connection.execute("create table codes (list varchar, code varchar, valid_from date, valid_to date)")
        names = {"thursday_of", "census_day_of", "window_start", "window_end", "year_place"}
        create_macros(connection, tuple(macro for macro in DATA.macros if macro.name in names))
        yield lambda sql: connection.execute(f"select {sql}").fetchall()[0][0]


@pytest.mark.parametrize("named", DATA.codes["CensusDay"].codes, ids=lambda one: one.code)
def test_every_day_that_a_source_names_is_the_one_that_is_worked_out(asked, named):
    term, year = named.code.split()
    assert asked(f"census_day_of('{term}', {year})") == named.valid_from


@pytest.mark.parametrize(
    ("term", "year", "day"),
    [
        ("AUT", 2018, date(2018, 10, 4)),
        ("SUM", 2019, date(2019, 5, 16)),
        ("AUT", 2015, date(2015, 10, 1)),
        ("SPR", 2015, date(2015, 1, 15)),
        ("XXX", 2019, None),
    ],
)
def test_other_days_are_thursdays_of_the_month(asked, term, year, day):
    assert asked(f"census_day_of('{term}', {year})") == day


def test_year_groups_stand_in_the_order_of_the_rules(asked):
    groups = ["E1", "E2", "N1", "N2", "R", *map(str, range(1, 15))]
    places = [asked(f"year_place('{one}')") for one in groups]
    assert places == sorted(places)
    assert len(set(places)) == len(groups)
    assert asked("year_place('X')") is None
