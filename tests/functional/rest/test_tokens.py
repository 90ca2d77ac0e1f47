"""Tokens: given to clients that may work, for their one role, and taken back."""

import pytest
from oauth2_provider.models import AccessToken

from rollbook.service.models import Client, Organisation

ASK = {"grant_type": "client_credentials"}


def test_a_token_carries_the_clients_role_and_lasts_an_hour(client, machine):
    told = client.post("/oauth/token", {**ASK, **machine("machine:find")}).json()
    assert (told["scope"], told["expires_in"], told["token_type"]) == ("machine:find", 3600, "Bearer")


def test_only_a_tokens_hash_is_stored(token):
    given = token()
    assert AccessToken.objects.get().token == ""
    assert given not in str(AccessToken.objects.values().get())


def test_a_client_may_identify_itself_by_basic_authorization(client, machine):
    known = machine()
    from base64 import b64encode

    basic = b64encode(f"{known['client_id']}:{known['client_secret']}".encode()).decode()
    answer = client.post("/oauth/token", ASK, headers={"Authorization": f"Basic {basic}"})
    assert answer.status_code == 200


def test_a_wrong_secret_gets_nothing(client, machine):
    answer = client.post("/oauth/token", {**ASK, **machine(), "client_secret": "guess"})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_guessing_secrets_is_slowed_down(client, machine):
    known = {**ASK, **machine(), "client_secret": "guess"}
    answers = [client.post("/oauth/token", known) for _ in range(21)]
    assert (answers[-2].status_code, answers[-1].status_code) == (401, 429)
    assert int(answers[-1]["Retry-After"]) > 0


@pytest.mark.parametrize("scope", ["machine:register", "machine:find machine:batch", "super_user"])
def test_no_other_role_can_be_asked_for(client, machine, scope):
    answer = client.post("/oauth/token", {**ASK, **machine("machine:find"), "scope": scope})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token", "implicit", ""])
def test_there_is_no_other_grant(client, machine, grant):
    answer = client.post("/oauth/token", {**machine(), "grant_type": grant, "username": "a", "password": "b"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"client_id=%00", b"grant_type=" + b"x" * 9999, b"{}", b"a&b&&=;=%zz"]
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json", "multipart/form-data", ""])
def test_a_broken_request_for_a_token_is_the_askers_fault(client, db, body, kind):
    for path in ("/oauth/token", "/oauth/revoke"):
        answer = client.generic("POST", path, body, content_type=kind)
        assert 400 <= answer.status_code < 500, (path, answer.content)


@pytest.mark.parametrize("path", ["/oauth/authorize", "/oauth/applications/", "/oauth/introspect", "/admin/"])
def test_the_toolkits_other_pages_are_not_there(client, path):
    assert client.get(path).status_code == 404


def test_a_suspended_organisation_gets_no_token_and_its_old_ones_fail(client, machine, token, send, college):
    bearer, known = token(), machine()
    Organisation.objects.update(status="suspended", status_reason="for a test")
    assert client.post("/oauth/token", {**ASK, **known}).status_code == 401
    assert send("GET", "/api/organisation", token=bearer).status_code == 403


def test_a_suspended_clients_token_fails_on_the_next_request(token, send):
    bearer = token()
    assert send("GET", "/api/organisation", token=bearer).status_code == 200
    Client.objects.update(is_active=False)
    assert send("GET", "/api/organisation", token=bearer).status_code == 403


def test_a_revoked_token_is_refused(client, machine, send):
    known = machine()
    bearer = client.post("/oauth/token", {**ASK, **known}).json()["access_token"]
    assert client.post("/oauth/revoke", {**known, "token": bearer}).status_code == 200
    assert send("GET", "/api/organisation", token=bearer).status_code == 401


def test_another_client_cannot_revoke_it(client, machine, token, send):
    bearer = token()
    client.post("/oauth/revoke", {**machine(), "token": bearer})
    assert send("GET", "/api/organisation", token=bearer).status_code == 200


def test_a_token_in_the_address_is_not_taken(client, token):
    assert client.get("/api/organisation", {"access_token": token()}).status_code == 401
