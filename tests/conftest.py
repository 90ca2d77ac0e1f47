"""What many tests start from: organisations, callers in each role, and the fields of one invented learner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rollbook.organisations import Caller, purposes

PURPOSE = "enrolment"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    from django.conf import settings

    from rollbook.service.setup import ensure_log_months, ensure_ranges

    settings.REFERENCE_FOLDER = tmp_path_factory.mktemp("reference")  # what this machine holds is no part of a test
    with django_db_blocker.unblock():
        ensure_ranges("demo")
        ensure_log_months()


@pytest.fixture
def make_organisation(db: None) -> Callable[..., Any]:
    """Makes an approved organisation; each call another UKPRN."""
    from rollbook.service.models import Organisation

    made = []

    def make(**values: Any) -> Organisation:
        made.append(None)
        start = {
            "ukprn": f"1000{len(made):04d}",
            "name": f"Invented College {len(made)}",
            "kind": "college",
            "status": "approved",
            "purposes": ["enrolment", "data_return", "certification", "learner_request"],
        }
        return Organisation.objects.create(**{**start, **values})

    return make


@pytest.fixture
def college(make_organisation: Callable[..., Any]) -> Any:
    return make_organisation()


@pytest.fixture
def other_college(college: Any, make_organisation: Callable[..., Any]) -> Any:
    return make_organisation()


@pytest.fixture
def caller(college: Any) -> Callable[..., Caller]:
    """Makes a caller in a role; of the college unless told, of no organisation for the register's staff."""

    def make(role: str = "register", organisation: Any = college, name: str = "") -> Caller:
        staff = role in ("reviewer", "operator")
        return Caller(
            id=f"user:{name or role}",
            name=name or role,
            role=role,
            organisation=None if staff else organisation.id,
            ukprn="" if staff else organisation.ukprn,
            purposes=frozenset() if staff else frozenset(organisation.purposes) & set(purposes()),
            channel="rest",
        )

    return make


@pytest.fixture
def someone() -> Callable[..., dict[str, str]]:
    """The fields of one invented learner, with changes."""

    def make(**changes: str) -> dict[str, str]:
        return {
            "given_name": "Zuleika",
            "family_name": "Thistlewood",
            "date_of_birth": "2008-02-29",
            "gender": "2",
            "postcode": "ZE1 0AA",
            "verification_type": "2",
            "ability_to_share": "1",
            **changes,
        }

    return make
