"""Answers kept for other reasons than a session that ended: no purpose stated yet, a tab older than the sign-in."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rollbook.service.models import KeptAnswers
from tests.functional.portal.door.conftest import PASSWORD
from tests.functional.portal.finding import boxes, text_of

HERE = {"Origin": "http://testserver", "Referer": "http://testserver/find/"}


@pytest.fixture
def two_tabs(equipped, get_in, code):
    """A client that signed in again after a page was opened, and what that page would send."""
    user = equipped()
    client = get_in(user, enforce_csrf_checks=False)
    client.post("/purpose", {"purpose": "enrolment", "next": "/find/"})
    token = _token(text_of(client.get("/find/")))
    client.post("/sign-out")
    client.post("/sign-in", {"login": user.email, "password": PASSWORD})
    client.post("/sign-in/code", {"code": code()})
    client.post("/purpose", {"purpose": "enrolment", "next": "/find/"})
    client.handler.enforce_csrf_checks = True
    client.old = token
    return client


def _token(text):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]


def test_a_form_sent_before_a_purpose_is_stated_comes_back_with_its_answers(equipped, get_in, someone):
    client = get_in(equipped(), headers={"Referer": "http://testserver/find/"})
    answer = client.post("/find/", boxes(someone()))
    assert answer["Location"] == "/purpose?next=%2Ffind%2F"
    assert "Your answers are kept" in text_of(client.get(answer["Location"]))
    answer = client.post(answer["Location"], {"purpose": "enrolment", "next": "/find/"})
    assert 'value="Thistlewood"' in text_of(client.get(answer["Location"]))
    assert 'value="Thistlewood"' not in text_of(client.get("/find/"))
    assert not KeptAnswers.objects.exists()


def test_a_form_of_a_tab_older_than_the_sign_in_comes_back_with_its_answers(two_tabs, someone):
    sent = {**boxes(someone()), "csrfmiddlewaretoken": two_tabs.old}
    answer = two_tabs.post("/find/", sent, headers=HERE)
    assert answer["Location"] == "/find/"
    text = text_of(two_tabs.get("/find/"))
    assert "older than your sign-in" in text
    assert 'value="Thistlewood"' in text


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_a_form_from_elsewhere_is_never_kept(two_tabs, someone, origin):
    sent = {**boxes(someone()), "csrfmiddlewaretoken": two_tabs.old}
    assert two_tabs.post("/find/", sent, headers={**HERE, "Origin": origin}).status_code == 403
    assert not KeptAnswers.objects.exists()


def test_passwords_are_never_kept(equipped, get_in, clock):
    client = get_in(equipped(), headers={"Referer": "http://testserver/account/password"})
    clock(31 * 60)
    sent = {"oldpassword": PASSWORD, "password1": "yellow kettle under a bridge", "password2": "yellow kettle"}
    assert client.post("/account/password", sent)["Location"].startswith("/sign-in")
    assert not KeptAnswers.objects.exists()


def test_a_file_sent_before_a_purpose_is_stated_has_to_be_chosen_again(equipped, get_in):
    client = get_in(equipped("batch"), headers={"Referer": "http://testserver/batches/send"})
    sent = {"return_as": "csv", "file": SimpleUploadedFile("a.csv", b"x")}
    answer = client.post("/batches/send", sent)
    assert "choose it again" in text_of(client.get(answer["Location"]))


def test_a_sign_in_form_of_another_tab_is_not_kept():
    assert Client(enforce_csrf_checks=True).post("/sign-in", {"password": PASSWORD}, headers=HERE).status_code == 403
