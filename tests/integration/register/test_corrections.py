"""A mistake that is corrected is no former name; the history holds it, and undoing a link keeps the difference."""

from __future__ import annotations

from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.links import undo
from rollbook.service.actions.learners.update import update
from rollbook.service.models import Learner, LearnerVersion

ENROLMENT, STAFF = "enrolment", "register_upkeep"


def correct(uln, by, **fields):
    return update(uln, fields, version=None, reason="mistyped", by=by, purpose=ENROLMENT, was_mistake=True)


def test_a_name_that_was_mistyped_is_no_former_name_and_stays_in_the_history(registered, by):
    uln = registered(family_name="Thistelwood")
    correct(uln, by, family_name="Thistlewood", postcode="ZE1 0AB")
    row = Learner.objects.get(pk=uln)
    assert (row.family_name, row.former_names, row.former_postcodes) == ("Thistlewood", [], [])
    kept = LearnerVersion.objects.get(learner_id=uln)
    assert (kept.kind, kept.details["family_name"]) == ("correction", "Thistelwood")


def test_a_name_that_was_changed_in_life_is_a_former_name(registered, by, change_details):
    uln = registered()
    change_details(uln, by, family_name="Vellacott")
    assert [each["family_name"] for each in Learner.objects.get(pk=uln).former_names] == ["Thistlewood"]


def test_nobody_is_found_by_a_name_that_was_a_mistake(registered, by, someone):
    uln = registered(family_name="Quibbleforth", given_name="Ottoline")
    correct(uln, by, family_name="Thistlewood", given_name="Zuleika")
    wrong = someone(family_name="Quibbleforth", given_name="Ottoline")
    (found,) = find([wrong], by=by, purpose=ENROLMENT)
    assert getattr(found.outcome, "uln", None) != uln


def test_undoing_a_link_makes_no_former_name_of_a_corrected_mistake(linked, other, reviewer):
    number, survivor, made = linked
    correct(number, other, family_name="Quennel")
    undo(made.id, reason="two people", by=reviewer, purpose=STAFF)
    assert Learner.objects.get(pk=number).family_name == "Quennel"
    assert Learner.objects.get(pk=number).former_names == []
    assert Learner.objects.get(pk=survivor).former_names == []
