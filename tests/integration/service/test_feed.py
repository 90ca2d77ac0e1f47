"""The feed of changes: what the organisation holds, once, in order, and nothing that a running transaction precedes."""

import psycopg
import pytest

from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.links import link, undo
from rollbook.service.actions.learners.register import Registration, register
from rollbook.service.actions.learners.update import update
from rollbook.service.models import AccessLog
from rollbook.service.readers.feed import BEGINNING, changes


@pytest.fixture
def registered(own_database, caller, someone):
    """Registers somebody for a caller, in a database where transactions end."""

    def make(by, **values):
        find([someone(**values)], by=by, purpose="enrolment")
        (made,) = register([Registration(someone(**values))], by=by, purpose="enrolment")
        return made.uln

    return make


def _move(uln, by, postcode="ZE1 0AB"):
    update(uln, {"postcode": postcode}, version=None, reason="moved", by=by, purpose="enrolment")


def _kinds(page):
    return [(row["kind"], row["uln"]) for row in page.rows]


def test_a_correction_is_told_with_its_fields_and_not_its_values(registered, caller):
    by = caller()
    uln = registered(by)
    _move(uln, by)
    (row,) = changes(by=by, purpose="enrolment").rows
    assert (row["kind"], row["uln"], row["fields"]) == ("corrected", str(uln), ["former_postcodes", "postcode"])


def test_nobody_is_told_of_a_learner_they_do_not_hold(registered, caller, other_college):
    by = caller()
    _move(registered(by), by)
    assert changes(by=caller("register", other_college), purpose="enrolment").rows == []


def test_a_cursor_goes_on_where_the_page_ended(registered, caller):
    by = caller()
    uln = registered(by)
    for postcode in ("ZE1 0AB", "ZE1 0AD", "ZE1 0AE"):
        _move(uln, by, postcode)
    first = changes(most=2, by=by, purpose="enrolment")
    second = changes(after=first.next, most=2, by=by, purpose="enrolment")
    third = changes(after=second.next, most=2, by=by, purpose="enrolment")
    assert [len(page.rows) for page in (first, second, third)] == [2, 1, 0]
    assert (first.more, second.more) == (True, False)


def test_both_holders_hear_of_a_link_and_of_its_undoing(registered, caller, other_college):
    here, there, reviewer = caller(), caller("register", other_college), caller("reviewer")
    number = registered(here)
    survivor = registered(there, given_name="Ottilie", date_of_birth="2007-05-05", postcode="AB10 1AA")
    made = link(number, survivor, reason="same", by=reviewer, purpose="register_upkeep")
    undo(made.id, reason="not the same", by=reviewer, purpose="register_upkeep")
    told = [("linked", str(number)), ("unlinked", str(number))]
    assert _kinds(changes(by=here, purpose="enrolment")) == told
    assert _kinds(changes(by=there, purpose="enrolment")) == told


def test_a_holder_of_a_linked_number_hears_of_its_survivors_corrections(registered, caller, other_college):
    here, there = caller(), caller("register", other_college)
    number = registered(here)
    survivor = registered(there, given_name="Ottilie", date_of_birth="2007-05-05", postcode="AB10 1AA")
    link(number, survivor, reason="same", by=caller("reviewer"), purpose="register_upkeep")
    _move(survivor, there, "AB10 1AB")
    assert _kinds(changes(by=here, purpose="enrolment"))[-1] == ("corrected", str(survivor))


def test_nothing_is_shown_that_a_running_transaction_may_still_precede(own_database, registered, caller):
    by = caller()
    uln = registered(by)
    with psycopg.connect(own_database) as slow:
        slow.execute("select pg_current_xact_id()")
        _move(uln, by)
        held_back = changes(by=by, purpose="enrolment")
        assert held_back.rows == []
        slow.execute(
            "insert into service_change (kind, uln, fields, at) values ('corrected', %s, '{email}', now())", [uln]
        )
        slow.commit()
    fields = [row["fields"] for row in changes(after=held_back.next, by=by, purpose="enrolment").rows]
    assert fields == [["email"], ["former_postcodes", "postcode"]]


def test_an_empty_page_moves_the_cursor_on_and_logs_nothing(registered, caller):
    by = caller()
    registered(by)
    page = changes(by=by, purpose="enrolment")
    assert page.next > BEGINNING
    assert not AccessLog.objects.filter(action="read_changes").exists()
