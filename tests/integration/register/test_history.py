"""Every change keeps what was there before: who, when, why, under which number. As it stood on a day is one query."""

from itertools import pairwise

import pytest
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotFound
from rollbook.service.actions.learners.links import undo
from rollbook.service.actions.learners.read import read_as_it_stood
from rollbook.service.actions.learners.update import update
from rollbook.service.models import AccessLog, Learner, LearnerNotice, LearnerVersion

ENROLMENT, STAFF = "enrolment", "register_upkeep"


def change(uln, by, version=None, *, notice_version="", **fields):
    return update(
        uln, fields, version=version, reason="told us", by=by, purpose=ENROLMENT, notice_version=notice_version
    )


def test_a_record_is_shown_as_it_stood_at_every_moment(registered, by):
    uln = registered()
    moments = [(timezone.now(), "Thistlewood")]
    for family in ("Ash", "Beech", "Cedar"):
        change(uln, by, family_name=family)
        moments.append((timezone.now(), family))
    for at, family in moments:
        stood = read_as_it_stood(uln, at, by=by, purpose=ENROLMENT)
        assert stood["family_name"] == family
        assert "keys" not in stood
        assert stood["uln"] == uln


def test_before_it_was_made_a_record_did_not_exist(registered, by):
    before = timezone.now()
    uln = registered()
    with pytest.raises(NotFound, match="did not exist then"):
        read_as_it_stood(uln, before, by=by, purpose=ENROLMENT)


def test_versions_join_without_a_gap_and_count_up(registered, by):
    uln = registered()
    for n in range(4):
        change(uln, by, email=f"z{n}@home.invalid")
    rows = list(LearnerVersion.objects.filter(learner_id=uln).order_by("version"))
    row = Learner.objects.get(pk=uln)
    assert [each.version for each in rows] == [1, 2, 3, 4]
    assert (row.version, row.since) == (5, rows[-1].stood_until)
    assert all(one.stood_until == two.stood_from for one, two in pairwise(rows))
    assert rows[0].stood_from == row.created_at


def test_a_version_says_who_changed_it_when_why_and_under_which_number(linked, other, change_details):
    number, survivor, _ = linked
    update(number, {"email": "z@home.invalid"}, version=None, reason="by e-mail", by=other, purpose="learner_request")
    row = LearnerVersion.objects.get(learner_id=survivor)
    assert (row.kind, row.asked_under, row.actor, row.organisation_id) == (
        "update",
        number,
        other.id,
        other.organisation,
    )
    assert (row.purpose, row.reason, row.changed) == ("learner_request", "by e-mail", {"email": ["", "z@home.invalid"]})


def test_a_version_that_is_out_of_date_is_refused(registered, by):
    uln = registered()
    assert change(uln, by, 1, email="a@home.invalid").version == 2
    with pytest.raises(Conflict, match="has changed since"):
        change(uln, by, 1, email="b@home.invalid")
    assert Learner.objects.get(pk=uln).email == "a@home.invalid"


def test_a_change_that_changes_nothing_leaves_no_version(registered, by, someone):
    uln = registered()
    answer = change(uln, by, **{**someone(), "postcode": "ze1 0aa"})
    assert (answer.version, answer.changed) == (1, ())
    assert not LearnerVersion.objects.exists()
    assert AccessLog.objects.filter(action="update", outcome="unchanged").count() == 1


def test_a_clock_that_was_set_back_breaks_no_history(registered, by, monkeypatch):
    from datetime import timedelta

    from rollbook.service.actions.learners import update as module

    uln = registered()
    earlier = timezone.now() - timedelta(hours=1)
    monkeypatch.setattr(module.timezone, "now", lambda: earlier)
    change(uln, by, family_name="Ash")
    change(uln, by, family_name="Beech")
    rows = LearnerVersion.objects.filter(learner_id=uln)
    assert all(row.stood_from <= row.stood_until for row in rows)
    assert Learner.objects.get(pk=uln).version == 3


def test_a_linked_record_keeps_its_own_history(linked, other, reviewer, change_details):
    number, _survivor, made = linked
    change_details(number, other, family_name="Ash")
    undo(made.id, reason="two people", by=reviewer, purpose=STAFF)
    kinds = list(LearnerVersion.objects.filter(learner_id=number).order_by("version").values_list("kind", flat=True))
    assert kinds == ["link", "unlink", "return"]


@pytest.mark.parametrize(
    ("before", "after", "notice", "allowed"),
    [
        ("0", "1", "", True),
        ("0", "2", "", True),
        ("1", "2", "", True),
        ("1", "0", "", False),
        ("2", "0", "2027", False),
        ("2", "1", "", False),
        ("2", "1", "2026-09", False),
        ("2", "1", "2025", False),
        ("2", "1", "2026-10", True),
        ("2", "2", "", True),
    ],
)
def test_a_learners_choice_is_changed_only_as_the_rules_allow(by, registered, before, after, notice, allowed):
    uln = registered(ability_to_share="0")
    change(uln, by, ability_to_share=before, notice_version="2026-09")
    if allowed:
        change(uln, by, ability_to_share=after, notice_version=notice)
    else:
        with pytest.raises(InvalidInput):
            change(uln, by, ability_to_share=after, notice_version=notice)
    assert Learner.objects.get(pk=uln).ability_to_share == int(after if allowed else before)


def test_a_later_notice_is_later_by_its_numbers(registered, by):
    uln = registered(ability_to_share="0")
    change(uln, by, ability_to_share="2", notice_version="9")
    change(uln, by, ability_to_share="1", notice_version="10")
    assert Learner.objects.get(pk=uln).ability_to_share == 1


def test_an_older_notice_sent_again_does_not_make_the_next_one_new(registered, by):
    uln = registered(ability_to_share="0")
    change(uln, by, ability_to_share="2", notice_version="5")
    change(uln, by, email="z@home.invalid", notice_version="1")
    assert Learner.objects.get(pk=uln).notice_version == "5"
    with pytest.raises(InvalidInput):
        change(uln, by, ability_to_share="1", notice_version="5")


def test_every_notice_given_is_kept(registered, by):
    uln = registered(ability_to_share="0")
    change(uln, by, ability_to_share="1", notice_version="2026-09")
    kept = LearnerNotice.objects.filter(learner_id=uln).order_by("at")
    assert list(kept.values_list("notice_version", "ability_to_share")) == [("", 0), ("2026-09", 1)]


@pytest.mark.parametrize("notice", ["x" * 21, "2026\x00", "2026 09"])
def test_a_notice_version_that_is_none_is_a_finding(registered, by, notice):
    with pytest.raises(InvalidInput) as refused:
        change(registered(), by, email="z@home.invalid", notice_version=notice)
    assert refused.value.findings[0].field == "notice_version"


def test_the_same_sent_twice_leaves_the_same_rows(registered, by, someone):
    from rollbook.service.models import Enrolment, LearnerAddress, LearnerEvidence, LearnerNote

    uln = registered(notes="Prefers mornings.")
    kept = (LearnerVersion, LearnerNotice, LearnerAddress, LearnerEvidence, LearnerNote, Enrolment)
    before = [model.objects.count() for model in kept]
    for _ in range(2):
        change(uln, by, **someone(notes="Prefers mornings."))
    assert [model.objects.count() for model in kept] == before
    change(uln, by, notes="Prefers evenings.", verification_type="3")
    assert (LearnerNote.objects.count(), LearnerEvidence.objects.count()) == (2, 2)
