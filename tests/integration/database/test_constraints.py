"""What must never be false is refused by the database itself: each constraint and trigger has a test that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import CheckConstraint, UniqueConstraint
from django.utils import timezone

from rollbook.definitions.identifiers import uln_with_check_digit
from rollbook.service import models
from rollbook.service.models import Learner, Link, Organisation

A, B, C = (int(uln_with_check_digit(start) or 0) for start in ("100000001", "100000002", "100000003"))


def run(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def refused(statement: str, *parameters: Any) -> str:
    """The name of what refused a statement, or its message."""
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        run(statement, *parameters)
    cause = error.value.__cause__
    return getattr(cause.diag, "constraint_name", None) or str(cause)


LEARNER = """
insert into service_learner
    (uln, version, status, linked_to_id, title, given_name, middle_names, preferred_given_name, family_name,
     previous_family_name, family_name_at_16, former_names, date_of_birth, gender, postcode, former_postcodes,
     address_line_1, address_line_2, address_town, address_county_or_city, school_at_16, place_of_birth, email,
     nationality, scottish_candidate_number, identifiers, ability_to_share, notice_version, verification_type,
     other_verification_description, keys, created_at, since)
values (%s, 1, 'live', null, '', 'Ann', '', '', 'Ash', '', '', '[]', '2001-02-03', '2', 'ZE1 0AA', '{}', '', '', '',
        '', '', '', '', '', '', '[]', 0, '', 0, '', '{}', now(), now())
"""
EMPTY = (
    "given_name = '', family_name = '', date_of_birth = null, gender = '', postcode = '', former_postcodes = '{}',"
    " former_names = '[]', identifiers = '[]', keys = '{}'"
)


@pytest.fixture
def three(db: None) -> None:
    """Three live learners, straight into the tables."""
    for uln in (A, B, C):
        run("insert into service_issuednumber (uln, source, at) values (%s, 'issued', now())", uln)
        run(LEARNER, uln)


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.objects.create(ukprn="10000001", name="Invented College", kind="college", status="approved")


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


VERSION = """
insert into service_learnerversion
    (learner_id, version, details, stood_from, stood_until, changed, kind, asked_under, actor, purpose, reason)
