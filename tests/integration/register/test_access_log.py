"""Every read and write has its row in the same transaction, and no row, failure or feed holds personal data."""

from __future__ import annotations

import json

import pytest
from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import RollbookError
from rollbook.service.actions.learners import tokens
from rollbook.service.actions.learners.delete import delete
from rollbook.service.actions.learners.duplicates import report, settle
from rollbook.service.actions.learners.enrolments import end, enrol
from rollbook.service.actions.learners.find import find, find_by_number
from rollbook.service.actions.learners.links import link, settle_unclear, undo
from rollbook.service.actions.learners.read import read, read_as_it_stood, reveal
from rollbook.service.actions.learners.register import Registration, register
from rollbook.service.actions.learners.update import update
from rollbook.service.actions.learners.verify import verify_all
from rollbook.service.models import AccessLog, Change, Enrolment, UnclearValue

ENROLMENT, STAFF = "enrolment", "register_upkeep"
PERSONAL = {
    "given_name": "Xanthippe",
    "family_name": "Wolverstonecraft",
    "middle_names": "Quintessa",
    "date_of_birth": "2007-11-13",
    "postcode": "ZE3 9JW",
    "address_line_1": "17 Puffin Wynd",
    "email": "xanthippe@puffin.invalid",
    "place_of_birth": "Unst",
    "notes": "Allergic to herring.",
}
SECRETS = [*PERSONAL.values(), "ZE39JW", "13 November 2007", "Marrowbone"]


@pytest.fixture
def day(registered, by, other, reviewer, someone):
    """One of everything, done to a learner whose details are easy to recognise."""
    uln = registered(**PERSONAL)
    second = registered(given_name="Ivo", family_name="Lindqvist", postcode="LE1 1AA")
    asked = {"uln": str(uln), "given_name": "Xanthippe", "family_name": "Wolverstonecraft"}
    find_by_number(**{key: asked[key] for key in asked}, by=by, purpose=ENROLMENT)
    verify_all([asked], by=by, purpose=ENROLMENT)
    read(uln, by=by, purpose=ENROLMENT)
    read_as_it_stood(uln, timezone.now(), by=by, purpose=ENROLMENT)
    reveal(tokens.seal(uln, by=by), by=by, purpose=ENROLMENT)
    enrol(asked, start=timezone.localdate(), by=other, purpose=ENROLMENT)
    enrolment = Enrolment.objects.get(organisation=other.organisation)
    end(enrolment.id, on=enrolment.start, by=other, purpose=ENROLMENT)
    case = report(uln, second, said="both are Xanthippe", by=by, purpose=ENROLMENT)
    settle(case.id, same_person=True, survivor=second, reason="Xanthippe said so", by=reviewer, purpose=STAFF)
    update(uln, {"family_name": "Marrowbone"}, version=None, reason="", by=by, purpose=ENROLMENT)
    update(second, {"family_name": "Puffin"}, version=None, reason="", by=by, purpose=ENROLMENT)
    made = second_link(uln)
    undo(made, reason="Xanthippe is another", by=reviewer, purpose=STAFF)
    settle_unclear(UnclearValue.objects.get().id, "number", reason="Xanthippe", by=reviewer, purpose=STAFF)
    delete(second, reason="Xanthippe again", by=reviewer, purpose=STAFF)
    return uln


def second_link(uln):
    from rollbook.service.models import Link

    return Link.objects.get(number_id=uln).id


def test_one_of_everything_leaves_a_row_each(day):
    actions = set(AccessLog.objects.values_list("action", flat=True))
    assert actions == {
        "find", "register", "find_by_number", "verify", "read", "read_history", "reveal", "enrol", "end_enrolment",
        "report_duplicate", "settle_duplicate", "link", "update", "undo_link", "settle_unclear", "delete",
    }  # fmt: skip
    assert not AccessLog.objects.filter(purpose="").exists()
    assert sum(day in row.ulns for row in AccessLog.objects.all()) >= 12


def test_no_row_and_no_message_of_the_feed_holds_personal_data(day):
    told = [json.dumps(row, default=str) for model in (AccessLog, Change) for row in model.objects.values()]
    assert len(told) > 20
    assert [secret for secret in SECRETS for row in told if secret.casefold() in row.casefold()] == []


def test_a_search_is_logged_so_that_it_can_be_found_again_but_not_read(by, someone, caller):
    for who in (by, caller(name="colleague")):
        find([someone(**PERSONAL)], by=who, purpose=ENROLMENT)
    one, two = AccessLog.objects.filter(action="find")
    assert bytes(one.digest) != bytes(two.digest)
    assert len(bytes(one.digest)) == 32


