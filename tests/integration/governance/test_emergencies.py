"""A record opened in an emergency: exactly that learner, for exactly that user and time, seen by all, and judged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed, NotFound, TooOften
from rollbook.service import limits
from rollbook.service.actions import emergencies, users
from rollbook.service.models import AccessLog, Emergency, Learner, Sector, User
from rollbook.service.readers.emergencies import of_user, of_users, one_to_judge, own, to_judge

WHY = "Missing since this morning; the police ask for her address."


@pytest.fixture
def asked(learner):
    return {"uln": str(learner), "given_name": "Zuleika", "family_name": "Thistlewood"}


@pytest.fixture
def ann(user, acting):
    return acting(user("ann@a.example"))


@pytest.fixture
def reviewer(user, acting):
    return acting(user("rev@r.example", "reviewer"))


@pytest.fixture
def open_it(asked):
    def call(by, **changes):
        limits.forget()
        _forget_spent()
        return emergencies.open_record({**asked, **changes}, kind="missing", reason=WHY, by=by)

    return call


def _forget_spent():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("delete from rate_window")


def _over(found):
    """As if the half hour were over: it opened an hour ago."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table service_emergency disable trigger user")
        cursor.execute(
            "update service_emergency set opened_at = opened_at - interval '1 hour', until = until - interval '1 hour'"
            " where id = %s", [found.pk],
        )  # fmt: skip
        cursor.execute("alter table service_emergency enable trigger user")


@pytest.mark.parametrize("role", ["register", "view_only", "super_user", "operator"])
def test_who_may_not_see_a_learner_opens_the_record_for_a_while(open_it, user, acting, role):
    by = acting(user("who@a.example", role))
    shown = emergencies.read(open_it(by).pk, by=by)
    assert (shown["family_name"], shown["notes"]) == ("Thistlewood", [])


def test_it_is_in_the_learners_log_from_the_first_moment(open_it, ann, learner):
    found = open_it(ann)
    emergencies.read(found.pk, by=ann)
    rows = AccessLog.objects.filter(purpose="emergency").order_by("id")
    assert {tuple(each.ulns) for each in rows} == {(learner,)}
    assert list(rows.values_list("action", "actor")) == [("emergency_open", ann.id), ("emergency_read", ann.id)]


def test_an_organisation_sees_no_other_organisations_enrolments_in_it(open_it, ann):
    assert emergencies.read(open_it(ann).pk, by=ann)["enrolments"] == []


def test_names_that_are_not_hers_open_nothing_and_leave_a_row(open_it, ann, learner):
    with pytest.raises(NotFound, match="do not belong together"):
        open_it(ann, family_name="Quennell")
    assert (Emergency.objects.count(), AccessLog.objects.get(action="emergency_open").ulns) == (0, [learner])


def test_a_number_nobody_has_is_answered_like_a_wrong_name(open_it, ann):
    with pytest.raises(NotFound, match="do not belong together"):
        open_it(ann, uln="1000000043")


def test_near_names_need_the_birth_date(open_it, ann):
    with pytest.raises(NotFound):
        open_it(ann, given_name="Zuleyka")
    assert open_it(ann, given_name="Zuleyka", date_of_birth="2008-02-29").verdict == ""


def test_everything_wrong_is_named_at_once(asked, ann):
    with pytest.raises(InvalidInput) as told:
        emergencies.open_record(
            {**asked, "uln": "12", "given_name": "", "family_name": ""}, kind="boredom", reason="x", by=ann
        )
    assert {"uln", "family_name", "kind", "reason"} <= {finding.field for finding in told.value.findings}


def test_ones_own_learner_is_no_emergency(open_it, user, acting, other_college):
    with pytest.raises(Conflict, match="enrolled with your organisation"):
        open_it(acting(user("far@b.example", organisation=other_college)))


def test_a_form_sent_twice_is_one_emergency(open_it, ann):
    assert open_it(ann).pk == open_it(ann).pk


