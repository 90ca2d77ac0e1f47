"""An organisation applies by itself, is checked and approved with its first super user, and anew when it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rollbook.base.errors import Conflict, InvalidInput, TooOften
from rollbook.organisations.approval import checks
from rollbook.service.actions import applications, approvals, organisations
from rollbook.service.actions.applications import Contact, apply_openly
from rollbook.service.actions.organisations import Application
from rollbook.service.models import AccessLog, Organisation, OrganisationApplication, User
from tests.integration.database.statements import refused

NUMBER = "10099001"
ASKED = Application(NUMBER, "Invented Council", "local_authority", company_number="IC 1")
CONTACT = Contact("Ann Example", "ann@council.example", "Head of skills", "C. Executive", "Adult courses, 900 learners")
PLACE = "192.0.2.1"


@pytest.fixture
def operator(caller):
    return caller("operator")


@pytest.fixture
def checked(operator):
    """An application with its agreement and every check."""
    apply_openly(ASKED, CONTACT, address=PLACE)
    organisations.sign(NUMBER, version="1", signed_on=date(2026, 1, 1), signatory="C", ends_on=None, by=operator)
    for code in checks():
        approvals.check(NUMBER, code, seen="Seen in a test.", passed=True, by=operator)
    return NUMBER


def approved(operator):
    return approvals.let_in(NUMBER, for_purposes=["enrolment"], email=CONTACT.email, name=CONTACT.name, by=operator)


def test_an_organisation_applies_without_a_user(db):
    apply_openly(ASKED, CONTACT, address=PLACE)
    made = OrganisationApplication.objects.get()
    assert (made.organisation.status, made.contact_email, made.is_taken) == ("applied", CONTACT.email, True)
    assert AccessLog.objects.get(action="organisation_apply").actor == "open:application"


def test_a_second_application_is_answered_alike_and_makes_nothing(college):
    assert apply_openly(ASKED, CONTACT, address=PLACE) is None
    assert apply_openly(replace(ASKED, ukprn=college.ukprn), CONTACT, address=PLACE) is None
    assert Organisation.objects.get(pk=college.pk).name == college.name
    assert not OrganisationApplication.objects.get(organisation=college).is_taken


def test_a_form_sent_twice_is_one_application(db):
    for _ in range(2):
        apply_openly(ASKED, CONTACT, address=PLACE)
    assert OrganisationApplication.objects.count() == 1


def test_a_flood_for_one_ukprn_keeps_a_few(db):
    for number in range(8):
        apply_openly(ASKED, replace(CONTACT, email=f"a{number}@council.example"), address=f"192.0.2.{number}")
    assert OrganisationApplication.objects.count() == 4


def test_applications_from_one_address_are_slowed(db):
    asked = [replace(ASKED, ukprn=f"10099{number:03}") for number in range(12)]  # more than two minutes allow
    with pytest.raises(TooOften):
        [apply_openly(each, CONTACT, address=PLACE) for each in asked]


def test_everything_wrong_with_an_application_is_named_at_once(db):
    wrong = Contact("", "office@council.example", " ", "", "")
    with pytest.raises(InvalidInput) as told:
        apply_openly(Application("1", "", "circus"), wrong, address=PLACE)
    fields = {finding.field for finding in told.value.findings}
    assert fields == {"ukprn", "name", "kind", "contact_name", "contact_email", "contact_job", "signatory", "teaches"}


def test_nobody_is_approved_before_every_check_is_passed(operator, checked):
    approvals.check(NUMBER, "teaches", seen="No learner in any return.", passed=False, by=operator)
    with pytest.raises(Conflict, match="teaches"):
        approved(operator)
    assert not User.objects.exists()


def test_approval_names_the_first_super_user(operator, checked):
    home, first = approved(operator)
    assert (home.status, first.role, first.organisation) == ("approved", "super_user", home)


def test_an_approval_without_a_super_user_is_none(operator, checked):
    with pytest.raises(InvalidInput):
        approvals.let_in(NUMBER, for_purposes=["enrolment"], by=operator)
    assert Organisation.objects.get(ukprn=NUMBER).status == "applied"


@pytest.mark.parametrize(
    "change", [{"name": "Trust Screening Ltd"}, {"company_number": "IC 2"}, {"register_status": "Deactivated"}]
)
def test_a_change_of_who_it_is_suspends_until_everything_is_checked_anew(operator, checked, change):
    approved(operator)
    home = approvals.change_identity(NUMBER, **change, reason="seen at Companies House", by=operator)
    assert home.status == "suspended"
    with pytest.raises(Conflict, match="Not checked yet"):
        organisations.approve(NUMBER, for_purposes=["enrolment"], by=operator)
    for code in checks():
        approvals.check(NUMBER, code, seen="Seen once more.", passed=True, by=operator)
    assert organisations.approve(NUMBER, for_purposes=["enrolment"], by=operator).status == "approved"


def test_a_change_that_changes_nothing_suspends_nobody(operator, checked):
    approved(operator)
    with pytest.raises(Conflict):
        approvals.change_identity(NUMBER, name=ASKED.name, reason="a look", by=operator)
    assert Organisation.objects.get(ukprn=NUMBER).status == "approved"


def test_the_database_refuses_a_new_name_under_an_old_approval(operator, checked):
    approved(operator)
    said = refused("update service_organisation set name = 'Trust Screening Ltd' where ukprn = %s", NUMBER)
    assert "approved anew" in said


def test_the_database_refuses_a_new_identity_under_an_old_approval(operator, checked):
    home, _ = approved(operator)
    said = refused(
        "insert into service_organisationidentity (organisation_id, name, company_number, register_status, reason,"
        " said_by, at) values (%s, 'x', '', '', '', 'x', now())", home.pk,
    )  # fmt: skip
    assert "approved anew" in said


def test_a_further_application_is_looked_at_once(operator, college):
    apply_openly(replace(ASKED, ukprn=college.ukprn), CONTACT, address=PLACE)
    asked = OrganisationApplication.objects.get()
    for _ in range(2):
        applications.see(asked.pk, by=operator)
    assert AccessLog.objects.filter(action="application_see").count() == 1
