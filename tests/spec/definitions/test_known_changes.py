"""What is known to have changed since the edition of 2013: before and after, day by day."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from rollbook.definitions.cbds import dictionary

CODES = [
    # code set, code, a day on which it counts, a day on which it does not
    ("D00194", "A", date(2014, 8, 31), date(2014, 9, 1)),
    ("D00194", "P", date(2014, 8, 31), date(2014, 9, 1)),
    ("D00194", "S", date(2018, 3, 31), date(2018, 4, 1)),
    ("D00194", "K", date(2014, 9, 1), date(2014, 8, 31)),
    ("D00194", "E", date(2014, 9, 1), date(2014, 8, 31)),
    ("D00023", "BESD", date(2014, 8, 31), date(2014, 9, 1)),
    ("D00023", "SEMH", date(2014, 9, 1), date(2014, 8, 31)),
    ("D00023", "NSA", date(2014, 9, 1), date(2014, 8, 31)),
    ("D00180", "FIXD", date(2021, 8, 31), date(2021, 9, 1)),
    ("D00180", "SUSP", date(2021, 9, 1), date(2021, 8, 31)),
    ("D00020", "E1", date(2018, 9, 1), date(2018, 8, 31)),
    ("D00067", "AT", date(2014, 9, 1), date(2014, 8, 31)),
]


@pytest.mark.parametrize(("code_set", "code", "counts", "does_not"), CODES)
def test_a_code_counts_from_when_to_when(code_set, code, counts, does_not):
    held = dictionary().code_set(code_set)
    assert code in held.values(counts)
    assert code not in held.values(does_not)


def test_a_code_that_never_changed_counts_on_both_sides():
    for day in (date(2014, 8, 31), date(2021, 9, 1)):
        assert "N" in dictionary().code_set("D00194").values(day)


def test_the_element_sex_was_called_gender():
    (versions,) = dictionary().versions("100008")
    assert [(item.version, item.tag, item.valid_from, item.valid_to) for item in versions] == [
        (1, "Gender", date(2000, 10, 10), date(2023, 8, 31)),
        (2, "Sex", date(2023, 9, 1), None),
    ]


def test_every_later_change_says_why_from_whom_and_how_sure():
    known = dictionary()
    items = [item for versions in known.items.values() for item in versions if item.version > 1 or item.ours]
    codes = [row for each in known.code_sets.values() for row in each.rows if row.valid_from or row.valid_to]
    assert len(items) >= 10
    assert len(codes) >= 11
    silent = [each for each in (*items, *codes) if not each.because or not each.source or each.sure not in SURE]
    assert silent == []


SURE = {"day", "about", "by"}


def test_versions_of_an_item_follow_one_another_without_a_gap():
    for versions in dictionary().items.values():
        for earlier, later in itertools.pairwise(versions):
            assert (later.valid_from - earlier.valid_to).days == 1
            assert later.version == earlier.version + 1
