"""What follows from an alert: refused, slowed, lifted, suspended. Each constraint has a test that breaks it."""

from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed, NotFound, TooOften
from rollbook.service import limits
from rollbook.service.actions.watching import deciding
from rollbook.service.actions.watching.looking import look
from rollbook.service.credentials import caller_of_user
from rollbook.service.models import AccessLog, Alert, LearnerTold, User, WatchProfile
from rollbook.service.readers.standing import is_stopped
from tests.integration.database.statements import breaks, make


@pytest.fixture
def clerk(college):
    return User.objects.create(email="c@a.example", name="Clerk", role="register", organisation=college)


@pytest.fixture
def alert(college, clerk):
    """An alert about the clerk, with an effect."""

    def raise_(effect="stop", **values):
        now = timezone.now()
        start = {"organisation": college, "credential": f"user:{clerk.pk}", "effect": effect, "because": "It is so.",
                 "searched_from": now, "opened_at": now, "changed_at": now}  # fmt: skip
        return Alert.objects.create(**{**start, **values})

    return raise_


def test_who_is_stopped_is_refused_from_the_next_request_on(clerk, alert):
    assert caller_of_user(clerk, channel="portal")
    alert("stop")
    with pytest.raises(NotAllowed, match="stopped"):
        caller_of_user(clerk, channel="portal")


@pytest.mark.parametrize("effect", ["tell", "slow"])
def test_who_is_not_stopped_goes_on(effect, clerk, alert):
    alert(effect)
    assert caller_of_user(clerk, channel="portal")


def test_a_stopped_organisation_stops_everybody_in_it_and_nobody_else(college, other_college, clerk, alert):
    alert("stop", credential="")
    assert is_stopped(college.pk, f"user:{clerk.pk}")
    assert not is_stopped(other_college.pk, f"user:{clerk.pk}")


def test_a_slowed_credential_has_a_twentieth_of_its_allowance(clerk, alert):
    alert("slow")
    by = caller_of_user(clerk, channel="portal")
    for _ in range(6):
        limits.spend(1, by=by)
    with pytest.raises(TooOften, match="slowed because of how learners were searched for: 6 a minute"):
        limits.spend(1, by=by)


def test_lifting_needs_a_reason_and_lets_the_credential_work_on(clerk, alert, caller):
    standing = alert("stop")
    with pytest.raises(InvalidInput):
        deciding.lift(standing.pk, reason=" ", by=caller("operator"))
    deciding.lift(standing.pk, reason="They moved house.", by=caller("operator"))
    assert caller_of_user(clerk, channel="portal")
    (entry,) = AccessLog.objects.filter(action="alert_decide")
    assert (entry.outcome, entry.details["credential"]) == ("lifted", f"user:{clerk.pk}")


def test_what_was_lifted_is_not_held_against_anybody_again(caller, search):
    by = caller("register")
    with pytest.raises(NotAllowed):
        search(200, by=by)
    deciding.lift(Alert.objects.get().pk, reason="A count for the governors.", by=caller("operator"))
    assert look(by.id, by.organisation).searches == 0
    search(10, by=by)
    assert Alert.objects.exclude(state="lifted").count() == 0


def test_what_is_kept_says_nothing_more_until_more_is_seen(caller, search):
    by = caller("register")
    search(70, by=by)
    deciding.keep(Alert.objects.get().pk, reason="Known: open evening.", by=caller("operator"))
    look(by.id, by.organisation)
    assert Alert.objects.get().state == "kept"
    search(45, by=by)
    assert (Alert.objects.get().state, Alert.objects.get().effect) == ("open", "slow")


def test_suspending_suspends_the_person(clerk, alert, caller):
    deciding.suspend(alert("stop").pk, reason="They sold ages.", by=caller("operator"))
    clerk.refresh_from_db()
    assert not clerk.is_active


def test_a_decision_stands(alert, caller):
    standing = alert()
    deciding.lift(standing.pk, reason="In order.", by=caller("operator"))
    with pytest.raises(Conflict):
        deciding.keep(standing.pk, reason="Not in order.", by=caller("operator"))


def test_a_super_user_answers_her_own_organisations_alert_and_no_other(alert, caller, other_college):
    standing = alert()
    deciding.answer(standing.pk, "We moved our records.", by=caller("super_user"))
    standing.refresh_from_db()
    assert standing.answer == "We moved our records."
    with pytest.raises(NotFound):
        deciding.answer(standing.pk, "No.", by=caller("super_user", organisation=other_college, name="elsewhere"))
    with pytest.raises(NotAllowed):
        deciding.lift(standing.pk, reason="Please.", by=caller("super_user"))


def test_an_alert_is_what_it_says(alert, college):
    alert("stop")
    now = timezone.now()
    start = {"organisation": college, "credential": "client:x", "effect": "tell", "because": "x",
             "searched_from": now, "opened_at": now, "changed_at": now}  # fmt: skip
    for wrong, broken in (
        ({"credential": Alert.objects.get().credential}, "one_standing_alert_a_credential"),
        ({"effect": "yell"}, "alert_effect_is_known"),
        ({"state": "lost", "decided_at": now, "decided_by": "o", "decision": "x"}, "alert_state_is_known"),
        ({"state": "lifted"}, "alert_decided_by_somebody_with_a_reason"),
        ({"state": "lifted", "decided_at": now, "decided_by": "o"}, "alert_decided_by_somebody_with_a_reason"),
        ({"decided_at": now, "decided_by": "o"}, "alert_decided_by_somebody_with_a_reason"),
        ({"answer": "x"}, "alert_answered_by_somebody"),
        ({"answered_by": "x"}, "alert_answered_by_somebody"),
        ({"changed_at": now.replace(year=2000)}, "alert_changes_after_it_opened"),
    ):
        assert breaks(make(Alert, **{**start, **wrong})) == broken
    assert (
        breaks(make(WatchProfile, organisation=college, learners=-1, areas={}, born={}, counted_at=now))
        == "profile_counts_are_not_negative"
    )


def test_what_a_learner_was_told_stays_and_is_in_order(alert, caller, someone):
    from rollbook.service.actions.learners.find import find
    from rollbook.service.actions.learners.register import Registration, register

    by = caller("register", name=str(uuid4()))
    find([someone()], by=by, purpose="enrolment")
    (made,) = register([Registration(someone())], by=by, purpose="enrolment")
    now = timezone.now()
    start = {"alert": alert(), "learner_id": made.uln, "searches": 1, "first_at": now, "last_at": now, "told_at": now}
    told = LearnerTold.objects.create(**start)
    assert breaks(make(LearnerTold, **start)) == "learner_told_once_an_alert"
    for wrong in ({"searches": 0}, {"last_at": now.replace(year=2000)}, {"told_at": now.replace(year=2000)}):
        other = {**start, "alert": alert("tell", credential=str(uuid4()))}
        assert breaks(make(LearnerTold, **{**other, **wrong})) == "told_of_searches_in_order"
    with pytest.raises(DatabaseError, match="only ever added"):
        told.delete()


def test_who_answers_for_a_stopped_organisation_sees_why_and_nothing_else(college, alert):
    ada = User.objects.create(email="ada@a.example", name="Ada", role="super_user", organisation=college)
    standing = alert("stop", credential="")
    by = caller_of_user(ada, channel="portal")
    deciding.answer(standing.pk, "We compared two lists.", by=by)
    with pytest.raises(NotAllowed, match="Your organisation has been stopped"):
        by.require("find")
    alert("stop", credential=f"user:{ada.pk}")
    with pytest.raises(NotAllowed, match="This credential"):
        caller_of_user(ada, channel="portal")
