"""One-time links, opened as whoever got one opens them."""

import re
import time

import pytest
from django.test import Client
from django.utils import timezone

from rollbook.base.errors import Conflict, NotAllowed, NotFound
from rollbook.base.one_time_codes import code_at, step_at
from rollbook.service.actions import invitations
from rollbook.service.actions.users import installer
from rollbook.service.credentials import caller_of_user
from rollbook.service.models import AccessLog, OneTimeLink, User
from tests.functional.portal.door.conftest import PASSWORD

NEW = "yellow kettle under a bridge"


@pytest.fixture
def boss(equipped):
    """The college's super user, as a caller."""
    return caller_of_user(equipped("super_user"), channel="portal")


@pytest.fixture
def person(person):
    """Makes a user as `users.create` does: without a password."""

    def make(*a, **k):
        user = person(*a, **k)
        user.set_unusable_password()
        user.save()
        return user

    return make


def _choose(client, path, password=NEW, again=NEW):
    return client.post(path, {"password": password, "again": again})


def test_an_invited_user_chooses_a_password_and_a_factor_and_is_in(person, boss, clock):
    client, path = Client(), invitations.invite(person(), by=boss)
    assert "Invented Person" in client.get(path).content.decode()
    assert _choose(client, path)["Location"] == "/account/second-factor"
    key = re.search(r'class="secret">(\w+)<', client.get("/account/app").content.decode())[1]
    clock(400)  # installing an app takes a while
    answer = client.post("/account/app", {"code": code_at(key, step_at(time.time()))})
    assert "kept them" in client.get(answer["Location"]).content.decode()
    assert client.get("/").status_code == 200


def test_a_link_is_used_once_and_says_what_to_do_then(person, boss):
    path = invitations.invite(person(), by=boss)
    _choose(Client(), path)
    for answer in (Client().get(path), _choose(Client(), path)):
        assert answer.status_code == 409
        assert "This link has been used" in answer.content.decode()
        assert "Ask your super user" in answer.content.decode()


def test_opening_a_link_does_not_use_it_up(person, boss):
    path = invitations.invite(person(), by=boss)
    assert [Client().get(path).status_code for _ in range(3)] == [200, 200, 200]


def test_a_link_ends_by_its_time_by_a_newer_one_and_by_suspension(person, boss):
    user = person()
    first = invitations.invite(user, by=boss)
    second = invitations.invite(user, by=boss)
    assert "newer link" in Client().get(first).content.decode()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert "suspended" in _choose(Client(), second).content.decode()
    User.objects.filter(pk=user.pk).update(is_active=True)
    OneTimeLink.objects.filter(used_at=None, replaced_at=None).update(expires_at=timezone.now())
    assert "good for a time" in _choose(Client(), second).content.decode()


def test_an_invented_link_is_not_one_of_ours(db):
    assert Client().get("/invitation/invented").status_code == 404


def test_a_weak_password_leaves_the_link_good(person, boss):
    client, path = Client(), invitations.invite(person(), by=boss)
    assert "at least 12" in _choose(client, path, "short", "short").content.decode()
    assert "too common" in _choose(client, path, "password1234", "password1234").content.decode()
    assert "not the same" in _choose(client, path, NEW, NEW + "!").content.decode()
    assert _choose(client, path).status_code == 302


def test_a_reset_ends_sessions_and_factors_and_is_told_at_the_next_sign_in(equipped, get_in, boss):
    user = equipped()
    working = get_in(user)
    path = invitations.reset(user, by=boss)
    assert working.get("/").status_code == 200  # until it is used
    client = Client()
    assert _choose(client, path)["Location"] == "/account/second-factor"
    assert working.get("/").status_code == 302
    page = client.get("/account/second-factor").content.decode()
    assert "was made by" in page
    assert caller_name(boss) in page
    assert "was made by" not in client.get("/account/second-factor").content.decode()
    assert AccessLog.objects.get(action="link_use").details["factors_removed"] == 1


def caller_name(by):
    return str(User.objects.get(pk=by.id.partition(":")[2]).name)


def test_a_reset_that_was_not_used_is_told_too(equipped, get_in, boss):
    user = equipped()
    invitations.reset(user, by=boss)
    page = get_in(user).get("/").content.decode()
    assert "not used" in page


def test_who_opens_a_link_while_somebody_else_is_signed_in_becomes_themselves(equipped, person, get_in, boss):
    client = get_in(equipped("super_user"))
    invited = person()
    _choose(client, invitations.invite(invited, by=boss))
    assert client.session["_auth_user_id"] == str(invited.pk)
    assert "second_factor" not in client.session


def test_links_are_made_for_ones_own_users_only(person, other_college, boss, caller):
    stranger = person(organisation=other_college)
    for make in (invitations.invite, invitations.reset):
        with pytest.raises(NotFound):
            make(stranger, by=boss)
        with pytest.raises(NotAllowed):
            make(person(), by=caller("register"))
    assert invitations.invite(stranger, by=caller("operator")).startswith("/invitation/")


def test_nobody_makes_a_link_for_themselves(equipped):
    user = equipped("super_user")
    with pytest.raises(Conflict):
        invitations.reset(user, by=caller_of_user(user, channel="portal"))


def test_who_has_a_password_is_not_invited_again(equipped, boss):
    with pytest.raises(Conflict):
        invitations.invite(equipped(), by=boss)


def test_an_operator_without_access_gets_in_from_the_machine_and_nobody_else(equipped, person):
    operator = equipped("operator")
    assert _choose(Client(), invitations.reset_operator(operator.email.upper())).status_code == 302
    with pytest.raises(NotFound):
        invitations.reset_operator(person("super_user").email)
    assert AccessLog.objects.get(action="link_make").actor == installer().id


def test_a_reset_unlocks(equipped, boss):
    user = equipped()
    for _ in range(5):
        Client().post("/sign-in", {"login": user.email, "password": "wrong"})
    _choose(Client(), invitations.reset(user, by=boss))
    assert Client().post("/sign-in", {"login": user.email, "password": NEW}).status_code == 302


def test_a_super_user_sees_who_is_locked_and_unlocks(equipped, boss):
    from rollbook.service.actions.signing_in import guessing

    user = equipped()
    for _ in range(5):
        Client().post("/sign-in", {"login": user.email, "password": "wrong"})
    assert list(guessing.locked_until([user])) == [user.pk]
    guessing.unlock(user.email, by=boss)
    assert Client().post("/sign-in", {"login": user.email, "password": PASSWORD}).status_code == 302
    assert list(guessing.locked_until([user])) == []


def test_the_token_is_nowhere_in_the_database_or_the_log(person, boss):
    token = invitations.invite(person(), by=boss).rpartition("/")[2]
    assert token.encode() not in bytes(OneTimeLink.objects.get().token_hash)
    assert token not in str(list(AccessLog.objects.values()))
