"""A machine of the college with its token, and requests as a client sends them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    """Each test begins with its whole allowance, and hashes secrets quickly: slow is what the real hash must be."""
    from rollbook.service import limits

    limits.forget()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def machine(college: Any) -> Callable[..., dict[str, str]]:
    """Makes a client in a role, of the college unless told, and gives its id and secret."""
    from rollbook.service.models import Client

    def make(role: str = "machine:register", organisation: Any = college, **values: Any) -> dict[str, str]:
        secret = "invented-secret-of-this-test"
        made = Client.objects.create(
            name="Invented MIS", client_type="confidential", authorization_grant_type="client-credentials",
            client_secret=secret, organisation=organisation, role=role,
            **{"purposes": list(organisation.purposes), **values},
        )  # fmt: skip
        return {"client_id": made.client_id, "client_secret": secret}

    return make


@pytest.fixture
def token(client: Any, machine: Callable[..., dict[str, str]]) -> Callable[..., str]:
    """Makes a client and asks for its token as it would."""

    def ask(role: str = "machine:register", **values: Any) -> str:
        answer = client.post("/oauth/token", {"grant_type": "client_credentials", **machine(role, **values)})
        assert answer.status_code == 200, answer.content
        return str(answer.json()["access_token"])

    return ask


@pytest.fixture
def send(client: Any) -> Callable[..., Any]:
    """Sends one request with a token and a purpose."""

    def request(
        method: str, path: str, body: Any = None, *, token: str = "", purpose: str = "enrolment", **headers: str
    ) -> Any:
        known = {"Authorization": f"Bearer {token}", "Purpose": purpose, **headers}
        return client.generic(
            method, path, data=b"" if body is None else json.dumps(body).encode(),
            content_type="application/json", headers={name: value for name, value in known.items() if value},
        )  # fmt: skip

    return request
