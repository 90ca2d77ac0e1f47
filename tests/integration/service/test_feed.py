"""The feed of changes: what the organisation holds, once, in order, and nothing that a running transaction precedes."""

import psycopg
import pytest

from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.links import link, undo
from rollbook.service.actions.learners.register import Registration, register
from rollbook.service.actions.learners.update import update
from rollbook.service.models import AccessLog
from rollbook.service.readers import feed


@pytest.fixture
def registered(own_database, caller, someone):
    """Registers somebody for a caller, in a database where transactions end."""

    def make(by, **values):
        find([someone(**values)], by=by, purpose="enrolment")
        (made,) = register([Registration(someone(**values))], by=by, purpose="enrolment")
        return made.uln

    return make


@pytest.fixture
def all_ended(monkeypatch):
    """As if no transaction ran: on a shared server those of other tests would hold the feed back."""
    monkeypatch.setattr(feed, "_horizon", lambda: 2**61)


def _told(by, **asked):
    return feed.changes(by=by, purpose="enrolment", **asked)


def _move(uln, by, postcode="ZE1 0AB"):
    update(uln, {"postcode": postcode}, version=None, reason="moved", by=by, purpose="enrolment")


def _kinds(page):
    return [(row["kind"], row["uln"]) for row in page.rows]


def test_a_correction_is_told_with_its_fields_and_not_its_values(registered, all_ended, caller):
    by = caller()
    uln = registered(by)
    _move(uln, by)
    (row,) = _told(by).rows
    assert (row["kind"], row["uln"], row["fields"]) == ("corrected", str(uln), ["former_postcodes", "postcode"])


def test_nobody_is_told_of_a_learner_they_do_not_hold(registered, all_ended, caller, other_college):
    by = caller()
    _move(registered(by), by)
    assert _told(caller("register", other_college)).rows == []


def test_a_cursor_goes_on_where_the_page_ended(registered, all_ended, caller):
    by = caller()
    uln = registered(by)
    for postcode in ("ZE1 0AB", "ZE1 0AD", "ZE1 0AE"):
        _move(uln, by, postcode)
    first = _told(by, most=2)
    second = _told(by, most=2, after=first.next)
    third = _told(by, most=2, after=second.next)
    assert [len(page.rows) for page in (first, second, third)] == [2, 1, 0]
    assert (first.more, second.more) == (True, False)


def test_both_holders_hear_of_a_link_and_of_its_undoing(registered, all_ended, caller, other_college):
    here, there, reviewer = caller(), caller("register", other_college), caller("reviewer")
    number = registered(here)
    survivor = registered(there, given_name="Ottilie", date_of_birth="2007-05-05", postcode="AB10 1AA")
    made = link(number, survivor, reason="same", by=reviewer, purpose="register_upkeep")
    undo(made.id, reason="not the same", by=reviewer, purpose="register_upkeep")
    told = [("linked", str(number)), ("unlinked", str(number))]
    assert _kinds(_told(here)) == _kinds(_told(there)) == told


def test_a_holder_of_a_linked_number_hears_of_its_survivors_corrections(registered, all_ended, caller, other_college):
    here, there = caller(), caller("register", other_college)
    number = registered(here)
    survivor = registered(there, given_name="Ottilie", date_of_birth="2007-05-05", postcode="AB10 1AA")
    link(number, survivor, reason="same", by=caller("reviewer"), purpose="register_upkeep")
    _move(survivor, there, "AB10 1AB")
    assert _kinds(_told(here))[-1] == ("corrected", str(survivor))


def test_nothing_is_shown_that_a_running_transaction_may_still_precede(own_database, registered, caller, monkeypatch):
    by = caller()
    uln = registered(by)
    with psycopg.connect(own_database) as slow:
        slow.execute("select pg_current_xact_id()")
        _move(uln, by)
        held_back = _told(by)
        assert held_back.rows == []
        slow.execute(
            "insert into service_change (kind, uln, fields, at) values ('corrected', %s, '{email}', now())", [uln]
        )
        slow.commit()
    monkeypatch.setattr(feed, "_horizon", lambda: 2**61)
    fields = [row["fields"] for row in _told(by, after=held_back.next).rows]
    assert fields == [["email"], ["former_postcodes", "postcode"]]


def test_the_feed_ends_before_the_oldest_transaction_that_runs(own_database, db):
    with psycopg.connect(own_database) as slow:
        (oldest,) = slow.execute("select pg_current_xact_id()::text::bigint").fetchone()
        assert feed._horizon() <= oldest


def test_an_empty_page_moves_the_cursor_on_and_logs_nothing(registered, caller):
    by = caller()
    registered(by)
    page = _told(by)
    assert page.next > feed.BEGINNING
    assert not AccessLog.objects.filter(action="read_changes").exists()
