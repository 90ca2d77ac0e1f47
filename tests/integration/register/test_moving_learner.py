"""Journey J5: the learner moves and marries; the second college finds her, and both hold her."""

import pytest

from rollbook.register.outcomes import ExactMatch, PossibleMatches
from rollbook.service.actions.learners.enrolments import enrol
from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.read import read
from rollbook.service.actions.learners.register import Registration, Result, register
from rollbook.service.actions.learners.update import update

ENROLMENT = "enrolment"
MARRIED = {"family_name": "Marchbanks", "postcode": "TR1 1AA", "previous_family_name": "Thistlewood"}


def test_the_second_college_finds_her_under_her_new_name_and_gets_the_same_number(registered, by, other, someone):
    uln = registered(notes="Needs large print.")
    update(uln, MARRIED, version=1, reason="married", by=by, purpose=ENROLMENT)
    find([someone(**MARRIED)], by=other, purpose=ENROLMENT)
    request = Registration(someone(**MARRIED, notes="Has a parking permit."))
    (made,) = register([request], by=other, purpose=ENROLMENT)
    assert (made.result, made.uln) == (Result.EXISTING, uln)
    shown = {who.ukprn: read(uln, by=who, purpose=ENROLMENT) for who in (by, other)}
    assert all(len(each["enrolments"]) == 1 for each in shown.values())
    assert [note["text"] for note in shown[by.ukprn]["notes"]] == ["Needs large print."]
    assert "Needs large print." not in str(shown[other.ukprn])


@pytest.mark.parametrize("asked", [{}, {"family_name": "Marchbanks"}, {"postcode": "TR1 1AA"}])
def test_her_former_name_and_postcode_still_find_her_exactly(registered, by, other, someone, asked):
    uln = registered()
    update(uln, MARRIED, version=1, reason="married", by=by, purpose=ENROLMENT)
    (found,) = find([someone(**asked)], by=other, purpose=ENROLMENT)
    assert found.outcome == ExactMatch(uln)


def test_before_anybody_was_told_of_the_marriage_she_is_a_possible_match(registered, other, someone):
    uln = registered()
    (found,) = find([someone(**MARRIED)], by=other, purpose=ENROLMENT)
    assert isinstance(found.outcome, PossibleMatches)
    assert found.outcome.candidates[0].uln == uln


def test_with_her_number_and_her_former_name_the_second_college_enrols_her(registered, by, other, someone):
    from django.utils import timezone

    uln = registered()
    update(uln, MARRIED, version=1, reason="married", by=by, purpose=ENROLMENT)
    asked = {"uln": str(uln), "given_name": "Zuleika", "family_name": "Thistlewood"}
    made = enrol(asked, start=timezone.localdate(), by=other, purpose=ENROLMENT)
    assert made.organisation_id == other.organisation
    assert read(uln, by=other, purpose=ENROLMENT)["family_name"] == "Marchbanks"
