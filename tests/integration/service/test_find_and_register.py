"""Find before register: the caller's own search, then a number."""

from rollbook.register.outcomes import ExactMatch, NoMatch, PossibleMatches
from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.register import Registration, Result, register
from rollbook.service.models import LearnerEvidence


def test_a_learner_who_was_searched_for_gets_a_number_and_is_found_by_it(caller, someone):
    by = caller()
    (searched,) = find([someone()], by=by, purpose="enrolment")
    (registered,) = register([Registration(someone())], by=by, purpose="enrolment")
    (again,) = find([someone()], by=by, purpose="enrolment")
    assert isinstance(searched.outcome, NoMatch)
    assert registered.result is Result.NEW
    assert again.outcome == ExactMatch(registered.uln)


def test_a_learner_who_was_not_searched_for_gets_no_number(caller, someone):
    (registered,) = register([Registration(someone())], by=caller(), purpose="enrolment")
    assert registered.result is Result.SEARCH_FIRST
    assert registered.uln is None


def test_somebody_elses_search_is_no_proof(caller, someone):
    find([someone()], by=caller(name="ann"), purpose="enrolment")
    (registered,) = register([Registration(someone())], by=caller(name="ben"), purpose="enrolment")
    assert registered.result is Result.SEARCH_FIRST


def test_a_twin_is_a_possible_match_and_never_an_exact_one(caller, someone):
    by = caller()
    find([someone()], by=by, purpose="enrolment")
    register([Registration(someone())], by=by, purpose="enrolment")
    (twin,) = find([someone(given_name="Ottilie")], by=by, purpose="enrolment")
    assert isinstance(twin.outcome, PossibleMatches)


def test_evidence_seen_of_a_learner_who_has_a_number_is_recorded_with_her(caller, someone, other_college):
    first, second = caller(name="ann"), caller(name="ben", organisation=other_college)
    for by, evidence in ((first, "2"), (second, "3")):
        find([someone()], by=by, purpose="enrolment")
        register([Registration(someone(verification_type=evidence))], by=by, purpose="enrolment")
    assert sorted(LearnerEvidence.objects.values_list("verification_type", flat=True)) == [2, 3]


def test_two_people_of_unknown_address_are_possible_and_get_no_common_number(caller, someone):
    by = caller()
    nowhere = someone(postcode="ZZ99 9ZZ")
    find([nowhere], by=by, purpose="enrolment")
    (first,) = register([Registration(nowhere)], by=by, purpose="enrolment")
    (again,) = find([nowhere], by=by, purpose="enrolment")
    assert first.result is Result.NEW
    assert isinstance(again.outcome, PossibleMatches)
