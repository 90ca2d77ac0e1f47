"""Rules are tried side by side: the examples of all that were chosen are written and read once a session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from rollbook.standards.rules.catalogue import Tried
from rollbook.standards.rules.trial import Trial, trial

Trials = dict[tuple[str, str], Trial]


@pytest.fixture(scope="session")
def trials(request: pytest.FixtureRequest) -> Iterator[Trials]:
    """The trial of each version, over the rules of this session's tests."""
    chosen: dict[tuple[str, str], dict[tuple[str, ...], Tried]] = {}
    for item in request.session.items:
        tried = getattr(item, "callspec", None) and item.callspec.params.get("tried")
        if isinstance(tried, Tried):
            chosen.setdefault((tried.standard, tried.version), {})[tried.rule.key] = tried
    with ExitStack() as stack:
        yield {
            key: stack.enter_context(trial([one.rule for one in ones.values()], *key)) for key, ones in chosen.items()
        }
