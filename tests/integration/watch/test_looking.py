"""The look that follows every few searches, whichever door they came through."""

import pytest

from rollbook.base.errors import NotAllowed
from rollbook.definitions.identifiers import uln_with_check_digit
from rollbook.organisations.watch import load_watch
from rollbook.service.actions.learners.find import find, find_by_number
from rollbook.service.actions.learners.register import Registration, register
from rollbook.service.actions.learners.verify import verify_all
from rollbook.service.actions.watching.looking import look
from rollbook.service.models import AccessLog, Alert, LearnerTold

PURPOSE = "enrolment"


def test_searches_without_enrolments_are_told_slowed_and_stopped_within_two_hundred(caller, search):
    by = caller("register")
    with pytest.raises(NotAllowed, match="stopped because of how learners were searched for"):
        search(200, by=by)
    alert = Alert.objects.get(credential=by.id)
    assert (alert.effect, alert.state) == ("stop", "open")
    assert [each["effect"] for each in alert.story] == ["tell", "slow", "stop"]
    assert AccessLog.objects.filter(action="find").count() < 200


def test_what_was_seen_is_explained_with_its_figures(caller, search):
    search(70, by=caller("register"))
    (alert,) = Alert.objects.all()
    (seen,) = alert.seen
    assert seen["rule"] == "strangers"
    assert seen["says"] == alert.because
    assert f"{alert.unsettled} searches led to no enrolment; the organisation holds 0 learners." == seen["says"]
    assert seen["thresholds"] == {"tell": 2.0, "slow": 4.0, "stop": 6.0}


def test_searches_that_lead_to_enrolments_are_left_alone(caller, strangers):
    by = caller("register")
    for fields in strangers(170):
        find([fields], by=by, purpose=PURPOSE)
        register([Registration(fields)], by=by, purpose=PURPOSE)
    assert not Alert.objects.exists()


def test_a_list_that_is_misuse_is_recorded_and_not_answered(caller, strangers):
    by = caller("machine:find")
    with pytest.raises(NotAllowed):
        find(strangers(300), by=by, purpose=PURPOSE)
    assert AccessLog.objects.filter(action="find", actor=by.id).count() == 300


def test_a_process_that_makes_one_search_looks_too(caller, search, strangers):
    from rollbook.service.actions.watching import looking

    by = caller("register")
    for fields in strangers(70):
        looking.forget()  # another process
        find([fields], by=by, purpose=PURPOSE)
    assert Alert.objects.get().effect == "tell"


def test_questions_by_number_count_as_searches(caller, someone):
    by = caller("view_only")
    spread = range(982_000_000, 984_000_000, 9_973)
    with pytest.raises(NotAllowed):
        _ask_by_number(spread, lambda asked: verify_all([asked], by=by, purpose=PURPOSE))
    assert {each["rule"] for each in Alert.objects.get().seen} >= {"strangers", "verify_only"}


def test_numbers_one_after_the_other_are_stopped_soon(caller):
    by = caller("view_only")
    with pytest.raises(NotAllowed):
        _ask_by_number(range(985_000_000, 985_000_070), lambda asked: find_by_number(**asked, by=by, purpose=PURPOSE))
    assert "sequence" in {each["rule"] for each in Alert.objects.get().seen}


def test_the_log_keeps_the_area_the_year_and_the_hundred_and_no_more(caller, someone):
    by = caller("register")
    find([someone()], by=by, purpose=PURPOSE)
    find_by_number("985 000 001 4", "Nemo", "Nobody", by=by, purpose=PURPOSE)
    first, second = AccessLog.objects.filter(actor=by.id).order_by("id")
    assert first.details == {"area": "ZE", "born": 2008}
    assert second.details == {"block": 98500000}


def test_the_learners_of_stopped_searches_are_told_and_ones_own_are_not(caller, other_college, search, someone):
    other, by = caller("register", organisation=other_college, name="other"), caller("register")
    theirs = someone(given_name="Peregrine", family_name="Quennell", postcode="DN1 1AA", date_of_birth="1987-11-30")
    own = someone(given_name="Orlando", postcode="LE1 1AA", gender="1", date_of_birth="1999-05-17")
    numbers = {}
    for who, fields in ((other, theirs), (by, own)):
        find([fields], by=who, purpose=PURPOSE)
        (made,) = register([Registration(fields)], by=who, purpose=PURPOSE)
        numbers[who.id] = made.uln
    find([theirs, own], by=by, purpose=PURPOSE)
    with pytest.raises(NotAllowed):
        search(200, by=by)
    (told,) = LearnerTold.objects.all()
    assert (told.learner_id, told.searches) == (numbers[other.id], 1)
    assert told.alert.credential == by.id
    assert AccessLog.objects.get(action="tell_learners").ulns == [numbers[other.id]]


def test_two_stopped_credentials_stop_their_organisation(caller, search):
    for name in ("ann", "ben"):
        with pytest.raises(NotAllowed):
            search(200, by=caller("register", name=name))
    whole = Alert.objects.get(credential="")
    assert (whole.effect, whole.because) == ("stop", "2 credentials of the organisation are stopped.")
    assert load_watch().stopped_credentials == 2


def test_looking_twice_says_nothing_twice(caller, search):
    by = caller("register")
    search(70, by=by)
    for _ in range(3):
        look(by.id, by.organisation)
    assert Alert.objects.count() == 1
    assert AccessLog.objects.filter(action="alert").count() == 1


def _ask_by_number(numbers, ask):
    """Ask about the numbers that have a check digit."""
    for uln in filter(None, (uln_with_check_digit(str(start)) for start in numbers)):
        ask({"uln": uln, "given_name": "Nemo", "family_name": "Nobody"})


def test_misuse_spread_over_many_credentials_stops_the_organisation(caller, strangers):
    callers = [caller("register", name=f"clerk {number}") for number in range(30)]
    with pytest.raises(NotAllowed):
        _take_turns(callers, strangers(200))
    (alert,) = Alert.objects.filter(effect="stop")
    assert (alert.credential, alert.credential_name) == ("", "Invented College 1")
    assert AccessLog.objects.filter(action="find").count() <= 200


def test_one_credentials_misuse_is_its_own_affair(caller, search):
    search(15, by=caller("register", name="somebody else"))
    with pytest.raises(NotAllowed):
        search(200, by=caller("register"))
    assert {alert.credential for alert in Alert.objects.all()} == {caller("register").id}


def _take_turns(callers, asked):
    for number, fields in enumerate(asked):
        find([fields], by=callers[number % len(callers)], purpose=PURPOSE)