def _calls(by, someone, uln):
    wrong = someone(**{**PERSONAL, "gender": "7"})
    strange = {"uln": str(uln), "given_name": "Marrowbone", "family_name": "Wolverstonecraft"}
    return {
        "update": lambda: update(uln, wrong, version=None, reason="", by=by, purpose=ENROLMENT),
        "stale": lambda: update(
            uln, {"email": "marrowbone@x.invalid"}, version=99, reason="", by=by, purpose=ENROLMENT
        ),
        "enrol": lambda: enrol(strange, start=timezone.localdate(), by=by, purpose=ENROLMENT),
        "read": lambda: read(1000000001, by=by, purpose=ENROLMENT),
        "token": lambda: reveal("Wolverstonecraft", by=by, purpose=ENROLMENT),
        "purpose": lambda: find([someone(**PERSONAL)], by=by, purpose="Wolverstonecraft"),
        "share": lambda: update(uln, {"ability_to_share": "0"}, version=None, reason="", by=by, purpose=ENROLMENT),
    }


@pytest.mark.parametrize("name", ["update", "stale", "enrol", "read", "token", "purpose", "share"])
def test_no_failure_repeats_what_was_sent_or_stored(registered, by, someone, name):
    uln = registered(**PERSONAL)
    with pytest.raises(RollbookError) as failed:
        _calls(by, someone, uln)[name]()
    said = f"{failed.value} {failed.value.message} {failed.value.fix}".casefold()
    assert [secret for secret in SECRETS if secret.casefold() in said] == []
    assert str(uln) not in said


@pytest.mark.parametrize("wrong", ["register", "find"])
def test_no_finding_says_the_value_it_is_about(by, someone, wrong):
    fields = someone(**{**PERSONAL, "date_of_birth": "2007-11-31", "email": "Wolverstonecraft"})
    act = {"find": lambda: find([fields], by=by, purpose=ENROLMENT)}.get(
        wrong, lambda: register([Registration(fields)], by=by, purpose=ENROLMENT)
    )
    (answer,) = act()
    said = " ".join(f"{finding.says} {finding.fix}" for finding in answer.findings)
    assert len(answer.findings) == 2
    assert [secret for secret in SECRETS if secret in said] == []


def test_what_is_rolled_back_leaves_no_row(registered, by, someone, reviewer):
    uln, second = registered(), registered(given_name="Ivo", family_name="Lindqvist", postcode="LE1 1AA")
    fresh = someone(given_name="Orlando", family_name="Quennell", date_of_birth="1999-05-17")
    find([fresh], by=by, purpose=ENROLMENT)
    writes = [
        lambda: register([Registration(fresh)], by=by, purpose=ENROLMENT),
        lambda: update(uln, {"email": "z@home.invalid"}, version=None, reason="", by=by, purpose=ENROLMENT),
        lambda: link(uln, second, reason="one person", by=reviewer, purpose=STAFF),
        lambda: delete(second, reason="a mistake", by=reviewer, purpose=STAFF),
    ]
    before = AccessLog.objects.count()
    for write in writes:
        with transaction.atomic():
            write()
            assert AccessLog.objects.count() == before + 1
            transaction.set_rollback(True)
        assert AccessLog.objects.count() == before


def test_an_action_whose_row_cannot_be_written_is_not_done(registered, by, monkeypatch):
    from rollbook.service.actions.learners import update as module
    from rollbook.service.models import Learner

    def full(*args, **kwargs):
        raise OSError(28, "no space")

    uln = registered()
    monkeypatch.setattr(module, "record", full)
    with pytest.raises(OSError, match="no space"):
        update(uln, {"email": "z@home.invalid"}, version=None, reason="", by=by, purpose=ENROLMENT)
    assert Learner.objects.get(pk=uln).email == ""


def test_a_refused_action_leaves_nothing(registered, by, caller):
    from rollbook.base.errors import NotAllowed

    uln = registered()
    before = AccessLog.objects.count()
    with pytest.raises(NotAllowed):
        delete(uln, reason="mine", by=by, purpose=ENROLMENT)
    with pytest.raises(NotAllowed):
        update(uln, {"email": "z@x.invalid"}, version=1, reason="", by=caller("view_only"), purpose=ENROLMENT)
    assert AccessLog.objects.count() == before


def test_an_unknown_gender_code_reaches_no_database_error(by, someone):
    (found,) = find([someone(gender="7")], by=by, purpose=ENROLMENT)
    assert [finding.field for finding in found.findings] == ["gender"]
    row = AccessLog.objects.get()
    assert (row.outcome, row.digest, row.ulns) == ("invalid", None, [])
