"""Questions: each constraint has a test that breaks it, and what was said stays."""

from __future__ import annotations

import pytest
from django.utils import timezone

from rollbook.service.models import Question, User
from tests.integration.database.statements import breaks, make, refused, run


@pytest.fixture
def question(organisation):
    asker = User.objects.create(email="a@college.example", name="A", role="register", organisation=organisation)
    return {"asked_by": asker, "organisation": organisation, "text": "How?", "asked_at": timezone.now()}


@pytest.fixture
def operator(db):
    return User.objects.create(email="o@register.example", name="O", role="operator")


def test_a_question_says_something_and_is_in_the_state_of_what_happened(question):
    assert breaks(make(Question, **{**question, "text": ""})) == "question_says_something"
    assert breaks(make(Question, **question, state="answered")) == "question_state_is_what_happened"
    assert breaks(make(Question, **question, state="closed")) == "question_state_is_what_happened"
    assert breaks(make(Question, **question, state="lost")) == "question_state_is_what_happened"


def test_an_answer_is_whole_and_by_another(question, operator):
    answered = {**question, "state": "answered", "answer": "So.", "answered_at": timezone.now()}
    assert breaks(make(Question, **answered)) == "question_answered_whole"
    assert breaks(make(Question, **answered, answered_by=question["asked_by"])) == "question_answered_by_another"
    assert make(Question, **answered, answered_by=operator)().pk


def test_what_was_asked_and_answered_stays(question, operator):
    made = Question.objects.create(
        **question, state="answered", answer="So.", answered_at=timezone.now(), answered_by=operator
    )
    for change in ("text = 'Why?'", "answer = 'Otherwise.'", "organisation_id = null", "about = 'home'"):
        assert "stays what it was" in refused(f"update service_question set {change} where id = %s", made.pk)
    closed = "state = 'closed', closed_at = clock_timestamp(), closed_by_id = asked_by_id"
    run(f"update service_question set {closed} where id = %s", made.pk)
    assert "stays what it was" in refused("update service_question set state = 'open' where id = %s", made.pk)


def test_the_application_deletes_no_question(question):
    made = Question.objects.create(**question)
    run("set local role rollbook_app")
    assert "permission denied" in refused("delete from service_question where id = %s", made.pk)
