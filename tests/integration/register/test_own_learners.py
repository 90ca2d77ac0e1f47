"""The lists of one's own learners: whose they are, what filters find, what is written down, what is chased."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from rollbook.base.errors import NotAllowed, NotFound
from rollbook.service.actions.learners.links import link, undo
from rollbook.service.actions.learners.taking_over import take_over
from rollbook.service.models import AccessLog, Enrolment, Sector
from rollbook.service.readers.changed_numbers import changed_numbers
from rollbook.service.readers.own_learners import Filter, counts, export, own_learners

ENROLMENT, STAFF = "enrolment", "register_upkeep"
ALL = Filter()


def listed(wanted, by):
    return [row["number"] for row in own_learners(wanted, by=by, purpose=ENROLMENT).rows]


def test_an_organisation_lists_its_own_learners_and_nobody_elses(registered, by, other, linked):
    number, survivor, _ = linked
    assert listed(ALL, by) == [survivor]
    assert listed(ALL, other) == [number]


def test_a_sector_lists_its_own_and_those_of_no_sector(registered, by, college):
    mine, yours = (Sector.objects.create(organisation=college, name=name) for name in ("Adults", "Schools"))
    uln = registered(who=replace(by, sector=mine.pk))
    assert listed(ALL, replace(by, sector=mine.pk)) == [uln]
    assert listed(ALL, replace(by, sector=yours.pk)) == []
    assert listed(ALL, by) == [uln]


def test_filters_find_what_they_say(registered, by):
    early = registered(start=date(2024, 9, 1))
    late = registered(given_name="Orlando", family_name="Quennell", postcode="LE1 1AA", date_of_birth="1999-05-17",
                      gender="1", start=date(2026, 9, 1))  # fmt: skip
    Enrolment.objects.filter(learner_id=early).update(end=date(2025, 7, 1), mis_identifier="MIS 7")
    assert listed(ALL, by) == [late, early]
    assert listed(Filter(start_from=date(2025, 1, 1)), by) == [late]
    assert listed(Filter(start_to=date(2025, 1, 1)), by) == [early]
    assert listed(Filter(ended="yes"), by) == [early]
    assert listed(Filter(ended="no"), by) == [late]
    assert listed(Filter(surname="quen"), by) == [late]
    assert listed(Filter(surname="q%"), by) == []
    assert listed(Filter(mis_identifier="MIS 7"), by) == [early]
    assert counts(Filter(surname="quen"), by=by) == {"enrolments": 1, "learners": 1}


def test_a_linked_number_is_listed_with_the_number_now_and_its_name(linked, other):
    number, survivor, _ = linked
    (row,) = own_learners(Filter(linked=True), by=other, purpose=ENROLMENT).rows
    assert (row["number"], row["uln"], row["family_name"]) == (number, survivor, "Thistlewood")
    assert counts(Filter(linked=True), by=other) == {"enrolments": 1, "learners": 1}


def test_pages_follow_each_other_without_a_gap(registered, by):
    uln = registered(start=date(2026, 9, 1))
    home = by.require_organisation()
    for month in range(1, 8):
        Enrolment.objects.create(learner_id=uln, organisation_id=home, start=date(2025, month, 1))
    seen, after = [], None
    while True:
        page = own_learners(ALL, after=after, most=3, by=by, purpose=ENROLMENT)
        seen += [row["start"] for row in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == sorted(Enrolment.objects.values_list("start", flat=True), reverse=True)


def test_whoever_is_listed_or_taken_away_can_see_it(registered, by):
    uln = registered()
    own_learners(ALL, by=by, purpose=ENROLMENT)
    list(export(ALL, by=by, purpose=ENROLMENT))
    rows = AccessLog.objects.filter(action__in=["list_learners", "export_learners"]).order_by("id")
    assert [(row.action, row.ulns) for row in rows] == [("list_learners", [uln]), ("export_learners", [uln])]


def test_machines_and_the_team_have_no_list(caller):
    for role in ("machine:register", "reviewer", "operator"):
        with pytest.raises(NotAllowed):
            own_learners(ALL, by=caller(role), purpose=ENROLMENT)


def test_a_changed_number_waits_until_it_is_taken_over(linked, other, by):
    number, survivor, made = linked
    today = timezone.localdate()
    (row,) = changed_numbers(today, seen=False, by=other, purpose=ENROLMENT)
    assert (row["number"], row["now"], row["undone"]) == (number, survivor, False)
    assert changed_numbers(today + timedelta(days=1), seen=False, by=other, purpose=ENROLMENT) == []
    assert changed_numbers(today, seen=False, by=by, purpose=ENROLMENT) == []
    take_over([(made.id, False)], by=other, purpose=ENROLMENT)
    take_over([(made.id, False)], by=other, purpose=ENROLMENT)
    assert changed_numbers(today, seen=False, by=other, purpose=ENROLMENT) == []
    assert changed_numbers(today, seen=True, by=other, purpose=ENROLMENT)[0]["seen_at"] is not None


def test_a_link_that_is_undone_after_it_was_taken_over_is_a_change_again(linked, other, reviewer):
    number, survivor, made = linked
    take_over([(made.id, False)], by=other, purpose=ENROLMENT)
    undo(made.id, reason="two people", by=reviewer, purpose=STAFF)
    (row,) = changed_numbers(timezone.localdate(), seen=False, by=other, purpose=ENROLMENT)
    assert (row["number"], row["now"], row["undone"]) == (survivor, number, True)
    take_over([(made.id, True)], by=other, purpose=ENROLMENT)
    assert changed_numbers(timezone.localdate(), seen=False, by=other, purpose=ENROLMENT) == []


def test_nobody_takes_over_the_change_of_a_number_they_do_not_hold(linked, registered, make_organisation, caller):
    _, _, made = linked
    stranger = caller(organisation=make_organisation(), name="stranger")
    with pytest.raises(NotFound):
        take_over([(made.id, False)], by=stranger, purpose=ENROLMENT)


def test_a_number_linked_on_leads_to_the_last_survivor(linked, registered, other, reviewer):
    number, survivor, _ = linked
    last = registered(given_name="Corisande", family_name="Vellacott", postcode="TR19 7AA",
                      date_of_birth="1999-11-02")  # fmt: skip
    link(survivor, last, reason="one person", by=reviewer, purpose=STAFF)
    rows = changed_numbers(timezone.localdate(), seen=False, by=other, purpose=ENROLMENT)
    assert [(row["number"], row["now"]) for row in rows] == [(number, last)]
