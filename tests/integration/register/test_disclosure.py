"""What nobody is told: strangers' records, others' notes, whom a token stands for, how like a stranger is."""

import json
from dataclasses import replace

import pytest

from rollbook.base.errors import NotAllowed, NotFound
from rollbook.register.outcomes import ExactMatch, LinkedMatch, NoMatch, PossibleMatches
from rollbook.service.actions.learners import tokens
from rollbook.service.actions.learners.duplicates import report
from rollbook.service.actions.learners.enrolments import end, enrol
from rollbook.service.actions.learners.find import find, find_by_number
from rollbook.service.actions.learners.read import read, read_as_it_stood, reveal
from rollbook.service.actions.learners.update import update
from rollbook.service.actions.learners.verify import verify_all
from rollbook.service.models import DuplicateCase, Enrolment

ENROLMENT = "enrolment"
NEVER_ISSUED = 1000000001


@pytest.fixture
def stranger(registered, other):
    """A learner of the second college."""
    return registered(who=other, notes="Lives with her aunt.")


@pytest.mark.parametrize("known", [True, False])
def test_a_learner_of_others_reads_as_one_that_does_not_exist(stranger, by, known):
    from django.utils import timezone

    uln = stranger if known else NEVER_ISSUED
    calls = [
        lambda: read(uln, by=by, purpose=ENROLMENT),
        lambda: read_as_it_stood(uln, timezone.now(), by=by, purpose=ENROLMENT),
        lambda: update(uln, {"email": "a@example.invalid"}, version=1, reason="", by=by, purpose=ENROLMENT),
    ]
    for call in calls:
        with pytest.raises(NotFound, match="enrolled with your organisation"):
            call()


def test_a_report_about_a_strangers_number_alone_is_refused(stranger, by):
    with pytest.raises(NotFound, match="enrolled with your organisation"):
        report(stranger, NEVER_ISSUED, said="", by=by, purpose=ENROLMENT)


def test_who_reports_a_duplicate_is_not_told_how_like_the_two_are(stranger, registered, by):
    own = registered(given_name="Ivo", postcode="LE1 1AA", family_name="Lindqvist")
    told = report(own, stranger, said="the same birthday", by=by, purpose=ENROLMENT)
    kept = DuplicateCase.objects.get()
    assert (told.id, told.weight, told.reasons) == (kept.id, None, [])
    assert kept.weight is not None
    assert kept.reasons


def test_notes_are_seen_by_the_organisation_that_wrote_them_alone(stranger, by, other, someone, reviewer):
    find([someone()], by=by, purpose=ENROLMENT)
    enrol({**someone(), "uln": str(stranger)}, start=_today(), by=by, purpose=ENROLMENT)
    assert [note["text"] for note in read(stranger, by=other, purpose=ENROLMENT)["notes"]] == ["Lives with her aunt."]
    assert read(stranger, by=by, purpose=ENROLMENT)["notes"] == []
    assert read(stranger, by=reviewer, purpose="register_upkeep")["notes"] == []


def test_enrolments_elsewhere_are_not_shown(stranger, by, other, someone):
    enrol({**someone(), "uln": str(stranger)}, start=_today(), by=by, purpose=ENROLMENT)
    shown = read(stranger, by=by, purpose=ENROLMENT)["enrolments"]
    assert [each["ukprn"] for each in shown] == [by.ukprn]


def test_an_enrolment_of_others_cannot_be_ended(stranger, by):
    theirs = Enrolment.objects.get(learner_id=stranger)
    with pytest.raises(NotFound):
        end(theirs.id, on=theirs.start, by=by, purpose=ENROLMENT)


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "Orlando"},
        {"family_name": "Quennell"},
        {"date_of_birth": "2008-02-28"},
        {"gender": "1"},
        {"given_name": "Zulieka", "date_of_birth": ""},
        {"given_name": "Thistlewood", "family_name": "Zuleika"},
    ],
)
def test_a_number_with_names_that_are_not_surely_its_own_opens_no_record(stranger, by, someone, changes):
    with pytest.raises(NotFound, match="do not belong together"):
        enrol({**someone(**changes), "uln": str(stranger)}, start=_today(), by=by, purpose=ENROLMENT)
    assert not Enrolment.objects.filter(organisation=by.organisation).exists()


def test_a_number_and_a_mistyped_name_with_the_right_birth_date_enrol(stranger, by, someone):
    made = enrol({**someone(given_name="Zulieka"), "uln": str(stranger)}, start=_today(), by=by, purpose=ENROLMENT)
    assert made.learner_id == stranger


@pytest.mark.parametrize(
    ("given", "family", "outcome"),
    [
        ("Zuleika", "Thistlewood", ExactMatch),
        ("Zulieka", "Thistlewood", PossibleMatches),
        ("Thistlewood", "Zuleika", PossibleMatches),
        ("Orlando", "Thistlewood", NoMatch),
    ],
)
def test_a_find_by_number_is_exact_only_with_the_learners_own_names(stranger, by, given, family, outcome):
    found = find_by_number(str(stranger), given, family, by=by, purpose=ENROLMENT)
    assert isinstance(found.outcome, outcome)


