"""Enrolments, cases, questions, organisations and people: each constraint has a test that breaks it."""

from __future__ import annotations

import pytest
from django.db.models import CheckConstraint, UniqueConstraint
from django.utils import timezone

from rollbook.service import models
from rollbook.service.models import Link, Organisation
from tests.integration.database.statements import A, B, C, breaks, make


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

    told = "".join(file.read_text("utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    ours = ("learners", "numbers", "duplicates", "organisations", "people", "feed", "governance", "signing_in")
    named = [
        constraint.name
        for model in vars(models).values()
        if isinstance(model, type) and hasattr(model, "_meta") and model.__module__.rsplit(".", 1)[-1] in ours
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint | UniqueConstraint)
    ]
    # Those that a trigger meets first, with the same meaning.
    shadowed = {"learner_is_not_linked_to_itself", "learner_version_counts_up", "learner_deleted_holds_nothing"}
    assert [name for name in named if name not in told and name not in shadowed] == []
