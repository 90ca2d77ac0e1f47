"""What may happen once happens once, also where two ask at the same moment."""

from __future__ import annotations

import time

import pytest

from rollbook.base.errors import Conflict
from rollbook.base.one_time_codes import code_at, step_at
from rollbook.service.actions import invitations
from rollbook.service.actions.signing_in.equipping import equip_user
from rollbook.service.actions.signing_in.second_factor import take_code
from rollbook.service.models import AccessLog, OneTimeLink, Organisation, User
from tests.integration.register.conftest import at_once

__all__ = ["at_once"]

NEW = "yellow kettle under a bridge"


@pytest.fixture
def user(own_database):
    home = Organisation.objects.create(ukprn="10000001", name="Invented College", kind="college", status="approved")
    made = User(email="a@example.org", name="A", role="register", organisation=home)
    made.set_unusable_password()
    made.save()
    return made


def test_of_two_with_one_code_one_is_let_in(user, at_once):
    secret = equip_user(user.email, NEW)
    code = code_at(secret, step_at(time.time()))
    taken = at_once([lambda: take_code(user, code)] * 4)
    assert len([each for each in taken if each is not None]) == 1


def test_of_two_with_one_link_one_chooses_the_password(user, at_once):
    token = invitations.invite_first_operator(user).rpartition("/")[2]

    def use(password: str) -> str:
        try:
            invitations.use(token, password)
        except Conflict:
            return "refused"
        return password

    chosen = at_once([lambda n=n: use(f"{NEW} {n}") for n in range(3)])
    assert sorted(chosen)[:2] == ["refused", "refused"]
    user.refresh_from_db()
    assert user.check_password(next(each for each in chosen if each != "refused"))
    assert AccessLog.objects.filter(action="link_use").count() == 1


def test_of_two_links_made_at_once_one_is_good(user, at_once):
    at_once([lambda: invitations.invite_first_operator(user)] * 4)
    assert OneTimeLink.objects.filter(used_at=None, replaced_at=None).count() == 1
    assert OneTimeLink.objects.count() == 4
