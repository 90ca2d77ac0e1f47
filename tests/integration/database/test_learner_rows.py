"""Learners, numbers, links and versions are never false: the database itself refuses it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from rollbook.service.models import Learner
from tests.integration.database.statements import EMPTY, LEARNER, VERSION, A, B, C, refused, run

# Each: what is done to learner A, and what refuses it.
LEARNERS = [
    ("status = 'linked'", "learner_linked_means_linked_to"),
    (f"linked_to_id = {B}", "learner_linked_means_linked_to"),
    ("status = 'linked', linked_to_id = uln", "back to itself"),
    ("version = 0", "counts up"),
    ("gender = '7'", "learner_gender_is_known_code"),
    ("date_of_birth = null", "learner_has_a_name_and_birth_date"),
    ("given_name = '', family_name = ''", "learner_has_a_name_and_birth_date"),
    ("status = 'deleted'", "holds no details"),
    (f"status = 'deleted', {EMPTY}, email = 'a@example.invalid'", "holds no details"),
    (f"status = 'deleted', {EMPTY}, middle_names = 'Mary'", "holds no details"),
    (f"status = 'deleted', {EMPTY}, address_line_1 = '1 Seafront'", "holds no details"),
    (f"status = 'deleted', {EMPTY}".replace("postcodes = '{}'", "postcodes = '{ZE1 0AA}'"), "holds no details"),
    ("uln = 1000000055", "keeps its number"),
]


@pytest.mark.parametrize(("change", "by"), LEARNERS)
def test_a_learners_row_is_never_false(three, change, by):
    assert by in refused(f"update service_learner set {change} where uln = %s", A)


def test_a_learner_has_an_issued_number(db):
    def unissued() -> None:
        run(LEARNER, A)
        run("set constraints all immediate")

    with pytest.raises(DatabaseError, match="foreign key"), transaction.atomic():
        unissued()


def test_a_learners_row_is_never_removed(three):
    assert "only ever added" in refused("delete from service_learner where uln = %s", A)


def test_a_version_never_counts_down(three):
    run("update service_learner set version = 5 where uln = %s", A)
    assert "counts up" in refused("update service_learner set version = 4 where uln = %s", A)


def test_a_removed_record_does_not_come_back(three):
    run(f"update service_learner set status = 'deleted', {EMPTY} where uln = %s", A)
    back = (
        "update service_learner set status = 'live', family_name = 'Ash', date_of_birth = '2001-02-03' where uln = %s"
    )
    assert "does not come back" in refused(back, A)


def test_no_link_leads_to_a_removed_record_and_none_that_others_lead_to_is_removed(three):
    run(f"update service_learner set status = 'deleted', {EMPTY} where uln = %s", A)
    link = "update service_learner set status = 'linked', linked_to_id = %s where uln = %s"
    assert "removed record" in refused(link, A, B)
    run(link, B, C)
    assert "others are linked" in refused(f"update service_learner set status = 'deleted', {EMPTY} where uln = %s", B)


def test_links_make_no_circle(three):
    link = "update service_learner set status = 'linked', linked_to_id = %s where uln = %s"
    run(link, B, A)
    run(link, C, B)
    for end in (A, B, C):
        assert "back to itself" in refused(link, end, C)


def test_two_links_made_at_once_make_no_circle(own_database, three, at_once):
    link = "update service_learner set status = 'linked', linked_to_id = %s where uln = %s"
    answers = at_once([lambda pair=pair: run(link, *pair) for pair in [(A, B), (B, A)]])
    assert sum(isinstance(answer, DatabaseError) for answer in answers) == 1
    assert Learner.objects.filter(status="linked").count() == 1


def test_a_search_for_the_survivor_ends_even_in_a_circle(three):
    # Nobody but the owner of the tables, with the triggers off, can make one.
    run("set constraints all immediate")
    run("alter table service_learner disable trigger user")
    for number, end in [(A, B), (B, A)]:
        run("update service_learner set status = 'linked', linked_to_id = %s where uln = %s", end, number)
    with connection.cursor() as cursor:
        cursor.execute("select surviving_number(%s)", [A])
        assert cursor.fetchone() == (None,)


@pytest.mark.parametrize("number", [1000000001, 1000000002, 9999999999, 999999999, 0, 98765432109])
def test_only_a_well_formed_number_is_issued(db, number):
    statement = "insert into service_issuednumber (uln, source, at) values (%s, 'issued', now())"
    assert refused(statement, number) == "issued_number_has_its_check_digit"


def test_a_number_is_issued_once(three):
    statement = "insert into service_issuednumber (uln, source, at) values (%s, 'issued', now())"
    assert refused(statement, A) == "service_issuednumber_pkey"


RANGES = [
    ((999_999_999, 1_000_000_009), "range_holds_ulns"),
    ((9_999_999_990, 9_999_999_999), "range_holds_ulns"),
    ((9_990_000_009, 9_990_000_000), "range"),
    ((9_900_000_000, 9_900_000_009), "ranges_do_not_overlap"),
]


@pytest.mark.parametrize(("ends", "by"), RANGES)
def test_a_range_is_a_range_and_shares_no_number(db, ends, by):
    statement = (
        "insert into service_numberrange (name, first, last, is_open, closed_because) values ('x', %s, %s, true, '')"
    )
    assert by in refused(statement, *ends)


def test_a_version_stands_once_and_forward(three):
    run(VERSION, A, "1 hour", A)
    assert refused(VERSION, A, "2 hours", A) == "one_row_for_each_version"
    assert refused(VERSION, B, "-1 hour", B) == "version_stood_forward"
