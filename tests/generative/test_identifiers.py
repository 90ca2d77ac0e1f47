"""Identifiers under any text: an answer, never a traceback; and what is made is read back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollbook.definitions import Occasion, check_learner, learner_definition
from rollbook.definitions.identifiers import (
    Refused,
    laestab,
    scottish_candidate_number,
    ukprn,
    uln,
    uln_with_check_digit,
    upn,
    urn,
)

NINE_DIGITS = st.integers(100_000_000, 999_999_999).map(str)
KINDS = [uln, upn, ukprn, urn, laestab, scottish_candidate_number]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__.rpartition(".")[2])
@given(text=st.text() | st.from_regex(r"[A-Z]?[0-9 -]{5,14}[A-Z]?", fullmatch=True))
def test_any_text_is_parsed_or_refused_in_a_sentence(kind, text):
    parsed = kind.parse(text)
    assert not isinstance(parsed, Refused) or (parsed.says.endswith(".") and parsed.fix)


@given(stem=NINE_DIGITS)
def test_a_made_uln_is_valid_and_every_other_last_digit_is_not(stem):
    made = uln_with_check_digit(stem)
    assert [f"{stem}{digit}" for digit in range(10) if uln.is_valid(f"{stem}{digit}")] == ([made] if made else [])


@given(stem=NINE_DIGITS, place=st.integers(0, 9), by=st.integers(1, 9))
def test_one_wrong_digit_in_a_uln_is_always_noticed(stem, place, by):
    made = uln_with_check_digit(stem)
    if made is not None:
        wrong = f"{made[:place]}{(int(made[place]) + by) % 10}{made[place + 1 :]}"
        assert not uln.is_valid(wrong)


@given(rest=st.from_regex(rf"\A[0-9]{{11}}[0-9{upn.LETTERS}]\Z"))
def test_a_upn_with_its_letter_is_valid_and_with_another_is_not(rest):
    letter = upn.check_letter(rest)
    assert [first for first in upn.LETTERS if upn.is_valid(first + rest)] == [letter]


@given(
    fields=st.dictionaries(
        st.sampled_from([*learner_definition().fields]), st.none() | st.text(max_size=300) | st.integers()
    ),
    occasion=st.sampled_from(list(Occasion)),
)
def test_any_details_are_checked_without_a_failure(fields, occasion):
    findings = check_learner(fields, today=date(2026, 11, 24), occasion=occasion)
    assert all(found.field in learner_definition().fields and found.says for found in findings)