def test_a_number_with_foreign_names_is_answered_as_one_never_used(stranger, by):
    asked = [str(stranger), str(NEVER_ISSUED)]
    answers = [find_by_number(uln, "Orlando", "Quennell", by=by, purpose=ENROLMENT).outcome for uln in asked]
    assert answers == [NoMatch(), NoMatch()]


def test_why_a_verification_failed_is_told_only_to_who_may_see_details(stranger, by, caller, someone):
    asked = [{"uln": str(stranger), "given_name": "Zuleika", "family_name": "Ash"}]
    (machine,) = verify_all(asked, by=caller("machine:find"), purpose=ENROLMENT)
    (person,) = verify_all(asked, by=by, purpose=ENROLMENT)
    assert machine.verification.flags == ()
    assert "VRF5" in person.verification.flags
    assert machine.verification.uln is None


def test_a_token_stands_for_nobody_else(stranger, by, other, caller):
    token = tokens.seal(stranger, by=by)
    assert tokens.unseal(token, by=by) == stranger
    moved = replace(by, organisation=other.organisation)
    for who in (other, caller("view_only"), moved):
        with pytest.raises(NotFound, match="not valid any more"):
            tokens.unseal(token, by=who)


def test_a_token_says_nothing_by_itself(stranger, by):
    token = tokens.seal(stranger, by=by)
    assert str(stranger) not in token
    assert token != tokens.seal(stranger, by=by)


def test_a_token_is_good_for_an_hour(stranger, by):
    import time

    sealed = json.dumps([stranger, by.id, str(by.organisation)]).encode()
    for minutes, good in [(59, True), (61, False)]:
        token = tokens._fernet().encrypt_at_time(sealed, int(time.time()) - minutes * 60).decode()
        if good:
            assert tokens.unseal(token, by=by) == stranger
        else:
            with pytest.raises(NotFound):
                tokens.unseal(token, by=by)


@pytest.mark.parametrize("token", ["", "abc", "\ud800", "gAAAA" + "A" * 95])
def test_an_invented_token_is_answered_as_an_old_one(by, token):
    with pytest.raises(NotFound, match="not valid any more"):
        tokens.unseal(token, by=by)


def test_a_candidate_is_revealed_to_a_register_role_that_states_its_purpose(stranger, by, caller, someone):
    (found,) = find([someone(given_name="Ottilie")], by=by, purpose=ENROLMENT)
    token = tokens.seal(found.outcome.candidates[0].uln, by=by)
    shown = reveal(token, by=by, purpose=ENROLMENT)
    assert (shown["uln"], shown["given_name"]) == (str(stranger), "Zuleika")
    assert not {"email", "notes", "enrolments", "address_line_1"} & set(shown)
    for role in ("view_only", "machine:register", "batch"):
        who = caller(role)
        with pytest.raises(NotAllowed):
            reveal(tokens.seal(stranger, by=who), by=who, purpose=ENROLMENT)


def test_a_candidate_who_was_linked_since_is_not_revealed(linked, by):
    number, _, _ = linked
    with pytest.raises(NotFound, match="Search again"):
        reveal(tokens.seal(number, by=by), by=by, purpose=ENROLMENT)


def test_a_purpose_the_agreement_does_not_name_is_refused_before_anything_is_looked_up(stranger, by, someone):
    from rollbook.service.models import AccessLog

    before = AccessLog.objects.count()
    with pytest.raises(NotAllowed):
        find([someone()], by=by, purpose="register_upkeep")
    assert AccessLog.objects.count() == before


def test_a_sector_sees_its_own_enrolments_only(by, caller, someone, college, registered):
    from rollbook.service.models import Sector

    adults, schools = (Sector.objects.create(organisation=college, name=name) for name in ("Adults", "Schools"))
    uln = registered(who=replace(caller(name="a"), sector=adults.id))
    teacher = replace(caller(name="s"), sector=schools.id)
    with pytest.raises(NotFound):
        read(uln, by=teacher, purpose=ENROLMENT)
    (theirs,) = Enrolment.objects.all()
    with pytest.raises(NotFound):
        end(theirs.id, on=theirs.start, by=teacher, purpose=ENROLMENT)
    assert len(read(uln, by=by, purpose=ENROLMENT)["enrolments"]) == 1


def test_after_an_undo_nobody_reads_the_other_learner_any_more(linked, by, other, reviewer):
    from rollbook.service.actions.learners.links import undo

    number, survivor, made = linked
    assert read(survivor, by=other, purpose=ENROLMENT)["uln"] == str(survivor)
    undo(made.id, reason="two people", by=reviewer, purpose="register_upkeep")
    for who, foreign in [(other, survivor), (by, number)]:
        with pytest.raises(NotFound):
            read(foreign, by=who, purpose=ENROLMENT)


def test_a_linked_exact_match_names_no_more_than_the_two_numbers(linked, by, someone):
    number, survivor, _ = linked
    found = find_by_number(str(number), "Orlando", "Quennell", by=by, purpose=ENROLMENT)
    assert found.outcome == LinkedMatch(survivor, number)


def _today():
    from django.utils import timezone

    return timezone.localdate()
