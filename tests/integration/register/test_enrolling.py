"""Enrol somebody who has a number: the evidence that was seen, what is refused, and the number shown after."""

from __future__ import annotations

import pytest
from django.utils import timezone

from rollbook.base.errors import InvalidInput, NotAllowed, NotFound
from rollbook.service.actions.learners.choose import choose
from rollbook.service.actions.learners.confirming import confirmed
from rollbook.service.actions.learners.duplicates import report
from rollbook.service.actions.learners.enrolments import enrol
from rollbook.service.actions.learners.tokens import seal
from rollbook.service.models import AccessLog, Enrolment, LearnerEvidence

pytestmark = pytest.mark.django_db
PURPOSE = "enrolment"
TODAY = timezone.localdate()


@pytest.fixture
def asked(registered) -> dict[str, str]:
    """Number and names of a learner of another college."""
    return {"uln": str(registered()), "given_name": "Zuleika", "family_name": "Thistlewood"}


def test_evidence_seen_at_an_enrolment_is_kept_once(asked, other):
    for _ in range(2):
        enrol(asked, start=TODAY, evidence={"verification_type": "2"}, by=other, purpose=PURPOSE)
    assert LearnerEvidence.objects.get(organisation_id=other.organisation).verification_type == 2


def test_an_enrolment_without_evidence_keeps_none(asked, other):
    enrol(asked, start=TODAY, evidence={"verification_type": ""}, by=other, purpose=PURPOSE)
    assert not LearnerEvidence.objects.filter(organisation_id=other.organisation).exists()


@pytest.mark.parametrize("evidence", [{"verification_type": "42"}, {"verification_type": "999"}])
def test_evidence_that_says_nothing_is_refused_and_nobody_enrolled(asked, other, evidence):
    with pytest.raises(InvalidInput):
        enrol(asked, start=TODAY, evidence=evidence, by=other, purpose=PURPOSE)
    assert not Enrolment.objects.filter(organisation_id=other.organisation).exists()


@pytest.mark.parametrize("identifier", ["W" * 129, "W\x0044"])
def test_a_candidate_is_not_enrolled_under_an_identifier_that_cannot_be_kept(asked, other, identifier):
    token = seal(int(asked["uln"]), by=other)
    with pytest.raises(InvalidInput):
        choose(token, start=TODAY, mis_identifier=identifier, by=other, purpose=PURPOSE)


def test_a_number_is_confirmed_to_who_enrolled_and_to_nobody_else(asked, other, caller):
    with pytest.raises(NotFound):
        confirmed(int(asked["uln"]), by=other, purpose=PURPOSE)
    enrol(asked, start=TODAY, mis_identifier="W-1", by=other, purpose=PURPOSE)
    told = confirmed(int(asked["uln"]), by=other, purpose=PURPOSE)
    assert (str(told.uln), told.linked, told.start, told.mis_identifier) == (asked["uln"], None, TODAY, "W-1")
    with pytest.raises(NotAllowed):
        confirmed(int(asked["uln"]), by=caller("view_only"), purpose=PURPOSE)


def test_an_enrolment_under_wrong_names_stays_in_the_log_as_the_question_it_was(asked, other):
    with pytest.raises(NotFound) as refused:
        enrol({**asked, "family_name": "Guessed"}, start=TODAY, by=other, purpose=PURPOSE)
    assert refused.value.is_on_record
    row = AccessLog.objects.get(actor=other.id, action="verify")
    assert (row.outcome, row.ulns) == ("no_match", [int(asked["uln"])])
    assert not Enrolment.objects.filter(organisation_id=other.organisation).exists()


def test_a_second_number_that_is_not_in_use_stays_in_the_log(registered, caller):
    by, own = caller("register"), registered()
    with pytest.raises(NotFound):
        report(own, 1000000009, said="The same passport in both files", by=by, purpose=PURPOSE)
    assert AccessLog.objects.get(action="report_duplicate").outcome == "refused"
