"""What holds when several people do it at the same moment. Real threads, real commits."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.base.errors import Conflict
from rollbook.service.actions import emergencies, users
from rollbook.service.actions.applications import Contact, apply_openly
from rollbook.service.actions.certification import certify, open_round
from rollbook.service.actions.organisations import Application
from rollbook.service.models import (
    AccessChange,
    Certification,
    Emergency,
    Organisation,
    OrganisationApplication,
    User,
)
from tests.integration.register.conftest import at_once

pytestmark = pytest.mark.usefixtures("own_database")
__all__ = ["at_once"]


def test_two_super_users_who_suspend_each_other_leave_one(user, acting, at_once):
    first, second = user("a@a.example", "super_user"), user("b@a.example", "super_user")
    answers = at_once(
        [
            lambda: users.suspend(second.email, by=acting(first)),
            lambda: users.suspend(first.email, by=acting(second)),
        ]
    )
    assert [type(each) for each in answers].count(Conflict) == 1
    assert User.objects.filter(role="super_user", is_active=True).count() == 1


def test_two_operators_who_suspend_each_other_leave_one(user, acting, at_once):
    first, second = user("a@r.example", "operator"), user("b@r.example", "operator")
    at_once(
        [
            lambda: users.suspend(second.email, by=acting(first)),
            lambda: users.suspend(first.email, by=acting(second)),
        ]
    )
    assert User.objects.filter(role="operator", is_active=True).count() == 1


def test_a_double_click_on_suspend_is_one_change(user, acting, at_once):
    boss, ann = user("a@a.example", "super_user"), user("ann@a.example")
    at_once([lambda: users.suspend(ann.email, by=acting(boss))] * 6)
    assert AccessChange.objects.count() == 1


def test_ten_applications_for_one_ukprn_make_one_organisation(db, at_once):
    asked = Application("10099001", "Invented Council", "local_authority")

    def apply(number):
        contact = Contact("Ann", f"ann{number}@council.example", "Head", "C. Executive", "Adult courses")
        return apply_openly(asked, contact, address=f"192.0.2.{number}")

    assert at_once([lambda number=number: apply(number) for number in range(10)]) == [None] * 10
    assert Organisation.objects.filter(ukprn="10099001").count() == 1
    assert OrganisationApplication.objects.filter(is_taken=True).count() == 1


def test_a_double_click_opens_one_emergency(user, acting, learner, at_once):
    by = acting(user("ann@a.example"))
    asked = {"uln": str(learner), "given_name": "Zuleika", "family_name": "Thistlewood"}
    why = "Missing since this morning; the police ask."
    made = at_once([lambda: emergencies.open_record(asked, kind="missing", reason=why, by=by)] * 3)
    assert len({each.pk for each in made}) == 1
    assert Emergency.objects.count() == 1


def test_two_owners_who_certify_the_same_user_leave_one_answer(user, acting, at_once):
    first, second, ann = user("a@a.example", "super_user"), user("b@a.example", "super_user"), user("ann@a.example")
    open_round(date(2026, 10, 5))
    at_once(
        [
            lambda by=by: certify(f"user:{ann.pk}", is_needed=True, why="Enrols the art school", by=acting(by))
            for by in (first, second)
        ]
    )
    assert Certification.objects.count() == 1


def test_a_round_is_opened_once(db, at_once):
    made = at_once([lambda: open_round(date(2026, 10, 5))] * 4)
    assert {each.pk for each in made} == {"2026-autumn"}
