"""A learner's objection outranks any organisation's entry, from the moment it stands until the team settles it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rollbook.register.objections import Objecting
from rollbook.service.actions.learners.links import link, undo
from rollbook.service.actions.learners.objections import (
    object_for,
    report_two_people,
    settle_objection,
    settle_two_people,
)
from rollbook.service.models import Learner, LearnerNotice, LearnerVersion, Objection
from rollbook.service.readers import objections

ENROLMENT, STAFF = "enrolment", "register_upkeep"
SHARING = Objecting("sharing", "Nobody is to pass my record on.", "in_person")
BIRTH = Objecting("detail", "I was born on 28 February.", "letter", field="date_of_birth", wanted="2008-02-28")
OTHER_PERSON = {"given_name": "Orlando", "family_name": "Quennell", "postcode": "LE1 1AA",
                "date_of_birth": "1999-05-17", "gender": "1"}  # fmt: skip


def settle(made, outcome, reviewer, **more):
    return settle_objection(made.pk, outcome, reason="looked at both", by=reviewer, purpose=STAFF, **more)


def test_an_objection_to_sharing_narrows_the_record_at_once(registered, by):
    uln = registered()
    object_for(uln, SHARING, by=by, purpose=ENROLMENT)
    assert Learner.objects.get(pk=uln).ability_to_share == 2
    notice = LearnerNotice.objects.filter(learner_id=uln).latest("id")
    assert (notice.ability_to_share, notice.by_learner) == (2, True)


def test_no_organisation_shares_more_widely_than_the_objection_allows(registered, by, other, change_details):
    uln = registered()
    object_for(uln, SHARING, by=by, purpose=ENROLMENT)
    with pytest.raises(InvalidInput) as refused:
        change_details(uln, by, ability_to_share="1")
    assert refused.value.findings[0].rule == "under_objection"
    assert Learner.objects.get(pk=uln).ability_to_share == 2


def test_not_even_a_newer_notice_goes_past_an_objection_until_it_is_taken_back(registered, by, reviewer):
    from rollbook.service.actions.learners.update import update

    uln = registered()
    made = object_for(uln, SHARING, by=by, purpose=ENROLMENT)
    settle(made, "upheld", reviewer)

    def share():
        return update(uln, {"ability_to_share": "1"}, version=None, reason="", by=by, purpose=ENROLMENT,
                      notice_version="2027")  # fmt: skip

    with pytest.raises(InvalidInput, match="wrong"):
        share()
    settle(made, "withdrawn", reviewer)
    assert "ability_to_share" in share().changed


def test_a_contested_detail_is_changed_by_no_organisation_and_others_still_are(registered, by, change_details):
    uln = registered()
    object_for(uln, BIRTH, by=by, purpose=ENROLMENT)
    with pytest.raises(InvalidInput) as refused:
        change_details(uln, by, date_of_birth="2008-02-27")
    assert [each.field for each in refused.value.findings] == ["date_of_birth"]
    assert change_details(uln, by, date_of_birth="2008-02-29", email="z@home.invalid").changed == ("email",)


def test_the_team_settles_an_objection_with_the_right_detail(registered, by, reviewer, change_details):
    uln = registered()
    made = object_for(uln, BIRTH, by=by, purpose=ENROLMENT)
    settle(made, "upheld", reviewer, fields={"date_of_birth": "2008-02-28"})
    row = LearnerVersion.objects.get(learner_id=uln)
    assert (row.actor, row.reason, row.kind) == (reviewer.id, "looked at both", "correction")
    assert str(Learner.objects.get(pk=uln).date_of_birth) == "2008-02-28"
    assert objections.contested([uln]) == set()
    assert change_details(uln, by, date_of_birth="2008-02-27").changed == ("date_of_birth",)


def test_a_refused_objection_leaves_the_detail_and_lifts_the_mark(registered, by, reviewer):
    uln = registered()
    made = object_for(uln, BIRTH, by=by, purpose=ENROLMENT)
    assert objections.contested([uln]) == {"date_of_birth"}
    settle(made, "refused", reviewer)
    assert objections.contested([uln]) == set()
    assert Learner.objects.get(pk=uln).version == 1


def test_an_objection_is_settled_once(registered, by, reviewer):
    made = object_for(registered(), BIRTH, by=by, purpose=ENROLMENT)
    settle(made, "refused", reviewer)
    with pytest.raises(Conflict, match="settled already"):
        settle(made, "upheld", reviewer)


def test_settling_changes_nothing_but_the_contested_detail(registered, by, reviewer):
    made = object_for(registered(), BIRTH, by=by, purpose=ENROLMENT)
    with pytest.raises(InvalidInput):
        settle(made, "upheld", reviewer, fields={"family_name": "Ash"})
    assert made.outcomes.count() == 0


def test_only_the_team_settles_and_only_holders_object(registered, by, other, caller):
    uln = registered()
    with pytest.raises(NotFound):
        object_for(uln, SHARING, by=other, purpose=ENROLMENT)
    with pytest.raises(NotAllowed):
        object_for(uln, SHARING, by=caller("view_only"), purpose=ENROLMENT)
    made = object_for(uln, BIRTH, by=by, purpose=ENROLMENT)
    with pytest.raises(NotAllowed):
        settle_objection(made.pk, "refused", reason="no", by=by, purpose=ENROLMENT)


def test_an_objection_without_her_words_is_not_recorded(registered, by):
    uln = registered()
    for bad in (replace(BIRTH, said=" "), replace(BIRTH, field="keys"), replace(BIRTH, said_how="")):
        with pytest.raises(InvalidInput):
            object_for(uln, bad, by=by, purpose=ENROLMENT)
    assert not Objection.objects.exists()


def test_a_link_does_not_share_what_one_of_the_numbers_objects_to_and_undoing_it_gives_back(
    registered, other, by, reviewer
):
    survivor, number = registered(), registered(who=other, **OTHER_PERSON)
    object_for(number, SHARING, by=other, purpose=ENROLMENT)
    made = link(number, survivor, reason="one person", by=reviewer, purpose=STAFF)
    assert Learner.objects.get(pk=survivor).ability_to_share == 2
    undo(made.id, reason="two people", by=reviewer, purpose=STAFF)
    assert Learner.objects.get(pk=survivor).ability_to_share == 1
    assert Learner.objects.get(pk=number).ability_to_share == 2


def test_an_objection_to_the_survivor_holds_whatever_an_undo_would_give_back(linked, by, other, reviewer):
    number, survivor, made = linked
    object_for(survivor, SHARING, by=by, purpose=ENROLMENT)
    undo(made.id, reason="two people", by=reviewer, purpose=STAFF)
    assert Learner.objects.get(pk=survivor).ability_to_share == 2
    assert Learner.objects.get(pk=number).ability_to_share == 1


def test_an_objection_is_found_under_every_number_of_the_learner(linked, other, by, change_details):
    number, survivor, _ = linked
    object_for(number, replace(BIRTH, field="email"), by=other, purpose=ENROLMENT)
    with pytest.raises(InvalidInput):
        change_details(survivor, by, email="new@home.invalid")


def test_her_words_go_to_whoever_wrote_them_down_and_to_the_team_only(linked, other, by, reviewer):
    number, survivor, _ = linked
    object_for(number, BIRTH, by=other, purpose=ENROLMENT)
    own, elsewhere, team = (
        objections.of_learner([number, survivor], by=each)[0]["said"] for each in (other, by, reviewer)
    )
    assert (own, elsewhere, team) == (BIRTH.said, "", BIRTH.said)


def test_the_team_lists_what_waits_and_reading_it_is_logged(registered, by, reviewer):
    from rollbook.service.models import AccessLog

    uln = registered()
    object_for(uln, BIRTH, by=by, purpose=ENROLMENT)
    (waiting,) = objections.waiting(by=reviewer, purpose=STAFF)
    assert (waiting["uln"], waiting["field"], waiting["is_open"]) == (uln, "date_of_birth", True)
    assert AccessLog.objects.get(action="read_objections").ulns == [uln]
    assert objections.count_waiting(by=reviewer) == 1


def test_a_number_that_is_two_people_is_reported_once_and_settled_with_a_reason(registered, by, reviewer):
    uln = registered()
    first = report_two_people(uln, said="Two passports.", by=by, purpose=ENROLMENT)
    again = report_two_people(uln, said="Two passports again.", by=by, purpose=ENROLMENT)
    assert first.pk == again.pk
    with pytest.raises(InvalidInput):
        settle_two_people(first.pk, reason=" ", by=reviewer, purpose=STAFF)
    settle_two_people(first.pk, reason="One passport was renewed.", by=reviewer, purpose=STAFF)
    assert objections.two_people(by=reviewer, purpose=STAFF) == []
