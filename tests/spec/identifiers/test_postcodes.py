"""Postcode forms of learner.xsd."""

import pytest

from rollbook.definitions import postcodes
from rollbook.definitions.identifiers import Refused

GOOD = [
    ("SW1A 2AA", "SW1A 2AA"),
    ("sw1a2aa", "SW1A 2AA"),
    ("M1 1AE", "M1 1AE"),
    ("CV 1 2 WT", "CV1 2WT"),
    ("B33 8TH    ", "B33 8TH"),
    ("GIR 0AA", "GIR 0AA"),
    ("ZZ99 9ZZ", "ZZ99 9ZZ"),
    ("bfpo12", "BFPO 12"),
    ("BFPO 1234", "BFPO 1234"),
]
BAD = ["", "SW1A 2AC", "SW1A", "12345", "BFPO 12345", "CV1 2W", "CV1 2WT3", "D02 X285", "\x00"]


@pytest.mark.parametrize(("text", "expected"), GOOD)
def test_a_postcode_is_written_in_one_way(text, expected):
    assert postcodes.parse(text) == expected


@pytest.mark.parametrize("text", BAD)
def test_what_has_not_the_form_is_refused(text):
    assert isinstance(postcodes.parse(text), Refused)


def test_the_unknown_postcode_is_known_as_such():
    assert postcodes.is_placeholder("ZZ99 9ZZ")
    assert not postcodes.is_placeholder("SW1A 2AA")
