"""The threshold of possible matches moves within safe bounds only."""

from __future__ import annotations

from math import inf, nan

import pytest

from rollbook.matching import load_thresholds
from rollbook.register.safe_threshold import Moved, bounds, check, moved


@pytest.mark.parametrize("possible", [bounds().lowest, -7.4, bounds().highest])
def test_a_threshold_within_the_bounds_is_safe(possible):
    assert check(possible) is None


@pytest.mark.parametrize("possible", [bounds().lowest - 0.1, bounds().highest + 0.1, inf, -inf, nan])
def test_a_threshold_outside_the_bounds_is_a_finding(possible):
    found = check(possible)
    assert found is not None
    assert found.field == "possible"


def test_the_packaged_threshold_is_safe_and_what_is_probable_is_always_shown():
    assert check(load_thresholds().possible) is None
    assert bounds().highest <= load_thresholds().probable


def test_another_threshold_is_told_in_counts():
    assert moved([-9, -7.4, -5, 0], now=-7.4, then=-5.0) == Moved(of=4, now=3, then=2)
