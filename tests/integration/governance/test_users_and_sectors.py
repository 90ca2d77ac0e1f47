"""Super users manage their own organisation and sector; somebody is always left to let others in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rollbook.service.actions import clients, organisations, users
from rollbook.service.models import AccessChange, Client, Organisation, Sector, User
from rollbook.service.readers import unused


@pytest.fixture
def boss(user, acting):
    return acting(user("boss@a.example", "super_user"))


@pytest.fixture
def adults(college):
    return Sector.objects.create(organisation=college, name="Adult learning")


def test_a_super_user_makes_sectors_of_their_own_organisation(boss, college, other_college):
    assert organisations.add_sector(college.ukprn, "Schools", by=boss).organisation == college
    with pytest.raises(NotAllowed):
        organisations.add_sector(other_college.ukprn, "Schools", by=boss)
    with pytest.raises(Conflict):
        organisations.add_sector(college.ukprn, "schools ", by=boss)


def test_a_super_user_of_a_sector_makes_no_sectors(user, acting, college, adults):
    with pytest.raises(NotAllowed):
        organisations.add_sector(college.ukprn, "More", by=acting(user("s@a.example", "super_user", sector=adults)))


def test_a_user_is_given_another_role_and_sector(boss, user, adults):
    made = user("ann@a.example")
    moved = users.move(str(made.pk), role="view_only", sector="Adult learning", by=boss)
    assert (moved.role, moved.sector) == ("view_only", adults)
    assert AccessChange.objects.get(user=made).reason == "Before: register, no sector."


def test_whoever_works_in_a_sector_moves_nobody_out_of_it_or_into_another(user, acting, college, adults):
    Sector.objects.create(organisation=college, name="Schools")
    by, made = acting(user("s@a.example", "super_user", sector=adults)), user("ann@a.example", sector=adults)
    with pytest.raises(NotAllowed):
        users.move(made.email, role="register", sector="Schools", by=by)
    assert users.move(made.email, role="batch", by=by).sector == adults
    with pytest.raises(NotFound):
        users.move(user("whole@a.example").email, role="batch", by=by)


@pytest.mark.parametrize("role", ["operator", "reviewer", "machine:find", "king"])
def test_nobody_of_an_organisation_becomes_the_registers_staff(boss, user, role):
    with pytest.raises(InvalidInput):
        users.move(user("ann@a.example").email, role=role, by=boss)


def test_nobody_moves_or_suspends_themselves(boss, user):
    user("second@a.example", "super_user")
    for step in (
        lambda: users.move("boss@a.example", role="batch", by=boss),
        lambda: users.suspend("boss@a.example", by=boss),
    ):
        with pytest.raises(Conflict, match="themselves"):
            step()


def test_two_super_users_cannot_remove_each_other(boss, user, acting):
    second = acting(user("second@a.example", "super_user"))
    users.suspend("second@a.example", by=boss)
    with pytest.raises(Conflict, match="last super user"):
        users.suspend("boss@a.example", by=second)
    assert User.objects.filter(role="super_user", is_active=True).count() == 1


def test_the_last_super_user_of_the_whole_is_not_put_into_a_sector(user, acting, adults):
    by = acting(user("gone@a.example", "super_user"))
    user("boss@a.example", "super_user")
    User.objects.filter(email="gone@a.example").update(is_active=False)
    with pytest.raises(Conflict, match="last super user"):
        users.move("boss@a.example", role="super_user", sector=adults.name, by=by)


def test_the_last_operator_stays(user, acting):
    first, second = user("o@r.example", "operator"), user("p@r.example", "operator")
    users.suspend(first.email, by=acting(second))
    with pytest.raises(Conflict, match="last operator"):
        users.suspend(second.email, by=acting(first))
    with pytest.raises(Conflict, match="last operator"):
        users.move(second.email, role="reviewer", by=acting(first))


def test_suspending_twice_is_suspending_once(boss, user):
    made = user("ann@a.example")
    for _ in range(2):
        users.suspend(str(made.pk), reason="left the college", by=boss)
    change = AccessChange.objects.get()
    assert (change.kind, change.cause, change.reason) == ("suspended", "decided", "left the college")


@pytest.mark.parametrize("step", [users.suspend, users.restore, lambda who, by: users.move(who, role="batch", by=by)])
def test_somebody_elsewhere_is_not_found_by_id_or_address(boss, user, other_college, step):
    made = user("far@b.example", organisation=other_college)
    for who in (made.email, str(made.pk)):
        with pytest.raises(NotFound):
            step(who, by=boss)


def test_a_subcontractor_and_its_lead_see_nothing_of_each_other(boss, user, acting, college, other_college, caller):
    organisations.link(
        other_college.ukprn, college.ukprn, kind="subcontractor", since=date(2026, 1, 1), by=caller("operator")
    )
    far = acting(user("far@b.example", "super_user", organisation=other_college))
    assert [each.email for each in users.users(by=far)] == ["far@b.example"]
    assert [each.email for each in users.users(by=boss)] == ["boss@a.example"]
    with pytest.raises(NotFound):
        users.suspend("boss@a.example", by=far)


def test_a_client_of_the_whole_is_not_a_sectors_to_stop(boss, user, acting, adults):
    made = clients.create("MIS", role="machine:find", by=boss)
    by = acting(user("s@a.example", "super_user", sector=adults))
    with pytest.raises(NotFound):
        clients.suspend(made.client_id, reason="mine", by=by)
    assert (clients.clients(by=by), unused.unused(by=by)) == ([], [])
    assert Client.objects.get().is_active


@pytest.mark.parametrize(
    ("ends", "is_in"), [([], True), ([None], True), ([-1], False), ([0], True), ([-9, -1], False), ([-1, 30], True)]
)
def test_people_work_while_an_agreement_stands_as_machines_do(user, college, ends, is_in):
    from rollbook.service.credentials import caller_of_user

    made, today = user("ann@a.example"), timezone.localdate()
    for days in ends:
        end = None if days is None else today + timedelta(days=days)
        college.agreements.create(version="1", signed_on=date(2026, 1, 1), signatory="P", ends_on=end)
    if is_in:
        assert caller_of_user(made, channel="portal").organisation == college.pk
    else:
        with pytest.raises(NotAllowed, match="agreement has ended"):
            caller_of_user(made, channel="portal")


def test_a_user_of_a_suspended_organisation_does_nothing(user):
    from rollbook.service.credentials import caller_of_user

    made = user("ann@a.example")
    Organisation.objects.update(status="suspended", status_reason="x")
    made.organisation.refresh_from_db()
    with pytest.raises(NotAllowed):
        caller_of_user(made, channel="portal")
