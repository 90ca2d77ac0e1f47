"""From records to an outcome: exact only when one learner agrees in everything, else possible, else too many."""

from datetime import date

import pytest

from rollbook.matching import Details, load_model, normalise
from rollbook.register.find import Judge, Known, decide
from rollbook.register.outcomes import (
    NAMES,
    ExactMatch,
    LinkedMatch,
    NoMatch,
    Outcome,
    PossibleMatches,
    TooManyMatches,
    name_of,
)
from rollbook.register.policy import load_policy

JUDGE = Judge(load_model(), register_size=10_000, possible=-8.0, most_possible=10)
ZULEIKA = {
    "given_name": "Zuleika",
    "family_name": "Thistlewood",
    "date_of_birth": date(2008, 2, 29),
    "gender": "2",
    "postcode": "ZE1 0AA",
}


def normal(**changes):
    return normalise(Details(**{**ZULEIKA, **changes}))


def known(number, survivor=None, **changes):
    return Known(number, survivor or number, normal(**changes))


def test_one_record_that_agrees_in_all_five_is_exact():
    assert decide(normal(), [known(1)], JUDGE) == ExactMatch(1)


def test_two_learners_who_agree_in_all_five_are_possible_both():
    outcome = decide(normal(), [known(1), known(2)], JUDGE)
    assert isinstance(outcome, PossibleMatches)
    assert {candidate.uln for candidate in outcome.candidates} == {1, 2}


def test_two_numbers_of_one_learner_who_agree_are_exact():
    assert decide(normal(), [known(1, survivor=2), known(2)], JUDGE) == ExactMatch(2)


def test_a_linked_record_alone_leads_to_its_survivor():
    records = [known(1, survivor=2), known(2, 2, family_name="Quennell", postcode="LE1 1AA")]
    assert decide(normal(), records, JUDGE) == LinkedMatch(uln=2, linked=1)


@pytest.mark.parametrize(
    "contradiction",
    [{"email": "zuleika@home.invalid"}, {"place_of_birth": "Lerwick"}, {"school_at_16": "Anderson High"}],
)
def test_something_else_that_contradicts_is_never_exact(contradiction):
    (field,) = contradiction
    other = {"email": "marchbanks.o@work.invalid", "place_of_birth": "Truro", "school_at_16": "Poltair"}[field]
    outcome = decide(normal(**contradiction), [known(1, **{field: other})], JUDGE)
    assert isinstance(outcome, PossibleMatches)


def test_what_tells_two_alike_apart_makes_one_of_them_exact():
    records = [known(1, email="zuleika@home.invalid"), known(2, email="marchbanks.o@work.invalid")]
    assert decide(normal(email="zuleika@home.invalid"), records, JUDGE) == ExactMatch(1)


def test_eleven_are_too_many_and_ten_are_not():
    ten = [known(number) for number in range(1, 11)]
    assert isinstance(decide(normal(), ten, JUDGE), PossibleMatches)
    outcome = decide(normal(), [*ten, known(11)], JUDGE)
    assert outcome == TooManyMatches(11)
    assert len(outcome.likeliest) == 10


def test_a_survivor_and_its_linked_numbers_count_once():
    records = [known(number, survivor=100, family_name="Thistlewoode") for number in range(1, 15)]
    outcome = decide(normal(), records, JUDGE)
    assert isinstance(outcome, PossibleMatches)
    assert [candidate.uln for candidate in outcome.candidates] == [100]


def test_the_likeliest_comes_first():
    records = [known(1, given_name="Ottilie"), known(2, family_name="Thistlewoode"), known(3, postcode="LE1 1AA")]
    outcome = decide(normal(), records, JUDGE)
    weights = [candidate.match.weight for candidate in outcome.candidates]
    assert weights == sorted(weights, reverse=True)


def test_somebody_quite_different_is_no_match():
    stranger = known(1, given_name="Peregrine", family_name="Oyelaran", date_of_birth=date(1971, 1, 2), gender="1")
    assert decide(normal(), [stranger], JUDGE) == NoMatch()


def test_nobody_is_no_match():
    assert decide(normal(), [], JUDGE) == NoMatch()


def test_an_unknown_gender_is_never_exact():
    assert isinstance(decide(normal(gender="0"), [known(1)], JUDGE), PossibleMatches)


def test_every_outcome_has_a_word():
    assert set(NAMES) == set(Outcome.__args__)
    assert [name_of(NoMatch()), name_of(TooManyMatches(11))] == ["none", "too_many"]


def test_the_limits_are_those_of_the_register():
    policy = load_policy()
    assert (policy.most_possible, policy.most_in_transaction) == (10, 500)
    assert (policy.search_valid.total_seconds(), policy.look.total_seconds()) == (1800, 5)
