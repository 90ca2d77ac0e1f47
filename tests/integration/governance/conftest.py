"""People who really are users, so that what they do is kept under their names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rollbook.organisations import Caller, purposes
from rollbook.service import limits
from rollbook.service.models import User


@pytest.fixture(autouse=True)
def whole_allowance() -> None:
    limits.forget()


@pytest.fixture
def user(college: Any) -> Callable[..., User]:
    """Makes a user: of the college, in no sector, unless told."""

    def make(email: str, role: str = "register", organisation: Any = college, sector: Any = None) -> User:
        home = None if role in ("reviewer", "operator") else organisation
        made = User(email=email, name=email.partition("@")[0], role=role, organisation=home, sector=sector)
        made.set_unusable_password()
        made.save()
        return made

    return make


@pytest.fixture
def learner(caller: Callable[..., Caller], other_college: Any, someone: Callable[..., dict[str, str]]) -> int:
    """Zuleika, whom the other college enrolled; her number."""
    from rollbook.service.actions.learners.find import find
    from rollbook.service.actions.learners.register import Registration, register

    who, fields = caller(organisation=other_college, name="other"), someone()
    find([fields], by=who, purpose="enrolment")
    (made,) = register([Registration(fields)], by=who, purpose="enrolment")
    assert made.uln is not None
    return made.uln


@pytest.fixture
def acting() -> Callable[[User], Caller]:
    """The caller that a user is."""

    def make(user: User) -> Caller:
        home = user.organisation
        return Caller(
            f"user:{user.pk}", user.name, user.role, home.pk if home else None, home.ukprn if home else "",
            frozenset(home.purposes if home else ()) & set(purposes()), "portal", user.sector_id,
        )  # fmt: skip

    return make
