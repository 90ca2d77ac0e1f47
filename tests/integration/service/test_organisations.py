"""Organisations on their way from application to approval, suspension and close."""

from datetime import date

import pytest

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rollbook.organisations.approval import checks
from rollbook.service.actions import approvals
from rollbook.service.actions import organisations as actions
from rollbook.service.models import AccessLog, Organisation
from rollbook.service.readers.organisations import own, shown

NUMBER = "10099001"
ASKED = actions.Application(NUMBER, "Invented Academy", "school", laestab="201/3614")
FIRST = date(2026, 1, 1)


@pytest.fixture
def operator(caller):
    return caller("operator")


@pytest.fixture
def signed(operator):
    actions.apply(ASKED, by=operator)
    actions.sign(NUMBER, version="1", signed_on=FIRST, signatory="A. Principal", ends_on=None, by=operator)
    for code in checks():
        approvals.check(NUMBER, code, seen="Seen in a test.", passed=True, by=operator)
    return NUMBER


def test_an_organisation_applies_signs_and_is_approved(operator, signed):
    made = actions.approve(signed, for_purposes=["enrolment", "data_return"], by=operator)
    assert (made.status, made.purposes, made.laestab) == ("approved", ["data_return", "enrolment"], "2013614")


def test_nobody_is_approved_without_an_agreement_that_stands(operator):
    actions.apply(ASKED, by=operator)
    ended = date(2026, 2, 1)
    actions.sign(NUMBER, version="1", signed_on=FIRST, signatory="A. Principal", ends_on=ended, by=operator)
    with pytest.raises(Conflict):
        actions.approve(NUMBER, for_purposes=["enrolment"], by=operator)


def test_everything_wrong_with_an_application_is_named_at_once(operator):
    with pytest.raises(InvalidInput) as refused:
        actions.apply(actions.Application("12", " ", "", laestab="x"), by=operator)
    assert {finding.field for finding in refused.value.findings} == {"ukprn", "name", "kind", "laestab"}


def test_the_same_ukprn_does_not_apply_twice(operator):
    actions.apply(ASKED, by=operator)
    with pytest.raises(Conflict):
        actions.apply(ASKED, by=operator)


@pytest.mark.parametrize("purposes", [[], ["curiosity"], ["enrolment", "register_upkeep"]])
def test_an_agreement_names_known_purposes_and_none_of_the_registers_own(operator, signed, purposes):
    with pytest.raises(InvalidInput):
        actions.approve(signed, for_purposes=purposes, by=operator)


def test_suspension_needs_a_reason_and_keeps_it(operator, signed):
    with pytest.raises(InvalidInput):
        actions.suspend(signed, reason=" ", by=operator)
    assert actions.suspend(signed, reason="agreement broken", by=operator).status_reason == "agreement broken"


def test_a_closed_organisation_stays_closed(operator, signed):
    actions.close(signed, reason="merged", by=operator)
    with pytest.raises(Conflict):
        actions.approve(signed, for_purposes=["enrolment"], by=operator)


def test_each_step_leaves_a_row_in_the_log(operator, signed):
    actions.approve(signed, for_purposes=["enrolment"], by=operator)
    rows = AccessLog.objects.filter(details__ukprn=signed).order_by("id").values_list("action", "purpose")
    steps = ["apply", "sign", *["check"] * len(checks()), "approve"]
    assert list(rows) == [(f"organisation_{step}", "administration") for step in steps]


def test_a_refused_step_leaves_nothing(operator, signed):
    before = AccessLog.objects.count()
    with pytest.raises(InvalidInput):
        actions.link(signed, signed, kind="consortium", since=FIRST, by=operator)
    assert AccessLog.objects.count() == before


def test_sectors_and_links_are_shown_with_the_organisation(operator, college, other_college):
    actions.add_sector(college.ukprn, "Adult learning", by=operator)
    actions.link(other_college.ukprn, college.ukprn, kind="subcontractor", since=FIRST, by=operator)
    told = shown(college)
    assert [each["name"] for each in told["sectors"]] == ["Adult learning"]
    assert [(each["part"], each["ukprn"]) for each in told["links"]] == [("lead", other_college.ukprn)]


def test_a_link_stands_once_and_ends_after_it_began(operator, college, other_college):
    made = actions.link(other_college.ukprn, college.ukprn, kind="consortium", since=FIRST, by=operator)
    with pytest.raises(Conflict):
        actions.link(other_college.ukprn, college.ukprn, kind="consortium", since=FIRST, by=operator)
    with pytest.raises(InvalidInput):
        actions.end_link(made.pk, until=date(2025, 1, 1), by=operator)
    assert actions.end_link(made.pk, until=date(2026, 7, 31), by=operator).until == date(2026, 7, 31)


def test_two_sectors_of_one_name_are_refused(operator, college):
    actions.add_sector(college.ukprn, "Adult learning", by=operator)
    with pytest.raises(Conflict):
        actions.add_sector(college.ukprn, "Adult learning", by=operator)


def test_an_unknown_ukprn_is_not_found(operator):
    with pytest.raises(NotFound):
        actions.suspend("10099999", reason="x", by=operator)


@pytest.mark.parametrize("role", ["super_user", "register", "reviewer", "machine:register"])
def test_only_an_operator_governs_organisations(caller, college, role):
    with pytest.raises(NotAllowed):
        actions.suspend(college.ukprn, reason="x", by=caller(role))
    assert Organisation.objects.get(pk=college.pk).status == "approved"


def test_an_organisation_reads_itself(caller, college):
    assert own(by=caller("view_only"))["ukprn"] == college.ukprn