values (%s, 1, '{}', now(), now() + %s::interval, '{}', 'update', %s, 'a', 'p', '')
"""


def test_a_version_stands_once_and_forward(three):
    run(VERSION, A, "1 hour", A)
    assert refused(VERSION, A, "2 hours", A) == "one_row_for_each_version"
    assert refused(VERSION, B, "-1 hour", B) == "version_stood_forward"


ADDED_ONLY: dict[str, str] = {
    "service_issuednumber": "source = 'loaded'",
    "service_learnerversion": "actor = 'b'",
    "service_learnerevidence": "description = 'b'",
    "service_learnernotice": "notice_version = 'b'",
    "service_learneraddress": "address_town = 'b'",
    "access_log": "actor = 'b'",
    "service_logseal": "rows = 9",
}


@pytest.fixture
def rows(three: None) -> None:
    """A row in each table that is only ever added to."""
    run(VERSION, A, "1 hour", A)
    run(
        "insert into service_learnerevidence (learner_id, verification_type, description, seen_at)"
        " values (%s, 1, '', now())",
        A,
    )
    run(
        "insert into service_learnernotice (learner_id, notice_version, ability_to_share, by_learner, at)"
        " values (%s, '1', 1, false, now())",
        A,
    )
    run(
        "insert into service_learneraddress (learner_id, address_line_1, address_line_2, address_town,"
        " address_county_or_city, postcode, captured_on) values (%s, '', '', 'a', '', 'ZE1 0AA', now())",
        A,
    )
    run(
        "insert into access_log (reference, actor, role, channel, purpose, action, outcome)"
        " values (gen_random_uuid(), 'a', 'register', 'rest', 'enrolment', 'find', 'none')"
    )
    run(
        "insert into service_logseal (number, epoch_id, transaction_from, transaction_to, rows, marks, previous,"
        " hash, signature, sealed_at) values (1, 1, 1, 2, 0, '', '', '', '', now())"
    )


@pytest.mark.parametrize(("table", "change"), ADDED_ONLY.items())
def test_what_is_only_ever_added_to_is_neither_changed_nor_removed(rows, table, change):
    assert "only ever added" in refused(f"update {table} set {change}")
    assert "only ever added" in refused(f"delete from {table}")


@pytest.mark.parametrize("table", ["service_issuednumber", "access_log", "service_logseal"])
def test_what_is_only_ever_added_to_is_not_emptied(rows, table):
    run("set constraints all immediate")
    assert "only ever added" in refused(f"truncate {table} cascade")


@pytest.mark.parametrize("table", [*ADDED_ONLY, "service_change", "service_logepoch"])
def test_the_application_has_no_right_to_change_what_is_only_ever_added_to(db, table):
    with connection.cursor() as cursor:
        cursor.execute(
            "select has_table_privilege('rollbook_app', %s, right_) from unnest(%s::text[]) as right_",
            [table, ["select", "update", "delete", "truncate"]],
        )
        assert [row[0] for row in cursor.fetchall()] == [True, False, False, False]


@pytest.mark.parametrize(
    "table",
    ["service_learner", "service_link", "service_duplicatecase", "service_numberrange", "service_organisation",
     "service_user", "service_enrolment", "service_learnernote", "service_unclearvalue"],
)  # fmt: skip
def test_the_application_removes_nothing_that_is_ended_or_settled(db, table):
    assert "permission denied" in _as_application(f"delete from {table}")


@pytest.mark.parametrize(
    "statement",
    [
        "update service_issuednumber set source = 'loaded'",
        "truncate access_log",
        "alter table service_learner disable trigger user",
        "drop trigger issued_numbers_stay on service_issuednumber",
        "insert into service_numberrange (name, first, last, is_open, closed_because)"
        " values ('mine', 9999000000, 9999000009, true, '')",
    ],
)
def test_the_application_cannot_help_itself(db, statement):
    said = _as_application(statement)
    assert "permission denied" in said or "must be owner" in said


def _as_application(statement: str) -> str:
    run("set local role rollbook_app")
    try:
        with pytest.raises(DatabaseError) as error, transaction.atomic():
            run(statement)
    finally:
        run("reset role")
    return str(error.value)


def make(model: Any, **values: Any) -> Callable[[], Any]:
    return lambda: model.objects.create(**values)


def breaks(call: Callable[[], Any]) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        call()
    return str(error.value.__cause__.diag.constraint_name)


def test_an_enrolment_is_made_once_and_ends_after_its_start(three, organisation):
    day = timezone.localdate()
    first = make(models.Enrolment, learner_id=A, organisation=organisation, start=day)
    first()
    assert breaks(first) == "one_enrolment_for_each_start"
    sector = models.Sector.objects.create(organisation=organisation, name="Adults")
    make(models.Enrolment, learner_id=A, organisation=organisation, start=day, sector=sector)()
    early = make(models.Enrolment, learner_id=B, organisation=organisation, start=day, end=day.replace(year=2000))
    assert breaks(early) == "enrolment_ends_after_start"


def test_a_case_is_a_pair_in_order_open_once_and_settled_by_somebody(three):
    now = timezone.now()
    case = {"first_id": A, "second_id": B, "source": "report", "opened_at": now}
    make(models.DuplicateCase, **case)()
    assert breaks(make(models.DuplicateCase, **case)) == "one_open_case_a_pair"
    assert breaks(make(models.DuplicateCase, **{**case, "first_id": C})) == "case_pair_in_order"
    assert breaks(make(models.DuplicateCase, **{**case, "first_id": B})) == "case_pair_in_order"
    assert breaks(make(models.DuplicateCase, **{**case, "second_id": C, "source": "rumour"})) == "case_source_is_known"
    settled = {**case, "second_id": C, "state": "linked"}
    assert breaks(make(models.DuplicateCase, **settled)) == "case_settled_by_somebody"
    assert (
        breaks(make(models.DuplicateCase, **{**case, "second_id": C, "settled_at": now})) == "case_settled_by_somebody"
    )


def test_a_number_has_one_standing_link_and_none_to_itself(three):
    link = {"number_id": A, "survivor_id": B, "linked_at": timezone.now(), "linked_by": "r", "reason": "x"}
    make(Link, **link)()
    assert breaks(make(Link, **{**link, "survivor_id": C})) == "one_standing_link"
    assert breaks(make(Link, **{**link, "number_id": B})) == "link_is_not_to_itself"
    make(Link, **{**link, "undone_at": timezone.now(), "undone_by": "r"})()


def test_a_question_is_asked_once_and_settled_with_a_choice(three):
    now = timezone.now()
    link = Link.objects.create(number_id=A, survivor_id=B, linked_at=now, linked_by="r", reason="x")
    question = {"link": link, "field": "email", "under_number": "a", "under_survivor": "b"}
    make(models.UnclearValue, **question)()
    assert breaks(make(models.UnclearValue, **question)) == "one_question_a_field"
    other = {**question, "field": "postcode"}
    for wrong in ({"settled_at": now}, {"choice": "number"}, {"settled_at": now, "choice": "neither"}):
        assert breaks(make(models.UnclearValue, **other, **wrong)) == "unclear_settled_with_choice"


def test_an_organisation_is_what_it_says(organisation):
    start = {"ukprn": "10000002", "name": "x", "kind": "college", "status": "approved"}
    assert breaks(make(Organisation, **{**start, "ukprn": "1000000A"})) == "organisation_ukprn_is_eight_digits"
    assert breaks(make(Organisation, **{**start, "status": "liked"})) == "organisation_status_is_known"
    assert breaks(make(Organisation, **{**start, "status": "suspended"})) == "organisation_suspended_with_reason"
    assert "ukprn" in breaks(make(Organisation, **{**start, "ukprn": organisation.ukprn}))


def test_sectors_and_links_of_organisations_are_sound(organisation):
    other = Organisation.objects.create(ukprn="10000002", name="Other", kind="college", status="approved")
    sector = make(models.Sector, organisation=organisation, name="Adults")
    sector()
    assert breaks(sector) == "sector_once_in_organisation"
    day = timezone.localdate()
    itself = make(models.OrganisationLink, member=other, lead=other, kind="consortium", since=day)
    assert breaks(itself) == "link_is_between_two"
    backwards = {"member": other, "lead": organisation, "kind": "consortium", "since": day}
    assert breaks(make(models.OrganisationLink, **backwards, until=day.replace(year=2000))) == (
        "organisation_link_ends_after_start"
    )


@pytest.mark.parametrize(
    ("role", "with_organisation"), [("reviewer", True), ("register", False), ("machine:find", True)]
)
def test_a_user_belongs_where_the_role_works(organisation, role, with_organisation):
    home = organisation if with_organisation else None
    user = make(models.User, email="a@example.invalid", name="Ann", role=role, organisation=home)
    assert breaks(user) == "user_belongs_where_the_role_works"


def test_a_machine_has_a_machine_role(organisation):
    assert breaks(make(models.Client, name="x", role="register", organisation=organisation)) == (
        "client_has_a_machine_role"
    )


def test_one_answer_for_each_key_of_a_caller(db):
    answer = make(
        models.IdempotencyKey, caller="a", key="k", request_digest=b"", status=200, answer=b"", at=timezone.now()
    )
    answer()
    assert breaks(answer) == "one_answer_a_key"


def test_every_constraint_of_the_register_is_broken_by_a_test():
    """A constraint nobody breaks here may be one that holds nothing."""
    from pathlib import Path

    told = Path(__file__).read_text("utf-8")
    ours = ("learners", "numbers", "duplicates", "organisations", "people", "feed")
    named = [
        constraint.name
        for model in vars(models).values()
        if isinstance(model, type) and hasattr(model, "_meta") and model.__module__.rsplit(".", 1)[-1] in ours
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint | UniqueConstraint)
    ]
    # Two that a trigger meets first, with the same meaning.
    shadowed = {"learner_is_not_linked_to_itself", "learner_version_counts_up", "learner_deleted_holds_nothing"}
    assert [name for name in named if name not in told and name not in shadowed] == []
