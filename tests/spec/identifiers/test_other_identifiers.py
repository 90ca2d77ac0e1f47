"""UKPRN, URN, LAESTAB and Scottish Candidate Number."""

import pytest

from rollbook.definitions.identifiers import Reason, laestab, scottish_candidate_number, ukprn, urn

CASES = [
    (ukprn, "10004721", "10004721"),
    (ukprn, "1000 4721", "10004721"),
    (ukprn, "90000051", "90000051"),
    (ukprn, "1000472", Reason.LENGTH),
    (ukprn, "TEST0001", Reason.CHARACTERS),
    (ukprn, "", Reason.EMPTY),
    (urn, "100000", "100000"),
    (urn, "10000", Reason.LENGTH),
    (laestab, "2013614", "2013614"),
    (laestab, "201/3614", "2013614"),
    (laestab, "201-3614", "2013614"),
    (laestab, "201361", Reason.LENGTH),
    (scottish_candidate_number, "145589606", "145589606"),
    (scottish_candidate_number, "845759405", "845759405"),
    (scottish_candidate_number, "845759406", Reason.CHECK_DIGIT),
    (scottish_candidate_number, "84575940", Reason.LENGTH),
]


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_numbers_are_parsed_or_refused_with_a_reason(kind, text, expected):
    parsed = kind.parse(text)
    assert getattr(parsed, "reason", parsed) == expected
    assert kind.is_valid(text) is (parsed == expected and isinstance(parsed, str))


def test_a_candidate_number_with_remainder_one_has_no_check_digit():
    stems = [f"{stem:08d}" for stem in range(10000000, 10000030)]
    without = [stem for stem in stems if scottish_candidate_number.check_digit(stem) is None]
    assert without
    assert not any(scottish_candidate_number.is_valid(f"{stem}{digit}") for stem in without for digit in range(10))


def test_a_laestab_is_written_with_a_stroke():
    assert laestab.for_people("2013614") == "201/3614"


@pytest.mark.parametrize(
    ("kind", "number"), [(ukprn, "10004721"), (urn, "100000"), (scottish_candidate_number, "145589606")]
)
def test_short_numbers_are_written_together(kind, number):
    assert kind.for_people(number) == number
