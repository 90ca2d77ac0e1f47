"""How long access lasts: unused, and from one term's certification to the next."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rollbook.organisations.access import Use, ends_unused, load_access, round_at, use_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAYS = load_access().dormancy


def ago(days):
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("last_used", "since", "is_machine", "expected"),
    [
        (ago(1), ago(400), False, Use.IN_USE),
        (ago(DAYS.user_days - DAYS.warned_days), ago(400), False, Use.WARNED),
        (ago(DAYS.user_days), ago(400), False, Use.DORMANT),
        (None, ago(1), False, Use.IN_USE),
        (None, ago(DAYS.invitation_days), False, Use.DORMANT),
        (ago(300), ago(1), False, Use.IN_USE),  # let in again yesterday
        (ago(1), ago(DAYS.invitation_days + 1), False, Use.IN_USE),
        (ago(DAYS.user_days), ago(400), True, Use.IN_USE),  # machines have longer
        (ago(DAYS.client_days), ago(400), True, Use.DORMANT),
        (None, ago(DAYS.client_days - 1), True, Use.WARNED),
    ],
)
def test_access_lasts_while_it_is_used(last_used, since, is_machine, expected):
    assert use_of(ends_unused(last_used=last_used, since=since, is_machine=is_machine), now=NOW) is expected


@pytest.mark.parametrize(
    ("today", "name", "due"),
    [
        (date(2026, 10, 1), "2026-autumn", date(2026, 11, 30)),
        (date(2026, 11, 24), "2026-autumn", date(2026, 12, 15)),  # opened late: shown as long as on any other day
        (date(2027, 1, 15), "2027-spring", date(2027, 3, 15)),
        (date(2027, 6, 30), "2027-summer", date(2027, 7, 21)),
    ],
)
def test_a_round_opens_with_its_term_and_stands_long_enough(today, name, due):
    found = round_at(today)
    assert (found.name, found.due_on) == (name, due)


@pytest.mark.parametrize("today", [date(2026, 12, 1), date(2027, 8, 15), date(2027, 4, 1)])
def test_between_the_terms_no_round_opens(today):
    assert round_at(today) is None


def test_no_round_is_due_before_its_time_to_be_seen_is_over():
    year = [date(2027, 1, 1) + timedelta(days=day) for day in range(365)]
    rounds = [(day, found) for day in year if (found := round_at(day))]
    assert min(found.due_on - day for day, found in rounds) >= timedelta(days=load_access().shown_days)


def test_every_kind_and_consequence_of_an_emergency_is_a_sentence():
    policy = load_access().emergency
    assert all(says.endswith(".") for says in (*policy.kind.values(), *policy.consequence.values()))
