"""Each constraint on who may take part and still should, broken on purpose."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from rollbook.service import models
from tests.integration.database.statements import A, breaks, make, refused


@pytest.fixture
def ann(organisation):
    return models.User.objects.create(email="ann@a.example", name="Ann", role="register", organisation=organisation)


@pytest.fixture
def reviewer(db):
    return models.User.objects.create(email="rev@r.example", name="Rev", role="reviewer")


@pytest.fixture
def emergency(three, ann):
    now = timezone.now()
    return {
        "user": ann, "organisation": ann.organisation, "learner_id": A, "kind": "life", "reason": "because",
        "opened_at": now, "until": now + timedelta(minutes=30), "judge_by": now + timedelta(days=3),
    }  # fmt: skip


def test_one_application_makes_an_organisation_and_somebody_sees_it(organisation):
    now = timezone.now()
    asked = {"organisation": organisation, "name": "x", "contact_name": "A", "contact_email": "a@a.example",
             "contact_job": "x", "signatory": "x", "teaches": "x", "applied_at": now}  # fmt: skip
    make(models.OrganisationApplication, **asked)()
    assert breaks(make(models.OrganisationApplication, **asked)) == "one_application_makes_an_organisation"
    again = {**asked, "is_taken": False}
    make(models.OrganisationApplication, **again)()
    for wrong in ({"seen_at": now}, {"seen_by": "user:x"}):
        assert breaks(make(models.OrganisationApplication, **again, **wrong)) == "application_seen_by_somebody"


def test_a_check_says_what_was_seen(organisation):
    now = timezone.now()
    identity = models.OrganisationIdentity.objects.create(organisation=organisation, name="x", said_by="x", at=now)
    check = {"identity": identity, "check_code": "teaches", "passed": True, "by": "x", "at": now}
    assert breaks(make(models.OrganisationCheck, **check, seen="")) == "check_says_what_was_seen"
    make(models.OrganisationCheck, **check, seen="a report")()
    assert "only ever added" in refused("update service_organisationcheck set passed = false")
    assert "only ever added" in refused("delete from service_organisationidentity")


def test_a_change_of_access_is_of_one_user_or_client_and_of_a_known_kind(ann):
    change = {"kind": "suspended", "cause": "decided", "by": "x", "at": timezone.now()}
    assert breaks(make(models.AccessChange, **change)) == "access_change_is_of_one"
    client = models.Client.objects.create(name="x", role="machine:find", organisation=ann.organisation)
    assert breaks(make(models.AccessChange, **change, user=ann, client=client)) == "access_change_is_of_one"
    for wrong in ({"kind": "forgotten"}, {"cause": "mood"}):
        assert breaks(make(models.AccessChange, user=ann, **{**change, **wrong})) == "access_change_is_known"
    make(models.AccessChange, user=ann, **change)()
    assert "only ever added" in refused("update service_accesschange set cause = 'dormant'")


def test_each_is_certified_once_a_round_with_a_reason(ann):
    now = timezone.now()
    term = models.CertificationRound.objects.create(name="2026-autumn", opened_at=now, due_on=now.date())
    said = {"round": term, "decision": "needed", "needed_for": "enrolling", "by": ann, "at": now}
    client = models.Client.objects.create(name="x", role="machine:find", organisation=ann.organisation)
    for owner, name in (
        ({"user": ann}, "user_certified_once_a_round"),
        ({"client": client}, "client_certified_once_a_round"),
    ):
        make(models.Certification, **said, **owner)()
        assert breaks(make(models.Certification, **said, **owner)) == name
    assert breaks(make(models.Certification, **said)) == "certification_is_of_one"
    for wrong in ({"needed_for": ""}, {"decision": "perhaps"}):
        assert breaks(make(models.Certification, user=ann, **{**said, **wrong})) == "certification_says_why"


def test_an_emergency_has_a_reason_is_short_and_is_judged_whole_by_another(emergency, ann, reviewer):
    now = timezone.now()
    assert breaks(make(models.Emergency, **{**emergency, "reason": ""})) == "emergency_has_a_reason"
    for until in (now - timedelta(minutes=1), now + timedelta(hours=2)):
        assert breaks(make(models.Emergency, **{**emergency, "until": until})) == "emergency_is_short"
    judged = {"judged_at": now, "judged_by": reviewer, "judgement": "x", "verdict": "accepted"}
    for wrong in ({"verdict": ""}, {"consequence": "reminded"}, {"judgement": ""}, {"verdict": "not_accepted"},
                  {"judged_by": None}):  # fmt: skip
        assert breaks(make(models.Emergency, **emergency, **{**judged, **wrong})) == "emergency_judged_whole"
    assert breaks(make(models.Emergency, **emergency, **{**judged, "judged_by": ann})) == "emergency_judged_by_another"
    make(models.Emergency, **emergency, **judged)()


@pytest.mark.parametrize(
    "change",
    ["until = until + interval '1 minute'", "reason = 'another'", "kind = 'missing'", "closed_at = null",
     "organisation_id = null", "verdict = 'not_accepted', consequence = 'reminded'", "opened_at = now()"],
)  # fmt: skip
def test_an_emergency_stays_what_it_was(emergency, reviewer, change):
    now = timezone.now()
    models.Emergency.objects.create(
        **emergency, closed_at=now, judged_at=now, judged_by=reviewer, judgement="x", verdict="accepted"
    )
    assert "stays what it was" in refused(f"update service_emergency set {change}")


@pytest.mark.parametrize(
    ("table", "rights"),
    [
        ("service_organisationidentity", []), ("service_organisationcheck", []), ("service_accesschange", []),
        ("service_emergency", ["update"]), ("service_certification", ["update"]),
        ("service_certificationround", ["update"]), ("service_organisationapplication", ["update"]),
    ],
)  # fmt: skip
def test_the_application_removes_nothing_of_it(db, table, rights):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select right_ from unnest(%s::text[]) as right_ where has_table_privilege('rollbook_app', %s, right_)",
            [["update", "delete", "truncate"], table],
        )
        assert [row[0] for row in cursor.fetchall()] == rights
