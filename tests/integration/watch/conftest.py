"""A college that holds nobody yet, and somebody there who searches; everything commits, as the look needs it to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def counts_begin(own_database: str) -> None:
    from rollbook.service import limits
    from rollbook.service.actions.watching import looking

    looking.forget()
    limits.forget()


@pytest.fixture
def strangers(someone: Callable[..., dict[str, str]]) -> Callable[..., list[dict[str, str]]]:
    """The fields of so many people whom nobody has registered."""

    def make(count: int, **changes: str) -> list[dict[str, str]]:
        return [someone(given_name=f"Nemo{chr(97 + n % 26)}{chr(97 + n // 26)}", **changes) for n in range(count)]

    return make


@pytest.fixture
def search(strangers: Callable[..., Any]) -> Callable[..., None]:
    """Searches for so many strangers, a few at once."""
    from rollbook.service.actions.learners.find import find

    def make(count: int, *, by: Any, at_once: int = 5) -> None:
        asked = strangers(count)
        for n in range(0, count, at_once):
            find(asked[n : n + at_once], by=by, purpose="enrolment")

    return make
