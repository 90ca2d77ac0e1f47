"""Having had a candidate in view, for as long as a look takes."""

from datetime import UTC, datetime, timedelta

import pytest

from rollbook.service.actions.learners.searches import RecentSearch

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
LOOK = timedelta(seconds=5)


@pytest.mark.parametrize(
    ("shown", "asked", "after", "looked"),
    [
        ({1: NOON, 2: NOON}, [1, 2], 5.0, True),
        ({1: NOON, 2: NOON}, [1, 2], 4.9, False),
        ({1: NOON}, [1, 2], 60.0, False),
        ({1: NOON, 2: NOON + timedelta(seconds=50)}, [1, 2], 52.0, False),
        ({1: NOON, 2: NOON}, [1], 5.0, True),
        (None, [1, 2], 5.0, True),
        (None, [1, 2], 4.0, False),
    ],
)
def test_each_candidate_has_been_in_view_long_enough(shown, asked, after, looked):
    search = RecentSearch("possible", NOON, shown)
    assert search.had_in_view(asked, at=NOON + timedelta(seconds=after), look=LOOK) is looked
