"""At the door: somebody with a password and an authenticator app, and the steps of getting in."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from rollbook.base.one_time_codes import code_at, step_at

PASSWORD = "correct horse battery staple"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def quick(settings: Any, db: None) -> None:
    """Each test begins with its whole allowance, and hashes quickly: slow is what the real hash must be."""
    from rollbook.service import limits

    limits.forget()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock that codes and sessions are told by; called with seconds, it goes on by so many."""
    moved = [0.0]
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + moved[0])

    def go_on(seconds: float) -> None:
        moved[0] += seconds

    return go_on


@pytest.fixture
def code(clock: Callable[[float], None]) -> Callable[[], str]:
    """The six digits the app shows; each call half a minute after the one before."""

    def show() -> str:
        clock(30)
        return code_at(SECRET, step_at(time.time()))

    return show


@pytest.fixture
def equipped(person: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a user with a password and an app."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import encrypt

    def make(role: str = "register", **values: Any) -> Any:
        user = person(role, **values)
        user.set_password(PASSWORD)
        user.save()
        Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt(SECRET)})
        return user

    return make


@pytest.fixture
def get_in(code: Callable[[], str]) -> Callable[..., Any]:
    """A client of somebody who signed in, step by step."""
    from django.test import Client

    def sign_in(user: Any, **how: Any) -> Client:
        client = Client(**how)
        client.post("/sign-in", {"login": user.email, "password": PASSWORD})
        answer = client.post("/sign-in/code", {"code": code()})
        assert answer.status_code == 302, answer.content.decode()
        client.user = user  # type: ignore[attr-defined]
        return client

    return sign_in
