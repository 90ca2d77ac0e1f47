"""The strict normal form."""

import pytest

from rollbook.matching import Details, normalise
from rollbook.matching.normal_form import normal_postcode


@pytest.mark.parametrize("written", ["Zoë", "ZOE", " zoe ", "Zoé"])
def test_case_accents_and_blanks_do_not_matter(written):
    assert normalise(Details(given_name=written, family_name="Ash")).given == "zoe"


@pytest.mark.parametrize(("given", "family"), [("Suharto", ""), ("", "Suharto"), ("-", "Suharto"), ("FNU", "Suharto")])
def test_a_single_name_always_stands_as_the_family_name(given, family):
    normal = normalise(Details(given_name=given, family_name=family))
    assert (normal.given, normal.family) == ("", "suharto")


@pytest.mark.parametrize(
    ("written", "normal"),
    [("ze1 0aa", "ZE10AA"), ("ZE1 OAA", "ZE10AA"), ("S1 1AA", "S11AA"), ("4223", "4223"), ("", ""), ("--", "")],
)
def test_postcodes_are_capitals_and_digits_with_o_and_0_where_they_belong(written, normal):
    assert normal_postcode(written) == normal


def test_what_only_repeats_the_current_value_is_no_former_value():
    normal = normalise(
        Details(
            "Zoe",
            "Ash",
            postcode="ZE1 0AA",
            previous_family_name="ASH",
            former_names=(("Zoe", "Ash"), ("Zoe", "Birch")),
            former_postcodes=("ZE1 0AA", "KW1 4XX"),
        )
    )
    assert normal.previous == ("birch",)
    assert normal.former_names == (("zoe", "birch"),)
    assert normal.former_postcodes == ("KW14XX",)


def test_what_is_no_email_address_is_left_out():
    assert normalise(Details("Zoe", "Ash", email="none")).email == ""
