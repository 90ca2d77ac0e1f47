"""ULN vectors: HESA C17051, ILR derived rule DD01, CBDS 100016."""

import pytest

from rollbook.definitions.identifiers import Reason, Refused, uln, uln_with_check_digit

VALID = ["9276308686", "1000000000", "1000000043", "1234567899", "3000000002"]
REFUSED = [
    ("1000000063", Reason.CHECK_DIGIT),  # remainder 0: no check digit fits
    ("9276308685", Reason.CHECK_DIGIT),
    ("6666666666", Reason.CHECK_DIGIT),
    ("9999999999", Reason.PLACEHOLDER),
    ("9999999998", None),
    ("0276308686", Reason.CHARACTERS),
    ("927630868", Reason.LENGTH),
    ("92763086860", Reason.LENGTH),
    ("9.28E+09", Reason.CHARACTERS),
    ("٩٢٧٦٣٠٨٦٨٦", Reason.CHARACTERS),
    ("", Reason.EMPTY),
]


@pytest.mark.parametrize("number", VALID)
def test_published_ulns_are_valid(number):
    assert uln.parse(number) == number


@pytest.mark.parametrize(("number", "reason"), REFUSED)
def test_wrong_ulns_are_refused_with_their_reason(number, reason):
    parsed = uln.parse(number)
    assert (parsed.reason if isinstance(parsed, Refused) else None) == reason


@pytest.mark.parametrize("written", ["927 630 8686", "927-630-8686", " 9276308686 ", "927\u00a0630\u00a08686"])
def test_blanks_and_hyphens_are_forgiven(written):
    assert uln.parse(written) == "9276308686"


def test_remainder_nought_leaves_no_check_digit():
    assert uln_with_check_digit("100000006") is None


def test_check_digit_is_ten_less_the_remainder():
    assert uln_with_check_digit("100000004") == "1000000043"


def test_the_placeholder_is_refused_with_a_reason_of_its_own():
    assert "never a learner" in uln.why_refused("999 999 9999").says


def test_no_reason_repeats_the_number():
    assert not any(number in uln.why_refused(number).says for number in ["9276308685", "92763086860"])


def test_a_uln_is_written_for_people_in_three_groups():
    assert uln.for_people("9276308686") == "927 630 8686"


def test_nine_digits_are_demanded_of_a_caller():
    with pytest.raises(ValueError, match="nine digits"):
        uln_with_check_digit("12345678x")
