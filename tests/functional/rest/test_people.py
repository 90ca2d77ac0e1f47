"""Endpoints for roles of people: no machine has them, so a signed-in caller is put in the token's place."""

import pytest

from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.register import Registration, register
from rollbook.web.rest import endpoint


@pytest.fixture
def acting(caller, send, monkeypatch):
    """Sends as somebody in a role."""

    def go(role, method, path, body=None):
        monkeypatch.setattr(endpoint, "caller_of_token", lambda token: caller(role))
        purpose = "register_upkeep" if role in ("reviewer", "operator") else "enrolment"
        return send(method, path, body, token="any", purpose=purpose)

    return go


@pytest.fixture
def numbers(caller, someone):
    """Two learners of the college with a number each."""
    by = caller()
    people = [someone(), someone(given_name="Ottilie", postcode="AB10 1AA", date_of_birth="1999-01-01")]
    find(people, by=by, purpose="enrolment")
    made = register([Registration(person) for person in people], by=by, purpose="enrolment")
    return [str(each.uln) for each in made]


@pytest.fixture
def case(acting, numbers):
    body = {"first": numbers[0], "second": numbers[1], "said": "the same passport"}
    return acting("register", "POST", "/api/learners/link-requests", body).json()["id"]


def test_a_reviewer_sees_both_records_side_by_side(acting, numbers, case):
    (pair,) = acting("reviewer", "GET", "/api/duplicates").json()["cases"]
    assert (pair["id"], pair["source"], pair["said"]) == (case, "report", "the same passport")
    assert {pair["first"]["uln"], pair["second"]["uln"]} == set(numbers)


def test_a_reviewer_links_two_numbers_and_undoes_it(acting, numbers, case):
    from rollbook.service.models import Link

    decision = {"same_person": True, "survivor": numbers[1], "reason": "compared passports"}
    settled = acting("reviewer", "POST", f"/api/duplicates/{case}/settle", decision)
    assert settled.json() == {"id": case, "state": "linked"}
    undone = acting("reviewer", "POST", f"/api/links/{Link.objects.get().pk}/undo", {"reason": "two passports"}).json()
    assert (undone["number"], undone["survivor"], undone["unclear"]) == (numbers[0], numbers[1], 0)


def test_a_case_is_settled_once(acting, case):
    decision = {"same_person": False, "reason": "different birth dates"}
    answers = [acting("reviewer", "POST", f"/api/duplicates/{case}/settle", decision) for _ in "12"]
    assert [answer.status_code for answer in answers] == [200, 409]


def test_a_survivor_that_is_neither_is_named_where_it_stands(acting, case):
    decision = {"same_person": True, "survivor": "1000000043", "reason": "x"}
    answer = acting("reviewer", "POST", f"/api/duplicates/{case}/settle", decision)
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/survivor"]


def test_a_candidates_details_are_shown_to_a_register_role_a_few_times_a_minute(acting, numbers, someone):
    found = acting("register", "POST", "/api/learners/find", {"learners": [someone(given_name="Zuleikha")]}).json()
    token = {"token": found["results"][0]["candidates"][0]["token"]}
    answers = [acting("register", "POST", "/api/learners/reveal", token) for _ in range(11)]
    assert (answers[0].json()["uln"], answers[0].json()["given_name"]) == (numbers[0], "Zuleika")
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]


def test_a_super_user_pages_through_the_log_of_their_own_organisation(acting, numbers):
    pages, address = [], "/api/access-log?limit=2"
    while address:
        told = acting("super_user", "GET", address).json()
        pages.append([entry["action"] for entry in told["entries"]])
        address = f"/api/access-log?limit=2&cursor={told['next']}" if "next" in told else ""
    assert [action for page in pages for action in page] == ["register", "register", "find", "find"]


def test_the_log_says_who_why_and_to_whom(acting, numbers):
    entry = acting("super_user", "GET", "/api/access-log?limit=1").json()["entries"][0]
    assert (entry["actor"], entry["purpose"], entry["outcome"]) == ("user:register", "enrolment", "new")
    assert entry["ulns"][0] in numbers


def test_an_operator_reads_the_log_of_all(acting, numbers):
    actions = {entry["action"] for entry in acting("operator", "GET", "/api/access-log").json()["entries"]}
    assert {"find", "register"} <= actions


def test_an_organisation_sees_its_sectors_and_links(acting, college, other_college, caller):
    from datetime import date

    from rollbook.service.actions import organisations

    organisations.add_sector(college.ukprn, "Adults", by=caller("operator"))
    organisations.link(
        college.ukprn, other_college.ukprn, kind="consortium", since=date(2026, 1, 1), by=caller("operator")
    )
    told = acting("view_only", "GET", "/api/organisation").json()
    assert [sector["name"] for sector in told["sectors"]] == ["Adults"]
    assert (told["links"][0]["part"], told["links"][0]["since"]) == ("member", "2026-01-01")


def test_the_registers_own_staff_have_no_organisation_to_read(acting):
    assert acting("reviewer", "GET", "/api/organisation").status_code == 403
