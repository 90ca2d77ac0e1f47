"""What a learner's page, history and list of lookers tell, and what of it they keep from whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.service.actions.learners.read import read
from rollbook.service.actions.learners.update import update
from rollbook.service.models import AccessLog, Sector, User
from rollbook.service.readers.learner_history import at_version, changed_since, history, on_day
from rollbook.service.readers.learner_page import learner_page
from rollbook.service.readers.looks import looks

ENROLMENT, STAFF = "enrolment", "register_upkeep"


@pytest.fixture
def named(college, other_college, by, other):
    """The two registrars as people with names: (of the first college, of the second)."""
    people = [
        User.objects.create(email=f"{name}@x.example", name=name, role="register", organisation=home)
        for name, home in (("Aud Finch", college), ("Bea Marsh", other_college))
    ]
    return tuple(replace(who, id=f"user:{user.pk}") for who, user in zip((by, other), people, strict=True))


def test_a_page_holds_what_belongs_to_a_learner_under_every_number(linked, other, by):
    number, survivor, _ = linked
    page = learner_page(number, by=other, purpose=ENROLMENT)
    assert (page.uln, page.numbers) == (survivor, [survivor, number])
    assert [(each["number"], each["survivor"]) for each in page.links] == [(number, survivor)]
    assert {each["is_own"] for each in page.evidence} == {True, False}
    assert len(page.addresses) == 2
    assert AccessLog.objects.filter(action="read").count() == 1


def test_a_page_of_a_learner_not_held_is_refused_as_if_she_did_not_exist(registered, other, by, college):
    uln = registered()
    with pytest.raises(NotFound):
        learner_page(uln, by=other, purpose=ENROLMENT)
    sectors = [Sector.objects.create(organisation=college, name=name) for name in ("Adults", "Schools")]
    mine = registered(who=replace(by, sector=sectors[0].pk), given_name="Orlando", family_name="Quennell",
                      postcode="LE1 1AA", date_of_birth="1999-05-17", gender="1")  # fmt: skip
    with pytest.raises(NotFound):
        learner_page(mine, by=replace(by, sector=sectors[1].pk), purpose=ENROLMENT)


def test_a_history_names_ones_own_people_and_no_others(linked, named):
    number, survivor, _ = linked
    first, second = named
    update(survivor, {"email": "a@x.invalid"}, version=None, reason="she wrote", by=first, purpose=ENROLMENT)
    update(number, {"email": "b@x.invalid"}, version=None, reason="he wrote", by=second, purpose=ENROLMENT)
    seen = [
        [(each["who"]["kind"], each["who"]["name"], each["reason"]) for each in
         history(number, by=who, purpose=ENROLMENT).changes if each["kind"] == "update"]
        for who in named
    ]  # fmt: skip
    assert seen[0] == [("other", "", ""), ("own", "Aud Finch", "she wrote")]
    assert seen[1] == [("own", "Bea Marsh", "he wrote"), ("other", "", "")]


def test_the_record_is_shown_as_it_stood_on_a_day(registered, by, change_details):
    uln = registered()
    change_details(uln, by, family_name="Vellacott")
    assert on_day(uln, timezone.localdate(), by=by, purpose=ENROLMENT)["family_name"] == "Vellacott"
    with pytest.raises(NotFound, match="did not exist then"):
        on_day(uln, timezone.localdate() - timedelta(days=1), by=by, purpose=ENROLMENT)


def test_what_changed_since_a_version_is_told_to_whoever_read_it(registered, by, change_details):
    uln = registered()
    change_details(uln, by, family_name="Vellacott")
    assert at_version(uln, 1, by=by)["family_name"] == "Thistlewood"
    assert at_version(uln, 2, by=by)["family_name"] == "Vellacott"
    (since,) = changed_since(uln, 1, by=by)
    assert since["changed"]["family_name"] == ["Thistlewood", "Vellacott"]
    assert changed_since(uln, 2, by=by) == []


def test_who_looked_names_organisations_and_only_ones_own_people(linked, named, reviewer):
    number, survivor, _ = linked
    for who in named:
        read(survivor, by=who, purpose=ENROLMENT)
    found = looks(number, by=named[0], purpose=ENROLMENT).lines
    lines = {each["organisation"] or "team": each for each in reversed(found)}
    assert lines["Invented College 1"]["person"] == "Aud Finch"
    assert lines["Invented College 2"]["person"] == ""
    assert lines["team"]["is_team"]
    assert lines["Invented College 2"]["says"] == "Opened your record."


def test_to_read_who_looked_is_itself_written_down(registered, by):
    uln = registered()
    looks(uln, by=by, purpose=ENROLMENT)
    first, *_ = looks(uln, by=by, purpose=ENROLMENT).lines
    assert first["says"] == "Looked at who looked at your record: this list."


def test_pages_of_who_looked_follow_each_other_without_a_gap(registered, by):
    uln = registered()
    for _ in range(5):
        read(uln, by=by, purpose=ENROLMENT)
    first = looks(uln, most=3, by=by, purpose=ENROLMENT)
    assert first.older is not None
    rest = looks(uln, before=first.older, most=50, by=by, purpose=ENROLMENT)
    assert min(each["at"] for each in first.lines) > max(each["at"] for each in rest.lines)
    assert len(first.lines) + len(rest.lines) == 6  # registered, then read five times


def test_who_looked_is_kept_from_those_who_do_not_hold_her(registered, other):
    with pytest.raises(NotFound):
        looks(registered(), by=other, purpose=ENROLMENT)
