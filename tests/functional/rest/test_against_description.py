"""The API held against its own description, by machine-made requests good and bad: schemathesis, in process, seeded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS

from rollbook.organisations import roles

# Left out: whether good data is taken (a well-formed learner may still be refused for her age), and whether a
# credential is asked for (the tests of permissions do that; here every caller is let in).
LEFT_OUT = ("positive_data_acceptance", "ignored_auth")
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())


@pytest.fixture
def open_connection() -> Iterator[None]:
    """The end of a request does not end the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def bearer(caller: Callable[..., Any], open_connection: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """A token of somebody who has a permission; nobody is held up by a limit."""
    from rollbook.service import limits
    from rollbook.web.rest import endpoint

    monkeypatch.setattr(endpoint, "caller_of_token", caller)
    monkeypatch.setattr(limits, "_spend", lambda *_, **__: None)
    return lambda permission: next(name for name, role in roles().items() if not permission or permission in role.may)


@schema.parametrize()
@settings(
    max_examples=40, derandomize=True, database=None, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_answer_is_as_described(case: Any, bearer: Callable[[str], str]) -> None:
    role = bearer(case.operation.definition.raw["x-permission"])
    response = case.call(headers={"Authorization": f"Bearer {role}"})
    left_out = [check for check in CHECKS.get_all() if check.__name__ in LEFT_OUT]
    assert case.validate_response(response, excluded_checks=left_out) is None  # it raises what is not as described
