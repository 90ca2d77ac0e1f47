"""Dates are read strictly and ages counted in whole years."""

from datetime import date

import pytest

from rollbook.base.dates import age_on, in_words, parse_iso


@pytest.mark.parametrize(
    "text",
    [
        "2009-02-30",
        "2009-13-01",
        "14/03/2009",
        "2009-3-14",
        "20090314",
        "0000-01-01",
        "",
        "2009-02-29",
        "２００９-03-14",
    ],
)
def test_what_is_no_day_of_the_calendar_is_no_date(text):
    assert parse_iso(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("2008-02-29", date(2008, 2, 29)), (" 2100-01-01 ", date(2100, 1, 1)), ("1900-02-28", date(1900, 2, 28))],
)
def test_a_day_of_the_calendar_is_read(text, day):
    assert parse_iso(text) == day


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 2, 29), date(2021, 2, 28), 12),
        (date(2008, 2, 29), date(2021, 3, 1), 13),
        (date(2010, 9, 1), date(2026, 8, 31), 15),
        (date(2010, 9, 1), date(2026, 9, 1), 16),
    ],
)
def test_age_is_whole_years_lived(born, day, age):
    assert age_on(born, day) == age


def test_a_date_is_written_for_people():
    assert in_words(date(2009, 3, 14)) == "14 March 2009"
