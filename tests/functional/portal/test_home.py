"""Home: a search for those who may find, and what waits for each role, each a link."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from rollbook.organisations import roles
from rollbook.service.models import Batch, BatchRow, Organisation, Question
from rollbook.service.readers.waiting import KINDS
from rollbook.web.portal.home import TASKS

pytestmark = pytest.mark.django_db
PEOPLE = [name for name, role in roles().items() if role.human]


def _batch(organisation, **values):
    return Batch.objects.create(
        organisation=organisation, standard="lrs_batch", version="2A", file_name="a.csv", size=1, learners=3,
        sha256=f"{organisation.pk}{values}".encode(), purpose="enrolment", sent_by="x",
        sent_at=timezone.now(), **values,
    )  # fmt: skip


def _exception(batch, number=1):
    BatchRow.objects.create(batch=batch, number=number, line=number, columns=[], code="RC007", is_exception=True)


def test_the_search_on_home_is_sent_to_the_search(signed_in):
    text = signed_in("register").get("/").content.decode()
    form = text[text.index('action="/find/"') :]
    for name in ("given_name", "family_name", "date_of_birth_day", "gender", "postcode"):
        assert f'name="{name}"' in form


def test_without_a_purpose_the_reason_is_asked_first(signed_in):
    text = signed_in("register", purpose="").get("/").content.decode()
    assert 'name="given_name"' not in text
    assert 'href="/purpose?next=/"' in text


def test_who_may_not_find_is_offered_no_search(signed_in):
    assert "Find a learner" not in signed_in("operator").get("/").content.decode()


def test_exceptions_of_ones_own_organisation_are_counted_and_lead_to_their_batch(signed_in, college, other_college):
    batch = _batch(college, state="done", finished_at=timezone.now())
    _exception(batch)
    _exception(batch, 2)
    _exception(_batch(other_college, state="done", finished_at=timezone.now()))
    text = signed_in("batch", purpose="").get("/").content.decode()
    assert f'href="/batches/{batch.pk}/exceptions"><span class="count">2</span>' in text
    assert "rows of batches wait" not in signed_in("view_only").get("/").content.decode()


def test_a_batch_under_way_an_application_and_an_answer_wait(signed_in, college, make_organisation, person):
    _batch(college)
    make_organisation(status="applied")
    assert "batch is under way" in signed_in("batch").get("/").content.decode()
    assert "organisation asks to take part" in signed_in("operator").get("/").content.decode()
    asker = person("register")
    Question.objects.create(asked_by=asker, organisation=college, text="How?", asked_at=timezone.now())
    assert "question waits for an answer" in signed_in("reviewer").get("/").content.decode()
    Question.objects.update(state="answered", answer="So.", answered_at=timezone.now(), answered_by=person("operator"))
    assert "question of yours is answered" in signed_in(user=asker).get("/").content.decode()


def test_where_nothing_waits_home_says_what_will(signed_in):
    assert "Nothing waits for you." in signed_in("view_only").get("/").content.decode()


def test_every_kind_that_can_wait_has_its_line_and_its_page():
    assert set(TASKS) == set(KINDS)
    for name, _, says in TASKS.values():
        assert reverse(name)
        assert says(1) != says(2)


@pytest.mark.parametrize("role", PEOPLE)
def test_home_opens_for_every_role_with_few_questions_to_the_database(
    signed_in, role, django_assert_max_num_queries, college
):
    client = signed_in(role)
    client.get("/")
    with django_assert_max_num_queries(25):
        text = client.get("/").content.decode()
    assert len(re.findall("<h1", text)) == 1
    assert Organisation.objects.filter(pk=college.pk).exists()
