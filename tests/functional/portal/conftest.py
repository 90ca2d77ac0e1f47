"""People signed in to the portal, as Django's own test client sees the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def person(college: Any) -> Callable[..., Any]:
    """Makes a user in a role; of the college unless told, of no organisation for the register's team."""
    from rollbook.service.models import User

    def make(role: str = "register", organisation: Any = college, **values: Any) -> Any:
        staff = role in ("reviewer", "operator")
        number = User.objects.count() + 1
        start = {"email": f"{role}{number}@college.example", "name": f"Invented Person {number}"}
        return User.objects.create(role=role, organisation=None if staff else organisation, **{**start, **values})

    return make


@pytest.fixture
def signed_in(person: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a client that is signed in as somebody in a role, with a purpose stated unless told otherwise."""
    from django.test import Client

    def make(role: str = "register", *, purpose: str = "enrolment", user: Any = None, **values: Any) -> Client:
        client = Client()
        who = user or person(role, **values)
        client.force_login(who)
        client.user = who  # type: ignore[attr-defined]
        session = client.session
        session["second_factor"] = "totp"
        if purpose and role not in ("reviewer", "operator"):
            session["purpose"] = purpose
        session.save()
        return client

    return make
