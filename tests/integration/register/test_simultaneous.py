"""One learner, one number, however many register her at the same moment. Real threads, real commits."""

from __future__ import annotations

import pytest

from rollbook.register.outcomes import LinkedMatch
from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.links import link
from rollbook.service.actions.learners.register import Registration, Result, register
from rollbook.service.models import Enrolment, IssuedNumber, Learner, Link

pytestmark = pytest.mark.usefixtures("own_database")
PEOPLE = [
    {"given_name": given, "family_name": family, "date_of_birth": f"200{n}-0{n + 1}-1{n}", "postcode": f"LE{n + 1} 2AB"}
    for n, (given, family) in enumerate(
        [("Ottilie", "Marchbanks"), ("Peregrine", "Oyelaran"), ("Saoirse", "Vanterpool"), ("Kwabena", "Lindqvist")]
    )
]


def test_twenty_threads_that_register_one_person_give_one_number(caller, someone, at_once):
    who = [caller(name=f"registrar {n}") for n in range(20)]

    def call(by):
        find([someone()], by=by, purpose="enrolment")
        return register([Registration(someone())], by=by, purpose="enrolment")[0]

    answers = at_once([lambda by=by: call(by) for by in who])
    assert {answer.uln for answer in answers} == set(Learner.objects.values_list("pk", flat=True))
    assert sorted(answer.result for answer in answers) == [Result.EXISTING] * 19 + [Result.NEW]
    assert IssuedNumber.objects.count() == Enrolment.objects.count() == 1


def test_twenty_threads_with_lists_in_opposite_orders_do_not_block_each_other(caller, someone, at_once):
    who = [caller(name=f"registrar {n}") for n in range(20)]
    lists = [[someone(**person) for person in (PEOPLE if n % 2 else PEOPLE[::-1])] for n in range(20)]

    def call(by, people):
        find(people, by=by, purpose="enrolment")
        return register([Registration(fields) for fields in people], by=by, purpose="enrolment")

    answers = at_once([lambda by=by, people=people: call(by, people) for by, people in zip(who, lists, strict=True)])
    assert all(isinstance(answer, list) for answer in answers)
    assert Learner.objects.count() == len(PEOPLE)
    assert len({each.uln for answer in answers for each in answer}) == len(PEOPLE)


def test_a_registration_does_not_wait_for_a_correction_of_the_same_learner(caller, someone, registered, at_once):
    from django.db import connection, transaction

    from rollbook.service.actions.learners.changing import locked

    uln = registered()
    with transaction.atomic():
        locked(uln)
        (answer,) = at_once([lambda: _register_again(caller(name="second"), someone())])
        connection.cursor().execute("select 1")
    assert answer.result is Result.EXISTING


def _register_again(by, fields):
    find([fields], by=by, purpose="enrolment")
    return register([Registration(fields)], by=by, purpose="enrolment")[0]


def test_two_reviewers_who_link_two_numbers_either_way_leave_one_link(registered, reviewer, at_once):
    one, two = registered(), registered(**PEOPLE[0])
    answers = at_once(
        [
            lambda pair=pair: link(*pair, reason="one person", by=reviewer, purpose="register_upkeep")
            for pair in [(one, two), (two, one)] * 4
        ]
    )
    assert [type(answer).__name__ for answer in answers].count("Linked") == 1
    assert {type(answer).__name__ for answer in answers} == {"Linked", "Conflict"}
    assert Link.objects.count() == Learner.objects.filter(status="linked").count() == 1


def test_links_in_a_ring_made_at_once_leave_no_circle(registered, reviewer, at_once):
    numbers = [registered(**person) for person in PEOPLE]
    pairs = list(zip(numbers, numbers[1:] + numbers[:1], strict=True))
    at_once([lambda pair=pair: link(*pair, reason="x", by=reviewer, purpose="register_upkeep") for pair in pairs])
    assert 1 <= Learner.objects.filter(status="live").count() < len(PEOPLE)


def test_a_change_that_waits_for_a_link_lands_on_the_survivor(registered, reviewer, change_details, by, at_once):
    number, survivor = registered(), registered(**PEOPLE[0])
    answers = at_once(
        [
            lambda: link(number, survivor, reason="one person", by=reviewer, purpose="register_upkeep"),
            *[lambda n=n: change_details(number, by, email=f"z{n}@example.invalid") for n in range(6)],
        ]
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    after = [answer.uln for answer in answers[1:]]
    assert set(after) <= {number, survivor}
    changed = Learner.objects.get(pk=number).version - 2, Learner.objects.get(pk=survivor).version - 1
    assert changed == (after.count(number), after.count(survivor))


def test_a_search_names_the_survivor_while_links_are_made(registered, reviewer, caller, someone):
    number, survivor = registered(), registered(**PEOPLE[0])
    link(number, survivor, reason="one person", by=reviewer, purpose="register_upkeep")
    (found,) = find([someone()], by=caller(), purpose="enrolment")
    assert found.outcome == LinkedMatch(uln=survivor, linked=number)
