"""Address, password, second factor: what gets in, and what does not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rollbook.service.actions.dormancy import end_dormant
from rollbook.service.models import AccessLog, User, WrongGuess
from tests.functional.portal.door.conftest import PASSWORD


def test_a_password_and_a_code_get_in(equipped, get_in):
    client = get_in(equipped())
    assert client.get("/").status_code == 200
    row = AccessLog.objects.get(action="sign_in")
    assert (row.outcome, row.purpose, row.details["factors"]) == ("done", "administration", ["password", "totp"])


def test_a_password_alone_opens_no_page(equipped):
    client, user = Client(), equipped()
    answer = client.post("/sign-in", {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == "/sign-in/code"
    assert client.get("/")["Location"].startswith("/sign-in?")


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_tells_nothing_about_who_is_here(equipped, known, monkeypatch):
    user = equipped()
    hashed = []
    monkeypatch.setattr(User, "check_password", lambda self, raw: hashed.append(1) or False)
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(1))
    email = user.email if known else "nobody@elsewhere.example"
    page = Client().post("/sign-in", {"login": email, "password": "wrong horse battery"})
    assert "The address or the password is not right" in page.content.decode()
    assert hashed == [1]  # as much work for one as for the other


def test_the_case_of_an_address_does_not_matter(equipped):
    user = equipped(email="Mixed.Case@College.example")
    answer = Client().post("/sign-in", {"login": user.email.upper(), "password": PASSWORD})
    assert answer["Location"] == "/sign-in/code"


@pytest.mark.parametrize("known", [True, False])
def test_five_wrong_passwords_lock_an_address_known_or_not(equipped, known):
    email = equipped().email if known else "nobody@elsewhere.example"
    for _ in range(5):
        page = Client().post("/sign-in", {"login": email, "password": "wrong"})
    assert "it is locked" in page.content.decode()
    page = Client().post("/sign-in", {"login": email, "password": PASSWORD})
    assert "it is locked" in page.content.decode()
    assert AccessLog.objects.filter(action="lock_out").count() == 1


def test_a_lock_ends_by_itself_and_counts_anew(equipped):
    user = equipped()
    for _ in range(5):
        Client().post("/sign-in", {"login": user.email, "password": "wrong"})
    WrongGuess.objects.update(locked_until="2020-01-01T00:00Z")
    assert Client().post("/sign-in", {"login": user.email, "password": "wrong"}).status_code == 200
    assert WrongGuess.objects.get().times == 1
    assert Client().post("/sign-in", {"login": user.email, "password": PASSWORD})["Location"] == "/sign-in/code"


def test_wrong_codes_count_towards_the_same_lock(equipped):
    client, user = Client(), equipped()
    client.post("/sign-in", {"login": user.email, "password": PASSWORD})
    for _ in range(5):
        page = client.post("/sign-in/code", {"code": "000000"})
    assert "it is locked" in page.content.decode()


def test_a_code_is_taken_once(equipped, get_in, code):
    user = equipped()
    get_in(user)
    used = code()
    for expected in (302, 200):
        client = Client()
        client.post("/sign-in", {"login": user.email, "password": PASSWORD})
        assert client.post("/sign-in/code", {"code": used}).status_code == expected


def test_a_code_older_than_the_last_one_used_is_not_taken(equipped, code):
    user = equipped()
    older, newer = code(), code()
    for typed, expected in ((newer, 302), (older, 200)):
        client = Client()
        client.post("/sign-in", {"login": user.email, "password": PASSWORD})
        assert client.post("/sign-in/code", {"code": typed}).status_code == expected


def test_a_recovery_code_gets_in_once(equipped):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user = equipped()
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    for expected in (302, 200):
        client = Client()
        client.post("/sign-in", {"login": user.email, "password": PASSWORD})
        assert client.post("/sign-in/code", {"code": spare}).status_code == expected
    assert AccessLog.objects.get(action="recovery_code").details == {"left": 9}


def test_the_session_has_another_key_after_signing_in(equipped, code):
    client, user = Client(), equipped()
    client.post("/sign-in", {"login": user.email, "password": PASSWORD})
    before = client.session.session_key
    client.post("/sign-in/code", {"code": code()})
    assert client.session.session_key not in (before, None)


def test_a_form_without_its_token_is_refused(equipped):
    client, user = Client(enforce_csrf_checks=True), equipped()
    assert client.post("/sign-in", {"login": user.email, "password": PASSWORD}).status_code == 403


def test_nobody_is_sent_to_another_site_after_signing_in(equipped, code):
    client, user = Client(), equipped()
    client.post("/sign-in", {"login": user.email, "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert client.post("/sign-in/code", {"code": code()})["Location"] == "/"


def test_a_suspended_user_is_told_so_only_with_the_right_password(equipped):
    user = equipped(is_active=False)
    answer = Client().post("/sign-in", {"login": user.email, "password": PASSWORD}, follow=True)
    assert "suspended" in answer.content.decode()
    answer = Client().post("/sign-in", {"login": user.email, "password": "wrong"}, follow=True)
    assert "suspended" not in answer.content.decode()


def test_who_was_suspended_by_the_clock_is_not_told_that_somebody_did_it(equipped):
    user = equipped()
    type(user).objects.filter(pk=user.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert end_dormant() == 1
    answer = Client().post("/sign-in", {"login": user.email, "password": PASSWORD}, follow=True).content.decode()
    assert "Nobody used it for a long time, so it ended by itself." in answer
    assert "Somebody" not in answer


def test_secrets_of_apps_are_unreadable_in_the_table(equipped):
    from allauth.mfa.models import Authenticator

    equipped()
    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.get().data)


def test_there_is_no_way_to_sign_up(db):
    assert Client().get("/sign-up").status_code == 404
    assert Client().get("/accounts/signup/").status_code == 404
