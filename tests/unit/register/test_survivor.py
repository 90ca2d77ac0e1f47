"""Which of two numbers had better survive: proposed only where both signs agree."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rollbook.register.survivor import Standing, propose

OLD, NEW = datetime(2020, 9, 1, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "second", "survivor"),
    [
        (Standing(2, OLD), Standing(1, NEW), "first"),
        (Standing(1, NEW), Standing(2, OLD), "second"),
        (Standing(1, OLD), Standing(1, NEW), "first"),
        (Standing(1, OLD), Standing(2, OLD), "second"),
        (Standing(1, OLD), Standing(2, NEW), None),
        (Standing(3, NEW), Standing(0, OLD), None),
        (Standing(1, OLD), Standing(1, OLD), None),
    ],
)
def test_a_survivor_is_proposed_where_both_signs_agree_and_only_there(first, second, survivor):
    found = propose(first, second)
    assert found.survivor == survivor
    assert found.says.endswith(".")
