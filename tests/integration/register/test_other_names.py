"""Names a learner also goes by and the Unique Pupil Number: found under them, undone with a link, gone when removed."""

import pytest

from rollbook.register.outcomes import ExactMatch, PossibleMatches
from rollbook.service.actions.learners.delete import delete
from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.links import settle_unclear, undo
from rollbook.service.actions.learners.read import read
from rollbook.service.models import Learner, UnclearValue

STAFF, ENROLMENT = "register_upkeep", "enrolment"
UPN, OTHER_UPN = "C801200000014", "J80120000002A"
ROSE = {"given_name": "Rosalind", "family_name": "Pemberley"}
OAK, ELM = ({"given_name": "Ann", "family_name": name} for name in ("Oakham", "Elmsworth"))


def text(name):
    return "|".join(name.values())


def also(uln):
    return Learner.objects.get(pk=uln).alternative_names


def outcome(fields, by):
    (found,) = find([fields], by=by, purpose=ENROLMENT)
    return found.outcome


def test_a_learner_is_found_exactly_under_an_alternative_name(registered, by, someone):
    uln = registered(alternative_names="Suleika|Thistle;Rosalind|Pemberley")
    assert outcome(someone(**ROSE), by) == ExactMatch(uln)
    assert read(uln, by=by, purpose=ENROLMENT)["alternative_names"][1] == ROSE


def test_a_search_finds_by_its_own_alternative_names(registered, by, someone):
    uln = registered()
    assert outcome(someone(**ROSE, alternative_names="Zuleika|Thistlewood"), by) == ExactMatch(uln)


def test_an_alternative_name_that_was_added_is_found_and_one_taken_out_is_not(registered, by, someone, change_details):
    uln = registered()
    change_details(uln, by, alternative_names=text(ROSE))
    assert outcome(someone(**ROSE), by) == ExactMatch(uln)
    change_details(uln, by, alternative_names="")
    assert not isinstance(outcome(someone(**ROSE), by), ExactMatch)


def test_the_same_upn_agrees_and_another_contradicts(registered, by, someone):
    uln = registered(unique_pupil_number=UPN)
    assert outcome(someone(unique_pupil_number=UPN.lower()), by) == ExactMatch(uln)
    assert isinstance(outcome(someone(unique_pupil_number=OTHER_UPN), by), PossibleMatches)


def test_a_upn_is_kept_without_blanks_and_becomes_an_identifier(registered, by):
    uln = registered(unique_pupil_number="c801 2000-00014")
    row = read(uln, by=by, purpose=ENROLMENT)
    assert (row["unique_pupil_number"], row["identifiers"]) == (UPN, [{"scheme": "UPN", "value": UPN}])


def test_names_set_under_the_number_go_back_with_it(linked, other, reviewer, change_details):
    number, survivor, made = linked
    change_details(number, other, alternative_names=text(OAK), unique_pupil_number=UPN)
    undo(made.id, reason="two people after all", by=reviewer, purpose=STAFF)
    assert (also(number), also(survivor)) == ([OAK], [])
    held = [Learner.objects.get(pk=uln).unique_pupil_number for uln in (number, survivor)]
    assert held == [UPN, ""]


@pytest.mark.parametrize(("choice", "expected"), [("number", ([OAK], [ELM])), ("survivor", ([], [ELM]))])
def test_names_changed_under_both_wait_for_a_reviewer(linked, by, other, reviewer, change_details, choice, expected):
    number, survivor, made = linked
    change_details(number, other, alternative_names=text(OAK))
    change_details(survivor, by, alternative_names=text(ELM))
    assert undo(made.id, reason="two people after all", by=reviewer, purpose=STAFF).unclear == 1
    question = UnclearValue.objects.get()
    assert (question.under_number, question.under_survivor) == ([OAK], [ELM])
    settle_unclear(question.id, choice, reason="asked both colleges", by=reviewer, purpose=STAFF)
    assert (also(number), also(survivor)) == expected


def test_a_removed_record_holds_neither(registered, reviewer):
    uln = registered(alternative_names=text(ROSE), unique_pupil_number=UPN)
    delete(uln, reason="entered twice", by=reviewer, purpose=STAFF)
    row = Learner.objects.get(pk=uln)
    assert (row.alternative_names, row.unique_pupil_number, row.identifiers) == ([], "", [])
