"""Questions to the register's team, from the page that asks to the Home of whoever asked."""

from __future__ import annotations

from uuid import uuid4

import pytest

from rollbook.definitions.identifiers import uln_with_check_digit
from rollbook.service.models import AccessLog, Question

pytestmark = pytest.mark.django_db
ULN = str(uln_with_check_digit("990000001"))


def _ask(client, text="How do I send a file?", **more):
    return client.post("/help/questions/ask", {"text": text, "about": "batches", "form_key": str(uuid4()), **more})


def test_a_question_is_asked_answered_and_put_away(signed_in):
    asker, operator = signed_in("register"), signed_in("operator")
    assert _ask(asker).status_code == 303
    asked = Question.objects.get()
    assert "How do I send a file?" in operator.get("/help/questions").content.decode()
    answer = operator.post(f"/help/questions/{asked.pk}/answer", {"answer": "At Batches.", "form_key": "a"})
    assert answer.status_code == 303
    assert "At Batches." in asker.get(f"/help/questions/{asked.pk}").content.decode()
    asker.post(f"/help/questions/{asked.pk}/close", {"form_key": "b"})
    asked.refresh_from_db()
    assert (asked.state, asked.about) == ("closed", "batches")
    done = AccessLog.objects.filter(action__startswith="question_").order_by("id").values_list("action", flat=True)
    assert list(done) == ["question_ask", "question_answer", "question_close"]


def test_the_page_somebody_comes_from_is_taken_along_if_it_is_one(signed_in):
    client = signed_in()
    taken = client.get("/help/questions/ask?about=errors").content.decode()
    assert '>Find help</a> <code class="small">errors</code>' in taken
    assert "invented" not in client.get("/help/questions/ask?about=invented").content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, f"Who is {ULN}?", f"Who is {ULN[:3]} {ULN[3:6]} {ULN[6:]}?"])
def test_a_question_that_says_nothing_too_much_or_a_number_is_refused(signed_in, text):
    answer = _ask(signed_in(), text)
    assert answer.status_code == 200
    assert 'class="summary"' in answer.content.decode()
    assert not Question.objects.exists()


def test_a_learner_is_named_by_the_address_of_her_page_and_only_by_who_holds_her(signed_in):
    answer = _ask(signed_in(), learner="https://register.example/learners/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    assert "This is not the address of a learner" in answer.content.decode()


def test_others_of_the_organisation_and_foreigners_do_not_find_a_question(signed_in, other_college):
    _ask(signed_in("register"))
    address = f"/help/questions/{Question.objects.get().pk}"
    assert signed_in("register").get(address).status_code == 404
    assert signed_in("super_user", organisation=other_college).get(address).status_code == 404
    assert signed_in("super_user").get(address).status_code == 200
    assert signed_in("super_user").post(f"{address}/close").status_code == 403


def test_only_the_team_answers_and_nobody_answers_twice_or_themselves(signed_in):
    operator = signed_in("operator")
    _ask(operator)
    address = f"/help/questions/{Question.objects.get().pk}/answer"
    assert signed_in("super_user").post(address, {"answer": "No."}).status_code == 403
    assert operator.post(address, {"answer": "Myself."}).status_code == 403
    reviewer = signed_in("reviewer")
    assert reviewer.post(address, {"answer": "Yes.", "form_key": "1"}).status_code == 303
    assert reviewer.post(address, {"answer": "No.", "form_key": "2"}).status_code == 409


def test_the_same_form_sent_twice_asks_once(signed_in):
    client, key = signed_in(), str(uuid4())
    assert [_ask(client, form_key=key).status_code for _ in range(2)] == [303, 303]
    assert Question.objects.count() == 1


def test_a_flood_of_questions_is_slowed(signed_in):
    client = signed_in()
    assert [_ask(client, f"Question {n}?").status_code for n in range(7)][-1] == 429
