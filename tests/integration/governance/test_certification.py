"""Each term an owner says who still needs access and for what; what nobody speaks for is suspended, and comes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rollbook.base.errors import Conflict, InvalidInput, NotFound
from rollbook.service.actions import clients, users
from rollbook.service.actions.certification import certify, enforce, open_round
from rollbook.service.models import AccessChange, Certification, Client, Sector, User
from rollbook.service.readers.certification import standing, states

TERM = date(2026, 10, 5)
AFTER = date(2026, 12, 24)


@pytest.fixture
def boss(user, acting):
    return acting(user("boss@a.example", "super_user"))


@pytest.fixture
def second(user, acting):
    return acting(user("second@a.example", "super_user"))


@pytest.fixture
def ann(user):
    return user("ann@a.example")


@pytest.fixture
def opened(boss, second, ann):
    return open_round(TERM)


def _of(who):
    return f"user:{who.pk}"


def test_a_round_opens_once(opened):
    assert open_round(TERM + timedelta(days=1)).pk == opened.pk
    assert open_round(date(2026, 8, 1)) is None


def test_an_owner_certifies_and_everybody_else_is_suspended_after_the_day(opened, boss, second, ann):
    certify(_of(ann), is_needed=True, why="Enrols the art school", by=boss)
    assert enforce(opened.due_on) == 0
    assert enforce(opened.due_on + timedelta(days=1)) == 2  # both super users
    assert User.objects.get(is_active=True) == ann
    assert set(AccessChange.objects.values_list("cause", "by")) == {("not_certified", "system:access")}


def test_a_round_is_enforced_once(opened, boss, ann, user, acting):
    enforce(AFTER)
    certify(_of(ann), is_needed=True, why="Enrols the art school", by=acting(user("o@r.example", "operator")))
    assert enforce(AFTER) == 0


def test_a_late_certification_restores(opened, user, acting, ann):
    enforce(AFTER)
    operator = acting(user("o@r.example", "operator"))
    with pytest.raises(Conflict, match="certified"):
        users.restore(ann.email, by=operator)
    certify(_of(ann), is_needed=True, why="Enrols the art school", by=operator)
    ann.refresh_from_db()
    assert ann.is_active


def test_what_is_not_needed_ends_at_once(opened, boss, ann):
    certify(_of(ann), is_needed=False, why="Has left the college", by=boss)
    assert AccessChange.objects.get().cause == "not_needed"
    assert standing(by=boss).left == 1  # the other super user


def test_who_is_let_in_again_after_being_ended_is_to_be_spoken_for(opened, boss, second, ann, user, acting):
    certify(_of(ann), is_needed=False, why="Has left", by=boss)
    before = standing(by=boss).left
    users.restore(ann.email, by=second)
    assert standing(by=boss).left == before + 1
    assert next(each.done for each in states(by=acting(user("o@r.example", "operator"))) if each.name) == 0
    enforce(AFTER)
    ann.refresh_from_db()
    assert not ann.is_active


def test_nobody_certifies_themselves_except_the_only_operator(opened, boss, user, acting):
    with pytest.raises(Conflict, match="themselves"):
        certify(boss.id, is_needed=True, why="Me, of course", by=boss)
    operator = acting(user("o@r.example", "operator"))
    assert certify(operator.id, is_needed=True, why="Runs the register", by=operator).decision == "needed"
    user("p@r.example", "operator")
    with pytest.raises(Conflict, match="themselves"):
        certify(operator.id, is_needed=True, why="Runs the register", by=operator)


def test_an_answer_sent_twice_or_changed_is_one_answer(opened, boss, ann):
    for why in ("Enrols the art school", "Enrols the art school", "Enrols everybody"):
        certify(_of(ann), is_needed=True, why=why, by=boss)
    assert Certification.objects.get().needed_for == "Enrols everybody"


def test_a_reason_is_needed(opened, boss, ann):
    with pytest.raises(InvalidInput):
        certify(_of(ann), is_needed=True, why="  ", by=boss)


@pytest.mark.parametrize("subject", ["user:x", "client:none", "user:00000000-0000-0000-0000-000000000000", "", "x"])
def test_an_invented_subject_is_not_found(opened, boss, subject):
    with pytest.raises(NotFound):
        certify(subject, is_needed=True, why="for a test", by=boss)


def test_a_sector_certifies_its_own_and_no_machine(opened, boss, user, acting, college, other_college, ann):
    sector = Sector.objects.create(organisation=college, name="Adults")
    by = acting(user("s@a.example", "super_user", sector=sector))
    machine = clients.create("MIS", role="machine:find", by=boss).client_id
    far = user("far@b.example", organisation=other_college)
    for subject in (_of(ann), f"client:{machine}", _of(far)):
        with pytest.raises(NotFound):
            certify(subject, is_needed=True, why="for a test", by=by)


def test_machines_are_certified_too(boss, second):
    made = clients.create("MIS", role="machine:find", by=boss).client_id
    open_round(TERM)
    assert [each.id for each in standing(by=boss).subjects if each.id.startswith("client:")] == [f"client:{made}"]
    assert enforce(AFTER) == 3
    assert Client.objects.get().status_reason.startswith("Not certified by")


def test_who_came_after_the_round_opened_waits_for_the_next(opened, boss, second, user):
    made = user("new@a.example")
    assert made.email not in [each.who.email for each in standing(by=boss).subjects]
    enforce(AFTER)
    assert [each.email for each in User.objects.filter(is_active=True)] == [made.email]


def test_whoever_is_suspended_for_another_reason_is_not_let_in_by_it(opened, boss, ann):
    users.suspend(ann.email, reason="under inquiry", by=boss)
    with pytest.raises(Conflict, match="another reason"):
        certify(_of(ann), is_needed=True, why="Enrols the art school", by=boss)


def test_the_operator_sees_every_organisation_with_its_owner(opened, boss, second, ann, user, acting, other_college):
    by = acting(user("o@r.example", "operator"))
    certify(_of(ann), is_needed=True, why="Enrols the art school", by=boss)
    (state,) = [each for each in states(by=by) if each.organisation is not None]
    assert (state.subjects, state.done, state.suspended, state.owner) == (3, 1, 0, "boss")
    enforce(AFTER)
    assert next(each.suspended for each in states(by=by) if each.organisation) == 2
    assert states(number=2, by=by) == []


def test_before_the_first_round_there_is_nothing_to_certify(boss, ann):
    assert standing(by=boss) is None
    with pytest.raises(Conflict):
        certify(_of(ann), is_needed=True, why="for a test", by=boss)


def test_the_last_operator_is_never_suspended_by_a_round(user):
    user("o@r.example", "operator")
    open_round(TERM)
    assert enforce(AFTER) == 0
