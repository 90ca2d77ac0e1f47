"""Shorthand of the register's tests: learners who are there already, callers of two colleges, threads that commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from rollbook.organisations import Caller

STAFF = "register_upkeep"


@pytest.fixture
def by(caller: Callable[..., Caller]) -> Caller:
    """Somebody who registers at the first college."""
    return caller()


@pytest.fixture
def other(caller: Callable[..., Caller], other_college: Any) -> Caller:
    """Somebody who registers at the second college."""
    return caller(organisation=other_college, name="other")


@pytest.fixture
def reviewer(caller: Callable[..., Caller]) -> Caller:
    return caller("reviewer")


@pytest.fixture
def registered(by: Caller, someone: Callable[..., dict[str, str]]) -> Callable[..., int]:
    """Registers an invented learner and gives the number; `who` is the first college's registrar unless told."""
    from rollbook.service.actions.learners.find import find
    from rollbook.service.actions.learners.register import Registration, Result, register

    def make(*, who: Caller = by, start: date | None = None, **changes: str) -> int:
        fields = someone(**changes)
        find([fields], by=who, purpose="enrolment")
        (made,) = register([Registration(fields, start=start)], by=who, purpose="enrolment")
        assert made.result is Result.NEW
        assert made.uln is not None
        return made.uln

    return make


@pytest.fixture
def linked(registered: Callable[..., int], other: Caller, reviewer: Caller) -> tuple[int, int, Any]:
    """Two numbers at two colleges, one linked to the other: (number, survivor, link)."""
    from rollbook.service.actions.learners.links import link

    survivor = registered()
    number = registered(
        who=other,
        given_name="Orlando",
        family_name="Quennell",
        postcode="LE1 1AA",
        date_of_birth="1999-05-17",
        gender="1",
    )
    return number, survivor, link(number, survivor, reason="one person", by=reviewer, purpose=STAFF)


@pytest.fixture
def change_details() -> Callable[..., Any]:
    """Updates a learner, whatever its version."""
    from rollbook.service.actions.learners.update import update

    def make(uln: int, who: Caller, **fields: str) -> Any:
        return update(uln, fields, version=None, reason="", by=who, purpose="enrolment")

    return make


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Runs each call in a thread and a connection of its own, all let go at the same moment; answers or exceptions."""
    from threading import Barrier

    from django.db import connection

    def run(calls: Sequence[Callable[[], Any]]) -> list[Any]:
        start = Barrier(len(calls))

        def one(call: Callable[[], Any]) -> Any:
            try:
                start.wait(timeout=30)
                return call()
            except Exception as error:  # the test looks at it
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(one, calls))

    return run


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets a registration happen so many seconds from now: the searches before it grow old."""
    from datetime import datetime

    from django.utils import timezone

    from rollbook.service.actions.learners import register

    class Clock:
        ahead = timedelta()

        def now(self) -> datetime:
            return timezone.now() + self.ahead

    clock = Clock()
    monkeypatch.setattr(register, "timezone", clock)

    def set_ahead(seconds: float) -> None:
        clock.ahead = timedelta(seconds=seconds)

    return set_ahead


@pytest.fixture
def crowd(someone: Callable[..., dict[str, str]], caller: Callable[..., Caller]) -> Callable[[int], list[int]]:
    """Adds learners who are alike in all five details, as a load from elsewhere may bring them."""
    from django.utils import timezone

    from rollbook.matching import normalise, stored_keys
    from rollbook.service.actions.learners.fields import details
    from rollbook.service.actions.learners.writing import NewLearner, add_learners, draw_numbers

    def make(size: int, **changes: str) -> list[int]:
        fields = someone(**changes)
        keys = stored_keys(normalise(details(fields)))
        numbers = [number for _, number in zip(range(size), draw_numbers(), strict=False)]
        add_learners([NewLearner(uln, fields, keys, "") for uln in numbers], by=caller(), now=timezone.now())
        return numbers

    return make
