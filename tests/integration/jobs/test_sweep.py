"""The nightly sweep queues likely duplicates once, and goes on where it was interrupted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from rollbook.organisations import Caller
from rollbook.register.policy import load_policy
from rollbook.service.actions.learners import duplicates, links
from rollbook.service.jobs import sweep as job
from rollbook.service.models import AccessLog, DuplicateCase, Sweep

STAFF = "register_upkeep"


@pytest.fixture
def pair(add: Callable[..., list[int]], someone: Callable[..., dict[str, str]]) -> tuple[int, int]:
    """One person with two numbers."""
    first, second = sorted(add(someone(), someone(given_name="Zuleica", postcode="ZE1 0AB")))
    return first, second


def _open() -> list[tuple[int, int]]:
    return list(DuplicateCase.objects.filter(state="open").values_list("first_id", "second_id"))


def test_a_person_with_two_numbers_is_queued_once_with_reasons(pair: tuple[int, int]) -> None:
    assert job.sweep().opened == 1
    assert job.sweep(everybody=True).opened == 0
    case = DuplicateCase.objects.get()
    assert (case.first_id, case.second_id, case.source) == (*pair, "sweep")
    assert case.reasons


def test_the_learners_can_see_that_the_sweep_looked_at_them(pair: tuple[int, int]) -> None:
    job.sweep()
    assert AccessLog.objects.get(action="open_case").ulns == list(pair)


def test_a_pair_kept_apart_is_never_queued_again(pair: tuple[int, int], caller: Callable[..., Caller]) -> None:
    job.sweep()
    case, by = DuplicateCase.objects.get(), caller("reviewer")
    duplicates.settle(case.pk, same_person=False, survivor=None, reason="two people", by=by, purpose=STAFF)
    assert job.sweep(everybody=True).opened == 0
    assert _open() == []


def test_a_linked_pair_is_not_queued(pair: tuple[int, int], caller: Callable[..., Caller]) -> None:
    links.link(pair[0], pair[1], reason="one person", by=caller("reviewer"), purpose=STAFF)
    assert job.sweep(everybody=True).opened == 0


def test_only_learners_who_changed_are_compared_again(pair: tuple[int, int]) -> None:
    assert job.sweep().compared == 2
    assert job.sweep().compared == 0
    assert job.sweep(everybody=True).compared == 2


def test_an_interrupted_sweep_goes_on_after_the_last_step(
    pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = replace(load_policy(), sweep_learners=1)
    monkeypatch.setattr(job, "load_policy", lambda: one)
    begun = job._begun(everybody=True)
    assert job._step(begun.pk)
    done = job.sweep()
    assert (done.pk, done.compared, done.opened) == (begun.pk, 2, 1)
    assert Sweep.objects.get().finished_at is not None


def test_strangers_are_not_queued(add: Callable[..., list[int]], someone: Callable[..., dict[str, str]]) -> None:
    add(someone(), someone(given_name="Obadiah", date_of_birth="1991-07-03"))
    assert job.sweep().opened == 0
