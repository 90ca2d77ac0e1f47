"""What holds for every page: who may open it, its headers, its failures, a form sent twice."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.django_db


def test_a_visitor_is_sent_to_sign_in_and_back(client):
    answer = client.get("/purpose")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in?next=%2Fpurpose")


def test_home_shows_only_places_of_the_role(signed_in):
    text = signed_in("view_only").get("/").content.decode()
    assert 'href="/help/"' in text
    assert 'href="/review/"' not in text
    assert 'href="/users/"' not in text


def test_pages_carry_a_policy_without_inline_scripts_and_are_not_kept(signed_in):
    answer = signed_in().get("/")
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["/no-such-page", "/api", "/a%00b", "/%ff", "/learners/%00/history"])
def test_an_unknown_address_is_a_page_that_says_so(signed_in, address):
    answer = signed_in().get(address)
    assert answer.status_code == 404
    text = answer.content.decode()
    assert "There is no page at this address." in text or "There is no learner at this address." in text


def test_a_form_from_elsewhere_is_refused_with_a_page(person):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(person())
    answer = client.post("/purpose", {"purpose": "enrolment"})
    assert answer.status_code == 403
    assert "Nothing was done" in answer.content.decode()


def test_a_purpose_outside_the_agreement_is_refused(signed_in):
    answer = signed_in(purpose="").post("/purpose", {"purpose": "register_upkeep"})
    assert answer.status_code == 200
    assert 'class="summary"' in answer.content.decode()


def test_a_purpose_is_kept_and_leads_back_to_the_page_that_asked(signed_in):
    client = signed_in(purpose="")
    answer = client.post("/purpose?next=/help/", {"purpose": "enrolment", "next": "/help/"})
    assert answer["Location"] == "/help/"
    assert client.session["purpose"] == "enrolment"


def test_the_way_back_leads_nowhere_else(signed_in):
    answer = signed_in(purpose="").post("/purpose", {"purpose": "enrolment", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_a_suspended_organisation_is_told_so(signed_in, college: Any):
    client = signed_in()
    college.status, college.status_reason = "suspended", "a test"
    college.save()
    answer = client.get("/")
    assert answer.status_code == 403
    assert "not approved, or is suspended" in answer.content.decode()
