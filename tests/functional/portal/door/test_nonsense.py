"""What no browser of ours sends: refused as wrong, and never a broken page."""

import json

import pytest
from django.test import Client

from tests.functional.portal.door.conftest import PASSWORD

NONSENSE = [
    "", "x", "null", "[]", "{}", "1", '"a"', '{"id": "a"}', '{"response": []}', '{"response": {"userHandle": "!!"}}',
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "AAAA"}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {
        "clientDataJSON": "AA", "attestationObject": "AA", "authenticatorData": "AA", "signature": "AA"}}),
]  # fmt: skip


@pytest.mark.parametrize("credential", NONSENSE)
def test_a_passkey_that_is_none_signs_nobody_in(credential, db):
    assert Client().post("/sign-in/passkey", {"credential": credential})["Location"] == "/sign-in"


@pytest.mark.parametrize("credential", NONSENSE)
def test_a_passkey_that_is_none_is_no_second_factor(credential, equipped):
    client, user = Client(), equipped()
    client.post("/sign-in", {"login": user.email, "password": PASSWORD})
    answer = client.post("/sign-in/code", {"credential": credential})
    assert (answer.status_code, "not one of yours" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("credential", NONSENSE)
def test_a_passkey_that_is_none_is_not_added(credential, equipped, get_in):
    client = get_in(equipped())
    client.post("/sign-in/again", {"password": PASSWORD})
    client.get("/account/passkey")
    assert client.post("/account/passkey", {"name": "n", "credential": credential}).status_code == 200


@pytest.mark.parametrize("session", ["", "x", "-1", "9" * 40, "٣", "1 or 1=1"])
def test_a_session_that_is_none_is_not_ended(session, equipped, get_in):
    client = get_in(equipped())
    assert client.post("/account/sessions", {"session": session}).status_code == 302
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("email", ["\x00", "a\x00@b.example", "a" * 5000 + "@b.example", "ß@ﬀ.example", "' or 1=1 --"])
def test_an_address_that_is_none_is_refused(email, db):
    assert Client().post("/sign-in", {"login": email, "password": "x"}).status_code == 200


@pytest.mark.parametrize("code", ["", " ", "\x00", "٢٨٧٠٨٢", "1" * 500])
def test_a_code_that_is_none_is_refused(code, equipped):
    client, user = Client(), equipped()
    client.post("/sign-in", {"login": user.email, "password": PASSWORD})
    assert client.post("/sign-in/code", {"code": code}).status_code == 200


def test_signing_in_as_somebody_else_half_way_begins_again(equipped):
    client, user = Client(), equipped()
    client.post("/sign-in", {"login": user.email, "password": PASSWORD})
    client.post("/sign-out")
    assert client.get("/sign-in").status_code == 200
    assert client.post("/sign-in/code", {"code": "000000"})["Location"] == "/sign-in"


def test_who_has_no_password_changes_none(equipped, get_in):
    client = get_in(equipped())
    client.user.set_unusable_password()
    client.user.save()
    session = client.session
    session["_auth_user_hash"] = client.user.get_session_auth_hash()
    session.save()
    assert client.get("/account/password")["Location"] == "/account/"


def test_guessing_the_old_password_locks_too(equipped, get_in):
    client = get_in(equipped())
    for _ in range(5):
        page = client.post("/account/password", {"oldpassword": "wrong", "password1": "x", "password2": "x"})
    assert "it is locked" in page.content.decode()


@pytest.mark.parametrize(
    "path", ["/invitation/%00", "/invitation/" + "a" * 3000, "/invitation/é", "/sign-in/with/none"]
)
def test_an_address_of_a_page_that_is_none(path, db):
    assert Client().post(path).status_code == 404


def test_a_form_of_too_many_fields_is_refused_on_a_page_of_ours(db):
    sent = {f"field{number}": "1" for number in range(1500)}
    client = Client(enforce_csrf_checks=True)
    client.get("/sign-in")
    answer = client.post("/sign-in", sent)
    assert (answer.status_code, "The request cannot be read." in answer.content.decode()) == (400, True)
