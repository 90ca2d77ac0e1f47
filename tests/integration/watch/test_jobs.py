"""What the worker looks at by the clock, and the count of an organisation's learners."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rollbook.base.errors import NotAllowed
from rollbook.organisations.watch import Effect, load_watch
from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.register import Registration, register
from rollbook.service.actions.watching.looking import look
from rollbook.service.jobs.watching import count_profiles, look_at_everybody
from rollbook.service.models import AccessLog, Alert, WatchProfile
from rollbook.service.readers import watch as reader


@pytest.fixture
def learner(caller, someone):
    by = caller("register")
    find([someone()], by=by, purpose="enrolment")
    (made,) = register([Registration(someone())], by=by, purpose="enrolment")
    return made.uln


def test_an_organisations_learners_are_counted_by_area_and_year(college, learner):
    kept = reader.count(college.pk, now=timezone.now())
    assert (kept.learners, kept.areas, kept.born) == (1, {"ZE": 1}, {"2008": 1})


def test_a_small_organisation_is_counted_anew_when_the_count_is_old(college, learner):
    now = timezone.now()
    WatchProfile.objects.update_or_create(
        pk=college.pk,
        defaults={"learners": 0, "areas": {}, "born": {}, "counted_at": now - timedelta(minutes=5)},
    )
    assert reader.home(college.pk, load_watch(), now=now).learners == 0
    assert reader.home(college.pk, load_watch(), now=now + timedelta(minutes=6)).learners == 1


def test_a_large_organisation_is_left_to_the_worker(college, learner):
    now = timezone.now()
    old = {"learners": 9_000, "areas": {}, "born": {}, "counted_at": now - timedelta(days=30)}
    WatchProfile.objects.update_or_create(pk=college.pk, defaults=old)
    assert reader.home(college.pk, load_watch(), now=now).learners == 9_000
    look_at_everybody(minutes=5)
    assert reader.home(college.pk, load_watch(), now=now).learners == 1


def test_nobody_waits_for_the_first_count_of_a_large_organisation(college, learner, caller, monkeypatch):
    WatchProfile.objects.all().delete()
    monkeypatch.setattr(reader, "MOST_IN_PASSING", 1)
    assert reader.home(college.pk, load_watch(), now=timezone.now()) is None
    assert look("user:register", college.pk).effect is Effect.NOTHING
    look_at_everybody(minutes=5)
    assert reader.home(college.pk, load_watch(), now=timezone.now()).learners == 1


def test_the_worker_looks_at_whoever_searched_and_no_process_looked_at(caller, search, monkeypatch):
    monkeypatch.setattr("rollbook.service.actions.watching.looking._is_due", lambda *_: False)
    search(160, by=caller("register"))
    assert not Alert.objects.exists()
    assert look_at_everybody(minutes=5) == 1
    assert Alert.objects.get().effect == "stop"


def test_profiles_are_counted_for_those_who_searched(college, other_college, learner):
    assert count_profiles(days=7) == 1
    assert WatchProfile.objects.get(pk=college.pk).learners == 1


@pytest.mark.parametrize(
    ("statement", "index"),
    [(reader._credentials_own, "actor_at_idx"), (reader._organisations, "organisation_id_at_idx")],
)
def test_a_look_reads_its_searches_by_an_index(statement, index, caller, search):
    from django.db import connection

    search(40, by=caller("register"))
    now = timezone.now()
    asked = {"credential": "user:register", "organisation": caller("register").organisation, "rows": 500,
             "since": now - timedelta(days=400), "until": now + timedelta(seconds=5)}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("set enable_seqscan = off")
        cursor.execute(f"explain {statement()}", asked)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert index in plan
    assert AccessLog.objects.count() == 40


def test_a_stopped_list_stays_on_record(caller, search):
    with pytest.raises(NotAllowed):
        search(300, by=caller("register"), at_once=300)
    assert AccessLog.objects.filter(action="find").count() == 300