def test_one_record_at_a_time_and_few_in_a_day(open_it, ann):
    for _ in range(3):
        emergencies.close(open_it(ann).pk, by=ann)
    with pytest.raises(TooOften, match="24 hours"):
        open_it(ann)


def test_a_refusal_for_another_cause_does_not_tell_whether_number_and_names_fit(open_it, ann):
    opened = open_it(ann)
    with pytest.raises(Conflict, match="another record open"):
        open_it(ann, uln="1000000019")  # nobody's: held against the names first, it would be a NotFound
    for _ in range(3):
        emergencies.close(opened.pk, by=ann)
        opened = open_it(ann) if Emergency.objects.count() < 3 else opened
    for name in ("Zuleika", "Guessed"):
        with pytest.raises(TooOften, match="24 hours"):
            open_it(ann, given_name=name)


def test_guessing_is_slowed(asked, ann):
    wrong = [{**asked, "family_name": f"Guess{chr(65 + number)}"} for number in range(8)]  # more than two minutes allow

    def guess(each):
        with pytest.raises(NotFound):
            emergencies.open_record(each, kind="missing", reason=WHY, by=ann)

    with pytest.raises(TooOften):
        [guess(each) for each in wrong]


def test_after_the_half_hour_it_is_closed(open_it, ann):
    found = open_it(ann)
    _over(found)
    with pytest.raises(Conflict, match="closed again"):
        emergencies.read(found.pk, by=ann)


def test_closed_early_it_stays_closed(open_it, ann):
    found = emergencies.close(open_it(ann).pk, by=ann)
    with pytest.raises(Conflict, match="closed again"):
        emergencies.read(found.pk, by=ann)
    assert emergencies.close(found.pk, by=ann).closed_at == found.closed_at


def test_nobody_else_reads_it(open_it, ann, user, acting, other_college):
    found = open_it(ann)
    for email, role, home in (
        ("b@a.example", "register", None), ("boss@a.example", "super_user", None), ("o@r.example", "operator", None),
        ("c@b.example", "register", other_college),
    ):  # fmt: skip
        made = user(email, role)
        if home:
            User.objects.filter(pk=made.pk).update(organisation=home)
            made.refresh_from_db()
        with pytest.raises(NotFound):
            emergencies.read(found.pk, by=acting(made))


def test_whoever_moves_to_another_organisation_takes_nothing_along(open_it, ann, user, acting, make_organisation):
    found = open_it(ann)
    User.objects.filter(email="ann@a.example").update(organisation=make_organisation())
    with pytest.raises(NotFound):
        emergencies.read(found.pk, by=acting(User.objects.get(email="ann@a.example")))


