"""The lists of an organisation's learners, to look at and to take away."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from rollbook.organisations import roles
from tests.functional.portal.test_learner_pages import enrolled, text

__all__ = ["enrolled"]
pytestmark = pytest.mark.django_db
LISTS = ("/learners/", "/learners/without-number", "/learners/changed-numbers")


def whole(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("role", [name for name, role in roles().items() if role.human])
@pytest.mark.parametrize("page", LISTS)
def test_the_lists_are_for_roles_that_may(signed_in, role, page):
    answer = signed_in(role).get(page)
    assert answer.status_code == (200 if "list" in roles()[role].may else 403)


@pytest.mark.parametrize("role", [name for name, role in roles().items() if role.human])
@pytest.mark.parametrize(
    ("page", "permission"),
    [("objections", "objections"), ("number", "review"), ("{}", "read"), ("{}/change", "update"),
     ("{}/history", "read"), ("{}/looks", "read"), ("{}/report", "report"), ("{}/object", "object"),
     ("{}/enrol", "enrol"), ("{}/remove", "delete")],
)  # fmt: skip
def test_every_page_of_a_learner_is_for_roles_that_may(signed_in, enrolled, role, page, permission):
    from rollbook.service.addresses import address_of

    answer = signed_in(role).get(f"/learners/{page.format(address_of(enrolled()))}")
    assert answer.status_code == (200 if permission in roles()[role].may else 403)


def test_the_list_shows_ones_own_learners(signed_in, enrolled, other_college):
    enrolled()
    assert "Thistlewood" in text(signed_in().get("/learners/"))
    assert "Thistlewood" not in text(signed_in(organisation=other_college).get("/learners/"))


def test_a_filter_without_personal_details_becomes_an_address(signed_in):
    answer = signed_in().post("/learners/", {"ended": "no", "start_from_day": "1", "start_from_month": "9",
                                             "start_from_year": "2026"})  # fmt: skip
    assert answer["Location"] == "/learners/?start_from=2026-09-01&ended=no"


def test_a_surname_stands_in_no_address_and_goes_on_by_post(signed_in, enrolled, college):
    from rollbook.service.models import Enrolment

    uln = enrolled()
    for year in range(1950, 2010):
        Enrolment.objects.create(learner_id=uln, organisation=college, start=date(year, 9, 1))
    client = signed_in()
    page = text(client.post("/learners/", {"surname": "thist"}))
    assert "61 enrolments" in page
    links = re.findall(r'href="([^"]*)"', page.partition("<main")[2])
    assert not [link for link in links if "thist" in link.lower()]
    after = re.search(r'name="after" value="([^"]+)"', page)
    assert after is not None
    rest = text(client.post("/learners/", {"surname": "thist", "after": after[1]}))
    assert len(re.findall("<tr data-row>", rest)) == 11
    assert client.get("/learners/?surname=thist").content.count(b"<tr data-row>") == 50


def test_enrolments_and_learners_are_each_counted_in_their_own_number(signed_in, enrolled, college):
    from rollbook.service.models import Enrolment

    uln, client = enrolled(), signed_in()
    assert "1 enrolment, 1 learner; latest start first." in text(client.get("/learners/"))
    Enrolment.objects.create(learner_id=uln, organisation=college, start=date(2025, 9, 1))
    assert "2 enrolments, 1 learner; latest start first." in text(client.get("/learners/"))


def test_what_is_seen_is_taken_away_as_csv_and_as_a_spreadsheet(signed_in, enrolled, college):
    from rollbook.service.models import AccessLog, Enrolment

    uln = enrolled()
    Enrolment.objects.filter(learner_id=uln).update(mis_identifier="=HYPERLINK(1)")
    client = signed_in()
    rows = list(csv.reader(io.StringIO(whole(client.post("/learners/list.csv")).decode("utf-8-sig"))))
    assert rows[1][0] == str(uln)
    assert rows[1][-1] == "'=HYPERLINK(1)"
    sheet = load_workbook(io.BytesIO(whole(client.post("/learners/list.xlsx")))).active
    assert sheet["A2"].value == str(uln)
    assert [row.ulns for row in AccessLog.objects.filter(action="export_learners")] == [[uln], [uln]]


def test_a_list_is_taken_away_by_post_only_and_in_a_known_form(signed_in, enrolled):
    client = signed_in()
    assert client.get("/learners/list.csv")["Location"] == "/learners/"
    assert client.get("/learners/changed-numbers.csv")["Location"] == "/learners/changed-numbers"
    assert client.get("/learners/changed-numbers/taken-over")["Location"] == "/learners/changed-numbers"
    assert client.post("/learners/list.pdf").status_code == 404


def test_changed_numbers_are_taken_away_and_marked(signed_in, enrolled, caller, other_college):
    from rollbook.service.actions.learners.links import link

    survivor = enrolled(by=caller(organisation=other_college, name="other"))
    number = enrolled(given_name="Orlando", family_name="Quennell", postcode="LE1 1AA", date_of_birth="1999-05-17",
                      gender="1")  # fmt: skip
    made = link(number, survivor, reason="one person", by=caller("reviewer"), purpose="register_upkeep")
    client = signed_in()
    page = text(client.get("/learners/changed-numbers"))
    assert f'value="{made.id}/linked"' in page
    rows = list(csv.reader(io.StringIO(whole(client.post("/learners/changed-numbers.csv")).decode("utf-8-sig"))))
    assert rows[1][1:4] == [str(number), str(survivor), "linked"]
    client.post("/learners/changed-numbers/taken-over", {"change": f"{made.id}/linked"})
    assert f'value="{made.id}/linked"' not in text(client.get("/learners/changed-numbers"))
    assert "taken over" in text(client.get("/learners/changed-numbers?seen=on"))


def test_a_change_of_nobody_we_hold_cannot_be_marked(signed_in, enrolled, caller, other_college):
    from rollbook.service.actions.learners.links import link

    survivor = enrolled()
    number = enrolled(given_name="Orlando", family_name="Quennell", postcode="LE1 1AA", date_of_birth="1999-05-17",
                      gender="1")  # fmt: skip
    made = link(number, survivor, reason="one person", by=caller("reviewer"), purpose="register_upkeep")
    strangers = signed_in(organisation=other_college)
    answer = strangers.post("/learners/changed-numbers/taken-over", {"change": f"{made.id}/linked"})
    assert answer.status_code == 404
    assert strangers.post("/learners/changed-numbers/taken-over", {"change": "x"}).status_code == 400


def test_nothing_marked_leads_back_to_the_list_and_is_said_there(signed_in):
    client = signed_in()
    answer = client.post("/learners/changed-numbers/taken-over", {"since": "2025-09-01"})
    assert answer["Location"] == "/learners/changed-numbers?since=2025-09-01"
    assert "No number is marked." in text(client.get(answer["Location"]))


def test_a_list_of_one_kind_that_is_empty_does_not_say_that_all_have_numbers(signed_in):
    client = signed_in()
    assert "Every learner of your batches has a number." in text(client.get("/learners/without-number"))
    for which in ("placeholder", "nothing", "left"):
        assert "Every learner" not in text(client.get(f"/learners/without-number?which={which}"))
