"""Rate limits, counted for all processes together and leased in blocks."""

import pytest
from django.db import connection

from rollbook.base.errors import TooOften
from rollbook.organisations import roles
from rollbook.service import limits

LIMIT = 40


@pytest.fixture(autouse=True)
def one_minute(monkeypatch, db):
    """A limit of 40 for everybody, and a clock that stands still."""
    known = limits.Limits(dict.fromkeys(roles(), LIMIT), {"reveal": 2, "token": 2})
    monkeypatch.setattr(limits, "load_limits", lambda: known)
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_010.0)
    limits.forget()


def test_the_allowance_can_be_spent_to_the_last_and_no_further(caller):
    by = caller("machine:find")
    for _ in range(LIMIT):
        limits.spend(1, by=by)
    with pytest.raises(TooOften) as refused:
        limits.spend(1, by=by)
    assert refused.value.retry_after == 50


def test_a_list_costs_as_many_as_it_names(caller):
    by = caller("machine:find")
    limits.spend(LIMIT - 1, by=by)
    with pytest.raises(TooOften):
        limits.spend(2, by=by)
    limits.spend(1, by=by)


def test_more_than_the_whole_allowance_is_refused_and_costs_nothing(caller):
    by = caller("machine:find")
    with pytest.raises(TooOften):
        limits.spend(LIMIT + 1, by=by)
    limits.spend(LIMIT, by=by)


def test_two_processes_share_one_allowance(caller):
    by = caller("machine:find")
    for _ in range(LIMIT // 2):
        limits.spend(1, by=by)
    limits.forget()  # another process has no block yet
    for _ in range(LIMIT // 2):
        limits.spend(1, by=by)
    with pytest.raises(TooOften):
        limits.spend(1, by=by)


def test_most_requests_cost_no_statement(caller, django_assert_max_num_queries):
    by = caller("machine:find")
    with django_assert_max_num_queries(limits.BLOCKS // 2 + 2):
        for _ in range(LIMIT // 2):
            limits.spend(1, by=by)


def test_the_next_minute_begins_anew_and_the_old_one_is_forgotten(caller, monkeypatch):
    by = caller("machine:find")
    limits.spend(LIMIT, by=by)
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_071.0)
    limits.spend(LIMIT, by=by)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from rate_window")
        assert cursor.fetchone() == (1,)


def test_one_callers_haste_is_not_anothers_wait(caller):
    ann, ben = (caller("machine:find", name=name) for name in ("ann", "ben"))
    limits.spend(LIMIT, by=ann)
    limits.spend(LIMIT, by=ben)
    with pytest.raises(TooOften):
        limits.spend(1, by=ann)


def test_a_thing_may_have_a_limit_of_its_own():
    limits.spend_action("reveal", key="user:a")
    limits.spend_action("reveal", key="user:a")
    limits.spend_action("reveal", key="user:b")
    with pytest.raises(TooOften):
        limits.spend_action("reveal", key="user:a")


def test_every_role_has_a_limit():
    limits.load_limits()
    packaged = limits.tomllib.loads((limits.PACKAGED).read_text("utf-8"))
    assert set(packaged["learners_per_minute"]) == set(roles())
