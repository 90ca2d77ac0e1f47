"""The reviewer's queue, one case whole, decisions and links: what is shown, in which order, and that it is logged."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.service.actions.learners import duplicates
from rollbook.service.actions.learners.links import undo
from rollbook.service.models import AccessLog, DuplicateCase
from rollbook.service.readers.cases import Wanted, next_case, open_cases, waiting
from rollbook.service.readers.decisions import decided, statistics
from rollbook.service.readers.links import one_link, standing_links, unclear_values
from rollbook.service.readers.one_case import one_case

STAFF = "register_upkeep"
OTHER = {"given_name": "Orlando", "family_name": "Quennell", "postcode": "LE1 1AA", "gender": "1"}


@pytest.fixture
def pair(registered, other):
    """A learner with two numbers, at two colleges."""
    return registered(), registered(who=other, **OTHER, date_of_birth="1999-05-17")


@pytest.fixture
def case(pair, by):
    return duplicates.report(*pair, said="Same passport.", by=by, purpose="enrolment")


@pytest.fixture
def cases(registered):
    """Three open cases of different source, weight and age."""
    numbers = sorted(
        registered(given_name=name, family_name=f"Oddname{name}", postcode=f"ZE{n} 0AA", date_of_birth=f"200{n}-03-04")
        for n, name in enumerate(("Aurelia", "Balthazar", "Clementine"), start=1)
    )
    a, b, c = numbers
    made = [(a, b, "report", 3.0, 1), (a, c, "override", 9.0, 40), (b, c, "sweep", None, 5)]
    return [
        DuplicateCase.objects.create(
            first_id=first, second_id=second, source=source, weight=weight,
            opened_at=timezone.now() - timedelta(days=days),
        )
        for first, second, source, weight, days in made
    ]  # fmt: skip


def settle(case, by, *, survivor=None, reason="Compared the passports."):
    return duplicates.settle(
        case.id, same_person=survivor is not None, survivor=survivor, reason=reason, by=by, purpose=STAFF
    )


def sources(reviewer, **wanted):
    return [each["source"] for each in open_cases(by=reviewer, purpose=STAFF, wanted=Wanted(**wanted))]


def test_the_queue_is_in_the_order_asked_for_and_a_case_without_a_weight_is_last(cases, reviewer):
    assert sources(reviewer) == ["override", "report", "sweep"]
    assert sources(reviewer, order="oldest") == ["override", "sweep", "report"]
    assert sources(reviewer, order="newest") == ["report", "sweep", "override"]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [({"source": "sweep"}, ["sweep"]), ({"least": 4.0}, ["override"]), ({"most": 4.0}, ["report"]),
     ({"open_days": 30}, ["override"]), ({"source": "rumour"}, ["override", "report", "sweep"])],
)  # fmt: skip
def test_the_queue_is_filtered_by_source_weight_and_age(cases, reviewer, wanted, left):
    assert sources(reviewer, **wanted) == left


def test_after_a_case_comes_the_next_of_the_same_order_and_at_the_end_the_first_again(cases, reviewer):
    report, override, sweep = cases
    assert next_case(override.id, by=reviewer) == report.id
    assert next_case(sweep.id, by=reviewer) == override.id
    settle(report, reviewer)
    assert next_case(report.id, by=reviewer) == sweep.id
    assert next_case(override.id, by=reviewer, wanted=Wanted(source="override")) is None


def test_what_waits_is_told_in_numbers(cases, reviewer):
    found = waiting(by=reviewer)
    assert (found["open"], found["oldest_days"], found["unclear"]) == (3, 40, 0)
    assert found["by_source"] == {"report": 1, "override": 1, "sweep": 1}


def test_a_case_shows_both_records_whole_with_history_and_who_reported(case, pair, by, reviewer, change_details):
    change_details(pair[0], by, email="zuleika@home.invalid")
    found = one_case(case.id, by=reviewer, purpose=STAFF)
    sides = {found["first"]["uln"]: found["first"], found["second"]["uln"]: found["second"]}
    mine = sides[str(pair[0])]
    assert mine["values"]["email"] == "zuleika@home.invalid"
    assert (mine["changes"][0]["kind"], mine["changes"][0]["fields"]["email"]) == (
        "update",
        ["", "zuleika@home.invalid"],
    )
    assert (mine["enrolments"]["number"], mine["providers"]) == (1, ["Invented College 1"])
    assert (found["said"], found["organisation"]) == ("Same passport.", "Invented College 1")
    assert set(found["agreement"].values()) <= {"same", "near", "differs", "not given"}
    assert found["reasons"]


def test_the_older_number_is_proposed_where_as_many_hold_it(case, pair, reviewer):
    found = one_case(case.id, by=reviewer, purpose=STAFF)
    assert found[found["proposal"]["survivor"]]["uln"] == str(pair[0])


def test_opening_a_case_is_logged_for_both_learners(case, pair, reviewer):
    one_case(case.id, by=reviewer, purpose=STAFF)
    line = AccessLog.objects.filter(action="read_case", outcome="opened").get()
    assert (sorted(line.ulns), line.purpose) == (sorted(pair), STAFF)


def test_an_unknown_case_or_link_is_not_found(reviewer, db):
    with pytest.raises(NotFound):
        one_case(uuid.uuid4(), by=reviewer, purpose=STAFF)
    with pytest.raises(NotFound):
        one_link(uuid.uuid4(), by=reviewer, purpose=STAFF)


def test_the_log_of_decisions_says_who_decided_what_and_why_latest_first(cases, reviewer):
    report, override, _ = cases
    settle(report, reviewer, reason="Two passports.")
    settle(override, reviewer, survivor=override.first_id)
    latest, earlier = decided(by=reviewer, purpose=STAFF)
    assert (latest["state"], earlier["state"], earlier["settled_why"]) == ("linked", "kept_apart", "Two passports.")
    assert [each["id"] for each in decided(by=reviewer, purpose=STAFF, state="linked")] == [str(override.id)]
    assert decided(by=reviewer, purpose=STAFF, before=latest["place"]) == [earlier]
    assert AccessLog.objects.filter(action="read_decision").count() == 4


def test_statistics_count_decisions_links_and_undone_links(cases, reviewer):
    report, override, _ = cases
    settle(report, reviewer)
    settle(override, reviewer, survivor=override.first_id)
    (link,) = standing_links(by=reviewer, purpose=STAFF)
    undo(uuid.UUID(link["id"]), reason="Cousins.", by=reviewer, purpose=STAFF)
    found = statistics(by=reviewer, purpose=STAFF)
    assert len(found["months"]) == 12
    assert (found["months"][-1]["linked"], found["months"][-1]["kept_apart"]) == (1, 1)
    assert found["strengths"] == [
        {"strength": 3, "decided": 1, "linked": 0}, {"strength": 9, "decided": 1, "linked": 1}
    ]  # fmt: skip
    times = {each["source"]: (round(each["median_days"]), each["linked"], each["undone"]) for each in found["sources"]}
    assert times == {"report": (1, 0, 0), "override": (40, 1, 1)}
    assert (found["open"], found["links_standing"], found["links_undone"]) == (1, 0, 1)


def test_statistics_of_a_register_without_decisions_are_empty(reviewer, db):
    found = statistics(by=reviewer, purpose=STAFF)
    assert (found["strengths"], found["sources"], sum(each["linked"] for each in found["months"])) == ([], [], 0)


def test_a_link_foretells_what_its_undo_then_does(linked, by, other, reviewer, change_details):
    number, survivor, made = linked
    change_details(number, other, family_name="Marchbanks", school_at_16="Old School")
    change_details(survivor, by, email="zuleika@home.invalid")
    change_details(number, other, postcode="TR1 1AA")
    change_details(survivor, by, postcode="TR2 2BB")
    found = one_link(made.id, by=reviewer, purpose=STAFF)
    assert {each["field"] for each in found["returns"]} == {"family_name", "school_at_16"}
    assert found["stays"] == [{"field": "email", "value": "zuleika@home.invalid"}]
    assert found["unclear"] == [{"field": "postcode", "number": "TR1 1AA", "survivor": "TR2 2BB"}]
    assert undo(made.id, reason="Two people.", by=reviewer, purpose=STAFF).unclear == 1
    (left,) = unclear_values(by=reviewer, purpose=STAFF)
    assert (left["field"], left["under_number"], left["under_survivor"]) == ("postcode", "TR1 1AA", "TR2 2BB")


def test_to_look_at_a_link_changes_nothing(linked, other, reviewer, change_details):
    number, survivor, made = linked
    change_details(number, other, family_name="Marchbanks")
    before = one_link(made.id, by=reviewer, purpose=STAFF)
    assert one_link(made.id, by=reviewer, purpose=STAFF) == before
    assert (before["number"], before["survivor"], before["undone_at"]) == (str(number), str(survivor), None)
    assert sorted(AccessLog.objects.filter(action="read_link").values_list("ulns", flat=True)[0]) == sorted(
        [number, survivor]
    )
