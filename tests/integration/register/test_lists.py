"""A list is worked through as if each learner had come alone, earlier ones being there for later ones."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from rollbook.base.dates import age_on
from rollbook.register.outcomes import ExactMatch, LinkedMatch, PossibleMatches
from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.register import Registration, Result, register
from rollbook.service.models import Enrolment, Learner, LearnerEvidence

ENROLMENT = "enrolment"


def registered_list(people, by, **more):
    find(people, by=by, purpose=ENROLMENT)
    return register([Registration(fields, **more) for fields in people], by=by, purpose=ENROLMENT)


def test_the_same_person_twice_in_a_list_gets_one_number(by, someone):
    first, second = registered_list([someone(), someone(given_name="ZULEIKA ")], by)
    assert (first.result, second.result) == (Result.NEW, Result.EXISTING)
    assert first.uln == second.uln
    assert Learner.objects.count() == Enrolment.objects.count() == 1


def test_twins_in_a_list_are_not_taken_for_one(by, someone):
    first, second = registered_list([someone(), someone(given_name="Ottilie")], by)
    assert (first.result, second.result) == (Result.NEW, Result.UNDECIDED)
    assert isinstance(second.outcome, PossibleMatches)
    assert second.outcome.candidates[0].uln == first.uln


def test_a_wrong_row_stops_no_other(by, someone):
    wrong, right = registered_list([someone(date_of_birth="2008-02-30", gender="7"), someone()], by)
    assert {finding.field for finding in wrong.findings} == {"date_of_birth", "gender"}
    assert (wrong.result, right.result) == (Result.INVALID, Result.NEW)


def test_a_value_that_is_no_text_is_a_finding(by, someone):
    fields = {**someone(), "given_name": 7, "date_of_birth": 20080229}
    (found,) = find([fields], by=by, purpose=ENROLMENT)
    (made,) = register([Registration(fields)], by=by, purpose=ENROLMENT)
    assert {finding.field for finding in found.findings} == {"given_name", "date_of_birth"}
    assert made.result is Result.INVALID


def test_an_identifier_or_a_notice_that_is_too_long_is_a_finding(by, someone):
    find([someone()], by=by, purpose=ENROLMENT)
    request = Registration(someone(), mis_identifier="7" * 129, notice_version="2026\x00")
    (made,) = register([request], by=by, purpose=ENROLMENT)
    assert {finding.field for finding in made.findings} == {"mis_identifier", "notice_version"}


def test_an_empty_list_is_an_empty_answer(by):
    assert find([], by=by, purpose=ENROLMENT) == []
    assert register([], by=by, purpose=ENROLMENT) == []


@pytest.mark.parametrize(
    ("years", "days", "age", "allowed"),
    [(13, 1, 12, False), (13, 0, 13, True), (111, 1, 110, True), (111, 0, 111, False)],
)
def test_ages_are_counted_to_the_birthday(by, someone, years, days, age, allowed):
    today = timezone.localdate()
    # Born so that the 13th or 111th birthday is today or tomorrow.
    born = _years_before(today + timedelta(days=days), years)
    assert age_on(born, today) == age
    (made,) = registered_list([someone(date_of_birth=born.isoformat())], by)
    assert (made.result is Result.NEW) is allowed


def _years_before(day: date, years: int) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year - years, 3, 1) if is_leap_day else day.replace(year=day.year - years)


@pytest.mark.parametrize(
    "name",
    [
        {"given_name": "Zoë", "family_name": "Müller-O’Brien"},
        {"given_name": "Ngũgĩ", "family_name": "wa Thiong'o"},
        {"given_name": "Sukarno", "family_name": ""},
        {"given_name": "", "family_name": "Sukarno"},
        {"given_name": "Łukasz", "family_name": "Żółć"},
        {"given_name": "小龍", "family_name": "李"},
    ],
)
def test_names_of_every_kind_are_kept_as_written_and_found_again(by, someone, name):
    (made,) = registered_list([someone(**name)], by)
    learner = Learner.objects.get(pk=made.uln)
    assert {"given_name": learner.given_name, "family_name": learner.family_name} == name
    (found,) = find([someone(**name)], by=by, purpose=ENROLMENT)
    assert found.outcome == ExactMatch(made.uln)


def test_two_who_agree_in_all_five_are_never_told_apart_by_chance(by, someone, crowd):
    both = crowd(2)
    (found,) = find([someone()], by=by, purpose=ENROLMENT)
    (made,) = registered_list([someone()], by)
    assert isinstance(found.outcome, PossibleMatches)
    assert {candidate.uln for candidate in found.outcome.candidates} == set(both)
    assert made.result is Result.UNDECIDED


def test_who_is_registered_again_without_a_date_keeps_her_enrolment(by, someone, registered, college):
    uln = registered(start=timezone.localdate() - timedelta(days=30))
    (again,) = registered_list([someone()], by)
    assert (again.result, again.uln) == (Result.EXISTING, uln)
    assert Enrolment.objects.filter(organisation=college).count() == 1


def test_who_comes_back_after_her_enrolment_ended_is_enrolled_anew(by, someone, registered):
    registered(start=timezone.localdate() - timedelta(days=300))
    Enrolment.objects.update(end=timezone.localdate() - timedelta(days=100))
    registered_list([someone()], by)
    assert Enrolment.objects.count() == 2


def test_two_sectors_that_enrol_a_learner_on_one_day_both_hold_her(caller, someone, college):
    from dataclasses import replace

    from rollbook.service.actions.learners.read import read
    from rollbook.service.models import Sector

    sectors = [Sector.objects.create(organisation=college, name=name) for name in ("Adult learning", "Schools")]
    today = timezone.localdate()
    for sector in sectors:
        who = replace(caller(name=sector.name), sector=sector.id)
        (made,) = registered_list([someone()], who, start=today)
        shown = read(made.uln, by=who, purpose=ENROLMENT)
        assert len(shown["enrolments"]) == 1


def test_who_is_found_under_a_linked_number_is_enrolled_under_it(linked, by, someone, reviewer):
    number, survivor, _ = linked
    details = someone(
        given_name="Orlando", family_name="Quennell", postcode="LE1 1AA", date_of_birth="1999-05-17", gender="1"
    )
    (made,) = registered_list([details], by)
    assert made.outcome == LinkedMatch(uln=survivor, linked=number)
    assert made.uln == survivor
    assert Enrolment.objects.filter(learner_id=number).count() == 2
    assert LearnerEvidence.objects.filter(learner_id=number).count() == 2