def test_no_other_door_opens_with_it(open_it, ann, learner, someone):
    from rollbook.service.actions.learners import enrolments, read, update
    from rollbook.service.actions.learners.duplicates import report
    from rollbook.service.actions.learners.holding import is_held

    open_it(ann)
    assert not is_held(learner, by=ann)
    for attempt in (
        lambda: read.read(learner, by=ann, purpose="enrolment"),
        lambda: read.read_as_it_stood(learner, timezone.now(), by=ann, purpose="enrolment"),
        lambda: update.update(learner, {"postcode": "LE1 1AA"}, version=None, reason="x", by=ann, purpose="enrolment"),
        lambda: report(learner, learner + 1, said="x", by=ann, purpose="enrolment"),
        lambda: read.reveal("invented", by=ann, purpose="enrolment"),
        lambda: enrolments.enrol({"uln": str(learner), "given_name": "Q", "family_name": "Q"},
                                 start=timezone.localdate(), by=ann, purpose="enrolment"),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            attempt()
    assert Learner.objects.get(pk=learner).postcode == "ZE1 0AA"


def test_emergency_is_no_purpose_anybody_can_state(open_it, ann, learner):
    from rollbook.service.actions.learners import read

    open_it(ann)
    with pytest.raises(InvalidInput):
        read.read(learner, by=ann, purpose="emergency")


def test_an_operators_emergency_opens_one_record_and_gives_no_permission(open_it, user, acting, learner):
    from rollbook.service.actions.learners import read

    by = acting(user("o@r.example", "operator"))
    open_it(by)
    with pytest.raises(NotAllowed):
        read.read(learner, by=by, purpose="register_upkeep")


def test_a_machine_and_a_reviewer_open_none(asked, caller):
    for role in ("machine:register", "reviewer", "batch"):
        with pytest.raises(NotAllowed):
            emergencies.open_record(asked, kind="missing", reason=WHY, by=caller(role))


def test_super_user_and_operator_see_it_at_once_and_others_do_not(open_it, ann, user, acting, college, other_college):
    found = open_it(ann)
    sector = Sector.objects.create(organisation=college, name="Adults")
    boss, operator = acting(user("boss@a.example", "super_user")), acting(user("o@r.example", "operator"))
    for by in (boss, operator):
        assert [each.emergency.pk for each in of_users(by=by)] == [found.pk]
        assert of_user(found.pk, by=by).is_open
    for by in (
        acting(user("s@a.example", "super_user", sector=sector)),
        acting(user("far@b.example", "super_user", organisation=other_college)),
    ):
        assert of_users(by=by) == []
        with pytest.raises(NotFound):
            of_user(found.pk, by=by)
        with pytest.raises(NotFound):
            emergencies.cut_short(found.pk, by=by)
    emergencies.cut_short(found.pk, by=boss)
    with pytest.raises(Conflict):
        emergencies.read(found.pk, by=ann)


def test_a_reviewer_accepts_it(open_it, ann, reviewer):
    found = open_it(ann)
    assert [each.emergency.pk for each in to_judge(by=reviewer)] == [found.pk]
    judged = emergencies.judge(found.pk, is_accepted=True, said="The police have confirmed the search.", by=reviewer)
    assert (judged.verdict, judged.consequence, judged.closed_at is not None) == ("accepted", "", True)
    assert own(by=ann)[0].emergency.judgement == "The police have confirmed the search."


def test_what_was_no_emergency_has_a_consequence(open_it, ann, reviewer, user, acting):
    found, said = open_it(ann), "The police know of no search for her."
    emergencies.judge(found.pk, is_accepted=False, said=said, consequence="suspended", by=reviewer)
    assert not User.objects.get(email="ann@a.example").is_active
    boss = acting(user("boss@a.example", "super_user"))
    with pytest.raises(Conflict, match="emergency"):
        users.restore("ann@a.example", by=boss)
    assert users.restore("ann@a.example", by=acting(user("o@r.example", "operator"))).is_active


@pytest.mark.parametrize(("is_accepted", "consequence"), [(True, "reminded"), (False, ""), (False, "flogged")])
def test_a_judgement_and_its_consequence_fit(open_it, ann, reviewer, is_accepted, consequence):
    found = open_it(ann)
    with pytest.raises(InvalidInput):
        emergencies.judge(
            found.pk, is_accepted=is_accepted, said="A judgement in words.", consequence=consequence, by=reviewer
        )


def test_it_is_judged_once(open_it, ann, reviewer):
    found = open_it(ann)
    emergencies.judge(found.pk, is_accepted=True, said="The police have confirmed it.", by=reviewer)
    with pytest.raises(Conflict, match="has been judged"):
        emergencies.judge(found.pk, is_accepted=True, said="The police have confirmed it.", by=reviewer)


def test_what_nobody_judged_in_time_shows(open_it, ann, reviewer, monkeypatch):
    from rollbook.service.readers import emergencies as reader

    found = open_it(ann)

    class Later:
        @staticmethod
        def now():
            return timezone.now() + timedelta(days=4)

    monkeypatch.setattr(reader, "timezone", Later)
    assert one_to_judge(found.pk, by=reviewer).is_overdue
