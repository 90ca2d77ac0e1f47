"""Rows to break constraints with, and the threads of the register's tests."""

from __future__ import annotations

import pytest

from rollbook.service.models import Organisation
from tests.integration.database.statements import LEARNER, A, B, C, run
from tests.integration.register.conftest import at_once

__all__ = ["at_once"]


@pytest.fixture
def three(db: None) -> None:
    """Three live learners, straight into the tables."""
    for uln in (A, B, C):
        run("insert into service_issuednumber (uln, source, at) values (%s, 'issued', now())", uln)
        run(LEARNER, uln)


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.objects.create(ukprn="10000001", name="Invented College", kind="college", status="approved")
