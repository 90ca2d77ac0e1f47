"""UPN vectors: CBDS 100001, and the example that two suppliers' help pages have wrong."""

import pytest

from rollbook.definitions.identifiers import UPN, Reason, Refused, upn

VALID = ["B801200005001", "H801200001001", "R201100018042", "T20110001804V", "F98765432123B", "T999999609170"]
REFUSED = [
    ("A999999609170", Reason.CHECK_DIGIT),  # a public fixture that was never checked
    ("I801200001001", Reason.CHARACTERS),
    ("H80120000100S", Reason.CHARACTERS),
    ("H80120000X001", Reason.CHARACTERS),
    ("H80120000100", Reason.LENGTH),
    ("", Reason.EMPTY),
]


@pytest.mark.parametrize("value", VALID)
def test_published_upns_are_valid(value):
    assert upn.parse(value) == UPN(value)


@pytest.mark.parametrize(("value", "reason"), REFUSED)
def test_wrong_upns_are_refused_with_their_reason(value, reason):
    parsed = upn.parse(value)
    assert isinstance(parsed, Refused)
    assert parsed.reason is reason


def test_the_suppliers_worked_example_gives_p_and_not_q():
    assert upn.check_letter("207000016049") == "P"
    assert upn.is_valid("P207000016049")
    assert not upn.is_valid("Q207000016049")


def test_a_temporary_upn_ends_in_a_letter():
    assert upn.parse("T20110001804V").is_temporary
    assert not upn.parse("R201100018042").is_temporary


def test_blanks_hyphens_and_small_letters_are_forgiven():
    assert upn.parse("r201-1000 18042") == UPN("R201100018042")


def test_a_former_upn_differs_from_the_present_one():
    assert upn.parse_former("R201100018042", current="H801200001001") == UPN("R201100018042")
    assert upn.parse_former("R201100018042", current="r201 100018042").reason is Reason.PLACEHOLDER


def test_the_authority_is_checked_only_against_a_list_that_is_given():
    assert upn.parse("R201100018042", local_authorities={"201"}) == UPN("R201100018042")
    assert upn.parse("R201100018042", local_authorities={"202"}).reason is Reason.AREA


def test_the_parts_of_a_upn_are_named():
    assert (upn.parse("R201100018042").local_authority, upn.parse("R201100018042").establishment) == ("201", "1000")


def test_a_upn_is_written_together():
    assert upn.for_people(UPN("R201100018042")) == "R201100018042"


def test_twelve_characters_of_the_right_form_are_demanded_of_a_caller():
    with pytest.raises(ValueError, match="eleven digits"):
        upn.check_letter("20110001804")
