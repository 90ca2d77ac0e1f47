"""Signing in with an outside provider: a real one for tests, over its real protocol."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import httpx
import pytest
from django.test import Client

from rollbook.service.models import AccessLog, User
from rollbook.service.providers import Provider
from tests.functional.portal.door.conftest import PASSWORD
from tests.outside_provider import outside_provider


@pytest.fixture(scope="module")
def running():
    """A provider, in a process of its own, that lets anybody choose who they are."""
    with outside_provider() as address:
        yield address


@pytest.fixture
def provider(running, settings):
    """The same, as a provider of ours that vouches for addresses of the college."""
    ours = Provider("college", "Invented College", running, "rollbook", "secret", ("college.example",), ("strong",))
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [ours.as_app()]}}
    return running


def _come_back(provider, client, **claims):
    """Go out to the provider, become somebody with these claims there, and come back."""
    sub = claims.get("sub", claims["email"])
    httpx.put(f"{provider}/users/{sub}", json=claims).raise_for_status()
    page = client.post("/sign-in/with/college").content.decode()
    out = html.unescape(re.search(r'class="button" href="([^"]+)"', page)[1])
    back = httpx.post(out, data={"sub": sub}).headers["Location"]
    return client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")


def test_who_has_a_verified_address_here_comes_in_and_still_shows_a_second_factor(provider, equipped, code):
    client, user = Client(), equipped()
    answer = _come_back(provider, client, email=user.email.upper(), email_verified=True)
    assert answer["Location"] == "/sign-in/code"
    assert client.post("/sign-in/code", {"code": code()})["Location"] == "/"
    assert client.get("/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)  # it is not taken away


@pytest.mark.parametrize("said", [{"amr": ["pwd", "mfa"]}, {"acr": "strong"}])
def test_a_provider_that_says_it_asked_for_two_factors_is_believed(provider, equipped, said):
    client, user = Client(), equipped()
    assert _come_back(provider, client, email=user.email, email_verified=True, **said)["Location"] == "/"
    assert client.get("/").status_code == 200
    assert AccessLog.objects.get(action="sign_in").details["factors"] == ["provider", "socialaccount"]


@pytest.mark.parametrize(
    "said", [{"amr": ["pwd"]}, {"acr": "weak"}, {"amr": []}, {}, {"amr": "mfa"}, {"amr": 1, "acr": ["x"]}]
)
def test_one_factor_there_is_one_factor_here(provider, equipped, said):
    user = equipped()
    answer = _come_back(provider, Client(), email=user.email, email_verified=True, **said)
    assert answer["Location"] == "/sign-in/code"


def test_without_a_second_factor_one_is_set_up(provider, person):
    client, user = Client(), person()
    _come_back(provider, client, email=user.email, email_verified=True)
    assert client.get("/")["Location"] == "/account/second-factor"


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@college.example", "email_verified": True},
        {"email": "register1@college.example", "email_verified": False},
        {"email": "register1@college.example", "email_verified": "false"},
        {"email": "register1@college.example"},
        {"email": "operator@register.example", "email_verified": True},
        {"email": "operator@register.example@college.example", "email_verified": True},
    ],
)
def test_nobody_is_made_and_nobody_else_is_believed(provider, person, claims):
    person(email="register1@college.example")
    person("operator", email="operator@register.example")
    client = Client()
    answer = _come_back(provider, client, **{"amr": ["mfa"], **claims})
    assert answer.status_code == 403
    assert "Nobody here has the address" in answer.content.decode()
    assert client.get("/")["Location"].startswith("/sign-in")
    assert User.objects.count() == 2
    assert AccessLog.objects.get(action="sign_in").details == {"factor": "provider:college"}


def test_a_suspended_user_does_not_come_in_that_way(provider, equipped):
    user = equipped(is_active=False)
    answer = _come_back(provider, Client(), email=user.email, email_verified=True, amr=["mfa"])
    assert answer["Location"] == "/sign-in/suspended"


def test_coming_back_without_having_gone_is_refused(provider, db):
    answer = Client().get("/sign-in/with/college/back?code=stolen&state=invented")
    assert answer.status_code == 403


def test_a_second_factor_there_counts_for_nobody_else_afterwards(provider, equipped):
    client, user, other = Client(), equipped(is_active=False), equipped()
    _come_back(provider, client, email=user.email, email_verified=True, amr=["mfa"])
    answer = client.post("/sign-in", {"login": other.email, "password": PASSWORD})
    assert answer["Location"] == "/sign-in/code"


def test_an_outside_account_is_connected_to_nobody(provider, equipped, get_in):
    from allauth.socialaccount.models import SocialAccount

    client = get_in(equipped())
    page = client.post("/sign-in/with/college?process=connect").content.decode()
    out = html.unescape(re.search(r'class="button" href="([^"]+)"', page)[1])
    httpx.put(f"{provider}/users/x", json={"email": "x@college.example"})
    back = urlsplit(httpx.post(out, data={"sub": "x"}).headers["Location"])
    assert client.get(f"{back.path}?{back.query}").status_code == 403
    assert not SocialAccount.objects.exists()


def test_the_way_out_begins_with_a_form_of_ours(provider, db):
    assert Client().get("/sign-in/with/college").status_code == 405
    assert Client().post("/sign-in/with/another").status_code == 404
    assert "Sign in with Invented College" in Client().get("/sign-in").content.decode()


def test_a_provider_that_is_away_is_told(settings, db):
    ours = Provider("college", "Invented College", "http://localhost:9", "rollbook", "", ("college.example",), ())
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [ours.as_app()]}}
    settings.TESTING = False  # as a user sees it, not as a test that wants the cause
    answer = Client().post("/sign-in/with/college")
    assert answer.status_code == 503
    assert "Your provider cannot be reached" in answer.content.decode()
