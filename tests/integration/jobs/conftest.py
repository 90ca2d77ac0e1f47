"""Learners put into the register without a search."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rollbook.organisations import Caller


@pytest.fixture
def add(caller: Callable[..., Caller]) -> Callable[..., list[int]]:
    """Adds one learner for each set of fields; their numbers."""
    from django.utils import timezone

    from rollbook.matching import normalise, stored_keys
    from rollbook.service.actions.learners.fields import details
    from rollbook.service.actions.learners.writing import NewLearner, add_learners, draw_numbers

    def add_all(*people: dict[str, str]) -> list[int]:
        numbers = draw_numbers()
        new = [NewLearner(next(numbers), each, stored_keys(normalise(details(each))), "") for each in people]
        add_learners(new, by=caller(), now=timezone.now())
        return [each.uln for each in new]

    return add_all
