"""A credential is looked up with each request, so that a suspension holds from the next one on."""

import hashlib
from datetime import date, timedelta

import pytest
from django.utils import timezone
from oauth2_provider.models import AccessToken

from rollbook.base.errors import NotAllowed, NotSignedIn
from rollbook.service import credentials
from rollbook.service.models import Client, User

TOKEN = "an-invented-token"


@pytest.fixture
def machine(college):
    made = Client.objects.create(
        name="Invented MIS", client_type="confidential", authorization_grant_type="client-credentials",
        organisation=college, role="machine:find", purposes=["enrolment", "learner_request", "curiosity"],
    )  # fmt: skip
    AccessToken.objects.create(
        application=made, token="", token_checksum=hashlib.sha256(TOKEN.encode()).hexdigest(), scope=made.role,
        expires=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    # The toolkit computes a checksum of its own from the token, which is stored nowhere else.
    AccessToken.objects.update(token_checksum=hashlib.sha256(TOKEN.encode()).hexdigest())
    return made


def test_a_token_gives_role_organisation_and_the_purposes_both_name(machine, college):
    college.purposes = ["enrolment", "data_return"]
    college.save()
    by = credentials.caller_of_token(TOKEN)
    assert (by.role, by.organisation, by.purposes) == ("machine:find", college.pk, frozenset({"enrolment"}))


def test_a_credential_costs_one_statement(machine, django_assert_num_queries):
    with django_assert_num_queries(1):
        credentials.caller_of_token(TOKEN)


@pytest.mark.parametrize("token", ["", "another", "an-invented-token ", "\x00", "ü" * 5000])
def test_an_unknown_token_is_nobodys(machine, token):
    with pytest.raises(NotSignedIn):
        credentials.caller_of_token(token)


def test_an_expired_token_is_nobodys(machine):
    AccessToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotSignedIn):
        credentials.caller_of_token(TOKEN)


@pytest.mark.parametrize("status", ["applied", "suspended", "closed"])
def test_an_organisation_that_is_not_approved_is_refused_at_once(machine, college, status):
    credentials.caller_of_token(TOKEN)
    college.status, college.status_reason = status, "for a test"
    college.save()
    with pytest.raises(NotAllowed):
        credentials.caller_of_token(TOKEN)


def test_a_suspended_client_is_refused_at_once(machine):
    Client.objects.update(is_active=False)
    with pytest.raises(NotAllowed):
        credentials.caller_of_token(TOKEN)


def test_an_ended_agreement_refuses_and_a_newer_one_allows_again(machine, college):
    college.agreements.create(version="1", signed_on=date(2020, 1, 1), signatory="P", ends_on=date(2021, 1, 1))
    with pytest.raises(NotAllowed):
        credentials.caller_of_token(TOKEN)
    college.agreements.create(version="2", signed_on=date(2021, 1, 1), signatory="P")
    assert credentials.caller_of_token(TOKEN).role == "machine:find"


def test_a_person_acts_in_the_role_and_sector_that_stand_in_the_register(college):
    sector = college.sectors.create(name="Adults")
    user = User.objects.create(email="a@example.org", name="A", role="batch", organisation=college, sector=sector)
    by = credentials.caller_of_user(user, channel="cli")
    assert (by.id, by.role, by.sector, by.channel) == (f"user:{user.pk}", "batch", sector.pk, "cli")


def test_a_suspended_person_is_refused(college):
    user = User(email="a@example.org", name="A", role="batch", organisation=college, is_active=False)
    with pytest.raises(NotAllowed):
        credentials.caller_of_user(user, channel="cli")
