"""New numbers come out of open ranges only, are never used twice, and run out with a sentence."""

from contextlib import suppress

import pytest
from django.db import connection, transaction

from rollbook.base.errors import Conflict, SetupMissing
from rollbook.service.actions.learners import writing
from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.register import Registration, Result, register
from rollbook.service.models import AccessLog, IssuedNumber, Learner, NumberRange

ENROLMENT = "enrolment"


@pytest.fixture
def small_range(db):
    """Only this range is open: ten starts."""
    NumberRange.objects.update(is_open=False, closed_because="a test")
    NumberRange.objects.filter(name="authority").update(last=9_799_999_899)
    return NumberRange.objects.create(name="small", first=9_799_999_900, last=9_799_999_999)


def register_one(fields, by):
    find([fields], by=by, purpose=ENROLMENT)
    return register([Registration(fields)], by=by, purpose=ENROLMENT)[0]


def test_numbers_come_out_of_the_open_range(small_range, by, someone):
    made = register_one(someone(), by)
    assert small_range.first <= made.uln <= small_range.last
    assert IssuedNumber.objects.get().source == "issued"


def test_without_an_open_range_nobody_is_registered(by, someone):
    NumberRange.objects.update(is_open=False, closed_because="a test")
    with pytest.raises(SetupMissing, match="No range of numbers is open"):
        register_one(someone(), by)
    assert not Learner.objects.exists()


def test_a_learner_who_is_there_needs_no_open_range(registered, by, someone):
    uln = registered()
    NumberRange.objects.update(is_open=False, closed_because="a test")
    assert register_one(someone(), by).uln == uln


def test_an_exhausted_range_fails_with_a_sentence_and_nothing_half_done(small_range, crowd, by, someone):
    with suppress(SetupMissing):
        for _ in range(11):
            crowd(1)
    assert Learner.objects.count() in range(5, 11)
    before = Learner.objects.count(), AccessLog.objects.filter(action="register").count()
    with pytest.raises(SetupMissing, match="used up"):
        register_one(someone(given_name="Orlando", date_of_birth="1999-01-01", family_name="Quennell"), by)
    assert (Learner.objects.count(), AccessLog.objects.filter(action="register").count()) == before
    assert small_range.first <= Learner.objects.first().pk <= small_range.last


def test_two_transactions_that_draw_the_same_number_get_two(own_database, caller, someone, at_once, monkeypatch):
    from threading import Barrier, local

    drawn, both = local(), Barrier(2)
    random_below = writing.secrets.randbelow

    def same_at_first(size):
        drawn.times = getattr(drawn, "times", 0) + 1
        return 7 if drawn.times <= 16 else random_below(size)

    def together(ulns, *, now, take=writing._take_numbers):
        if not getattr(drawn, "met", False):
            drawn.met = True
            both.wait(timeout=20)
        take(ulns, now=now)

    monkeypatch.setattr(writing.secrets, "randbelow", same_at_first)
    monkeypatch.setattr(writing, "_take_numbers", together)
    people = [someone(), someone(given_name="Orlando", family_name="Quennell", date_of_birth="1999-05-17")]
    who = [caller(name="one"), caller(name="two")]
    answers = at_once([lambda f=f, b=b: register_one(f, b) for f, b in zip(people, who, strict=True)])
    assert [answer.result for answer in answers] == [Result.NEW, Result.NEW]
    assert len({answer.uln for answer in answers}) == 2
    assert {answer.uln for answer in answers} == set(IssuedNumber.objects.values_list("pk", flat=True))


def test_a_clash_that_does_not_end_is_a_conflict(by, someone, monkeypatch):
    def taken(ulns, *, now):
        raise writing.NumberTaken

    monkeypatch.setattr(writing, "_take_numbers", taken)
    with pytest.raises(Conflict, match="Nothing was half done"):
        register_one(someone(), by)
    assert not Learner.objects.exists()


def test_an_issued_number_is_never_removed(registered):
    uln = registered()
    for statement in ("delete from service_issuednumber where uln = %s", "delete from service_learner where uln = %s"):
        with pytest.raises(Exception, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [uln])
