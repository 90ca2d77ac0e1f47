"""Whose names these are likely to be, from our own lists: right for most people of an invented register."""

from __future__ import annotations

import pytest

from rollbook.synthetic.likely_community import likely_community
from rollbook.synthetic.people import people


def test_the_likely_community_is_right_for_most_of_each():
    register = people(4000, 9)
    said = [likely_community(*name) for name in zip(register["given_name"], register["family_name"], strict=True)]
    for community in register["community"].unique():
        right = [guess == community for guess, is_ in zip(said, register["community"], strict=True) if is_ == community]
        assert sum(right) / len(right) > 0.75, community


@pytest.mark.parametrize(("given", "family"), [("", ""), ("Xqzt", "Wvvfk"), ("1", "-")])
def test_names_on_no_list_are_nobodys(given, family):
    assert likely_community(given, family) == ""


def test_case_and_accents_do_not_matter():
    assert likely_community("WOJCIECH", "kowalczyk") == likely_community("Wojciech", "Kowalczyk") == "east_european"
