"""A record made by mistake is removed: nobody finds it, its number stays used, and the register's staff see why."""

import pytest
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rollbook.register.outcomes import NoMatch
from rollbook.register.verify import Grade
from rollbook.service.actions.learners.delete import delete
from rollbook.service.actions.learners.enrolments import enrol
from rollbook.service.actions.learners.find import find, find_by_number
from rollbook.service.actions.learners.read import read, read_as_it_stood
from rollbook.service.actions.learners.register import Registration, Result, register
from rollbook.service.actions.learners.update import update
from rollbook.service.actions.learners.verify import verify_all
from rollbook.service.models import Change, IssuedNumber, Learner, LearnerVersion

ENROLMENT, STAFF = "enrolment", "register_upkeep"


@pytest.fixture
def removed(registered, reviewer):
    uln = registered(email="zuleika@home.invalid", notes="Prefers mornings.", scottish_candidate_number="100000011")
    delete(uln, reason="entered twice by a trainee", by=reviewer, purpose=STAFF)
    return uln


def test_nobody_finds_a_removed_record(removed, by, someone):
    (found,) = find([someone(email="zuleika@home.invalid")], by=by, purpose=ENROLMENT)
    asked = {"uln": str(removed), "given_name": "Zuleika", "family_name": "Thistlewood"}
    (verified,) = verify_all([asked], by=by, purpose=ENROLMENT)
    assert found.outcome == NoMatch()
    assert find_by_number(str(removed), "Zuleika", "Thistlewood", by=by, purpose=ENROLMENT).outcome == NoMatch()
    assert verified.verification.grade is Grade.NOT_FOUND


def test_nothing_can_be_done_with_a_removed_number(removed, by, someone, reviewer):
    calls = [
        lambda: read(removed, by=by, purpose=ENROLMENT),
        lambda: update(removed, {"email": "a@example.invalid"}, version=None, reason="", by=by, purpose=ENROLMENT),
        lambda: enrol({**someone(), "uln": str(removed)}, start=timezone.localdate(), by=by, purpose=ENROLMENT),
        lambda: delete(removed, reason="again", by=reviewer, purpose=STAFF),
        lambda: read_as_it_stood(removed, Learner.objects.get(pk=removed).created_at, by=by, purpose=ENROLMENT),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            call()


def test_the_row_holds_nothing_and_its_number_stays_used(removed):
    row = Learner.objects.get(pk=removed)
    held = {
        field.attname: value
        for field in Learner._meta.concrete_fields
        if (value := getattr(row, field.attname)) not in ("", None, 0, [])
    }
    assert set(held) == {"uln_id", "version", "status", "created_at", "since"}
    assert IssuedNumber.objects.filter(pk=removed).exists()


def test_the_registers_staff_see_what_was_removed_by_whom_and_why(removed, reviewer):
    stood = read_as_it_stood(removed, Learner.objects.get(pk=removed).created_at, by=reviewer, purpose=STAFF)
    version = LearnerVersion.objects.get(learner_id=removed)
    assert stood["family_name"] == "Thistlewood"
    assert (version.kind, version.actor, version.reason) == ("delete", reviewer.id, "entered twice by a trainee")


def test_the_same_person_registered_again_gets_another_number(removed, by, someone):
    find([someone()], by=by, purpose=ENROLMENT)
    (made,) = register([Registration(someone())], by=by, purpose=ENROLMENT)
    assert made.result is Result.NEW
    assert made.uln != removed


def test_a_removed_number_is_never_drawn_again(removed, monkeypatch):
    from rollbook.service.actions.learners import writing

    places = iter([(removed - 9_800_000_000) // 10] * 16 + list(range(100)))
    monkeypatch.setattr(writing.secrets, "randbelow", lambda size: next(places))
    assert next(writing.draw_numbers()) != removed


def test_a_record_in_a_link_is_not_removed(linked, reviewer):
    number, survivor, _ = linked
    for uln in (number, survivor):
        with pytest.raises(Conflict, match="Undo the link"):
            delete(uln, reason="a mistake", by=reviewer, purpose=STAFF)


def test_a_removal_needs_a_reason_and_a_reviewer(registered, reviewer, by):
    uln = registered()
    with pytest.raises(InvalidInput):
        delete(uln, reason=" ", by=reviewer, purpose=STAFF)
    with pytest.raises(NotAllowed):
        delete(uln, reason="mine", by=by, purpose=ENROLMENT)


def test_the_holders_are_told_of_a_removal(removed):
    assert list(Change.objects.filter(uln=removed).values_list("kind", flat=True)) == ["deleted"]
