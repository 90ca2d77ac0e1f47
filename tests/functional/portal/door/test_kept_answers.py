"""A form sent after its session has ended: kept, and given back to the same user."""

import re

import pytest
from django.test import Client

from rollbook.service.models import KeptAnswers
from tests.functional.portal.door.conftest import PASSWORD


@pytest.fixture
def late(equipped, get_in, clock):
    """A client whose session ended while its user filled in the search."""
    client = get_in(equipped(), headers={"Referer": "http://testserver/account/"})
    clock(31 * 60)
    return client


def _send(client):
    return client.post("/account/choices", {"language": "en-gb", "form_key": "x"})  # the tick taken away


def _in_again(client, user, code):
    client.post("/sign-in", {"login": user.email, "password": PASSWORD})
    return client.post("/sign-in/code?next=/account/", {"code": code()})


def test_a_late_form_is_not_done_and_its_answers_come_back(late, code):
    answer = _send(late)
    assert answer["Location"] == "/sign-in?next=%2Faccount%2F"
    assert "Your answers are kept" in late.get(answer["Location"]).content.decode()
    _in_again(late, late.user, code)
    page = late.get("/account/").content.decode()
    assert "checked" not in re.search(r'<input type="checkbox" name="shortcuts"[^>]*>', page)[0]
    assert (
        "checked"
        in re.search(r'<input type="checkbox" name="shortcuts"[^>]*>', late.get("/account/").content.decode())[0]
    )
    assert not KeptAnswers.objects.exists()


def test_kept_answers_are_unreadable_and_hold_no_token(late):
    _send(late)
    assert b"language" not in bytes(KeptAnswers.objects.get().answers)


def test_kept_answers_go_to_nobody_else(late, equipped, get_in):
    _send(late)
    other = get_in(equipped("super_user"))
    assert "kept" not in other.get("/account/").content.decode()
    assert KeptAnswers.objects.get().user == late.user


def test_kept_answers_are_gone_after_an_hour(late, code):
    _send(late)
    KeptAnswers.objects.update(expires_at="2020-01-01T00:00Z")
    _in_again(late, late.user, code)
    assert "kept_answers" not in late.session


def test_where_the_form_cannot_be_shown_the_answers_can_be_sent_as_they_are(equipped, get_in, clock, code):
    client = get_in(equipped(), headers={"Referer": "http://testserver/nowhere"})
    clock(31 * 60)
    _send(client)
    _in_again(client, client.user, code)
    page = client.get("/nowhere").content.decode()
    assert '<form method="post" action="/account/choices">' in page
    assert '<input type="hidden" name="language" value="en-gb">' in page


def test_a_form_of_nobody_is_not_kept(db):
    assert Client().post("/account/choices", {"language": "en-gb"})["Location"].startswith("/sign-in")
    assert not KeptAnswers.objects.exists()


def test_a_file_is_not_kept_and_it_is_said(late):
    from django.core.files.uploadedfile import SimpleUploadedFile

    late.post("/account/choices", {"language": "en-gb", "file": SimpleUploadedFile("a.csv", b"x")})
    assert "choose it again" in late.get("/sign-in").content.decode()
