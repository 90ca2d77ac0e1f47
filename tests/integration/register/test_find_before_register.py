"""A number follows the caller's own recent search for the same details, and nobody is passed over unseen."""

import pytest

from rollbook.definitions import Occasion
from rollbook.register.outcomes import NoMatch, PossibleMatches, TooManyMatches
from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.register import Registration, Result, register
from rollbook.service.models import DuplicateCase, Learner

TWIN = {"given_name": "Ottilie"}
ENROLMENT = "enrolment"


def search(fields, by):
    return find([fields], by=by, purpose=ENROLMENT)[0].outcome


def ask(fields, by, **more):
    return register([Registration(fields, **more)], by=by, purpose=ENROLMENT)[0]


def test_a_registration_without_a_search_says_nothing_of_whom_a_search_would_find(registered, by, someone, caller):
    registered()
    answer = ask(someone(), caller(name="somebody else"))
    assert (answer.result, answer.outcome, answer.uln) == (Result.SEARCH_FIRST, NoMatch(), None)


def test_a_search_for_other_details_is_no_proof(by, someone):
    search(someone(postcode="LE1 1AA"), by)
    assert ask(someone(), by).result is Result.SEARCH_FIRST


def test_the_same_details_written_otherwise_are_the_same(by, someone):
    search(someone(given_name="ZULEIKA", postcode="ze10aa"), by)
    assert ask(someone(), by).result is Result.NEW


def test_a_search_is_good_for_thirty_minutes(by, someone, later):
    search(someone(), by)
    later(29 * 60 + 50)
    assert ask(someone(), by).result is Result.NEW
    later(30 * 60 + 10)
    assert ask(someone(), by).result is Result.SEARCH_FIRST


def test_a_search_of_a_colleague_is_no_proof(by, someone, caller):
    search(someone(), by)
    assert ask(someone(), caller(name="colleague")).result is Result.SEARCH_FIRST


def test_a_search_that_was_refused_is_no_proof(by, someone):
    wrong = someone(date_of_birth="2008-02-30")
    search(wrong, by)
    assert ask(wrong, by).result is Result.INVALID
    assert ask(someone(), by).result is Result.SEARCH_FIRST


def test_possible_matches_stand_in_the_way(registered, by, someone, later):
    registered()
    search(someone(**TWIN), by)
    later(60)
    answer = ask(someone(**TWIN), by)
    assert answer.result is Result.UNDECIDED
    assert isinstance(answer.outcome, PossibleMatches)


@pytest.mark.parametrize(("seconds", "result"), [(4, Result.LOOK_FIRST), (6, Result.NEW)])
def test_possible_matches_are_looked_at_for_five_seconds_before_they_are_passed_over(
    registered, by, someone, later, seconds, result
):
    registered()
    search(someone(**TWIN), by)
    later(seconds)
    assert ask(someone(**TWIN), by, override="her twin, met both").result is result


@pytest.mark.parametrize("reason", ["", "   "])
def test_nobody_is_passed_over_without_a_reason(registered, by, someone, later, reason):
    registered()
    search(someone(**TWIN), by)
    later(60)
    assert ask(someone(**TWIN), by, override=reason).result is Result.UNDECIDED


def test_whoever_is_passed_over_goes_to_a_reviewer(registered, by, someone, later):
    first = registered()
    search(someone(**TWIN), by)
    later(60)
    made = ask(someone(**TWIN), by, override="her twin, met both")
    case = DuplicateCase.objects.get()
    assert {case.first_id, case.second_id} == {first, made.uln}
    assert (case.source, case.said, case.state) == ("override", "her twin, met both", "open")


def test_somebody_who_appears_after_the_search_is_looked_at_first(by, other, registered, someone, later):
    search(someone(**TWIN), by)  # finds nobody
    registered(who=other)
    later(60)
    assert ask(someone(**TWIN), by, override="I have looked").result is Result.LOOK_FIRST
    later(0)
    search(someone(**TWIN), by)
    later(60)
    assert ask(someone(**TWIN), by, override="her twin").result is Result.NEW


def test_an_unseen_candidate_stops_an_override_however_old_the_search(by, other, registered, someone, later):
    registered()
    search(someone(**TWIN), by)
    newcomer = registered_with_override(other, someone(given_name="Ottoline"), later)
    later(60)
    answer = ask(someone(**TWIN), by, override="her twin")
    assert newcomer in {candidate.uln for candidate in answer.outcome.candidates}
    assert answer.result is Result.LOOK_FIRST
    later(0)
    search(someone(**TWIN), by)
    later(60)
    assert ask(someone(**TWIN), by, override="her twin").result is Result.NEW


def registered_with_override(by, fields, later):
    search(fields, by)
    later(60)
    uln = ask(fields, by, override="a triplet").uln
    later(0)
    assert uln is not None
    return uln


def test_a_batch_never_passes_anybody_over(registered, caller, someone):
    registered()
    (answer,) = register(
        [Registration(someone(**TWIN), override="in a hurry")],
        by=caller("batch"),
        purpose=ENROLMENT,
        occasion=Occasion.BATCH,
    )
    assert answer.result is Result.UNDECIDED
    assert Learner.objects.count() == 1


def test_a_batch_searches_by_itself(caller, someone):
    request = Registration(someone())
    (answer,) = register([request], by=caller("batch"), purpose=ENROLMENT, occasion=Occasion.BATCH)
    assert answer.result is Result.NEW


def test_too_many_are_passed_over_with_a_case_for_each_of_the_likeliest(by, someone, registered, later, crowd):
    crowd(11)
    asked = someone()
    assert search(asked, by) == TooManyMatches(11)
    assert ask(asked, by, override="she is new").result is Result.LOOK_FIRST
    later(60)
    assert ask(asked, by).result is Result.UNDECIDED
    assert ask(asked, by, override="she is new").result is Result.NEW
    assert DuplicateCase.objects.filter(source="override").count() == 10


def test_ten_are_a_list_and_eleven_are_too_many(by, someone, crowd):
    crowd(10)
    assert len(search(someone(), by).candidates) == 10
    crowd(1)
    assert search(someone(), by) == TooManyMatches(11)


@pytest.mark.parametrize("text", ["it is\x00her twin", "twin\u202e"])
def test_a_reason_no_database_can_store_is_refused_with_a_sentence(by, someone, text):
    from rollbook.base.errors import InvalidInput

    with pytest.raises(InvalidInput) as refused:
        ask(someone(), by, override=text)
    assert refused.value.findings[0].field == "override"


def test_a_list_longer_than_a_transaction_takes_is_refused(by, someone):
    from rollbook.base.errors import UserError

    with pytest.raises(UserError, match="At most 500"):
        find([someone()] * 501, by=by, purpose=ENROLMENT)
    with pytest.raises(UserError, match="At most 500"):
        register([Registration(someone())] * 501, by=by, purpose=ENROLMENT)
