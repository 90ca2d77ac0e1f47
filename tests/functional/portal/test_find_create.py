"""Create a learner page by page: one number, every answer kept, and no way around the search."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.functional.portal.finding import form_of, register, search, text_of, twin

pytestmark = pytest.mark.django_db

PAGES = [
    {"title": "Ms", "address_line_1": "4 Ropewalk", "address_town": "Lowerhithe"},
    {"verification_type": "2"},
    {"ability_to_share": "1", "notice_version": "2026-1"},
    {"start_day": "7", "start_month": "9", "start_year": "2026", "mis_identifier": "W-1044"},
]
REASON = "Twin sister; both were here with their passports."


def _go_on(client: Any, text: str, answers: dict[str, str], action: str = "/find/create") -> str:
    return text_of(client.post(action, {**form_of(text, action), **answers}))


def checked(client: Any, details: dict[str, str], *, reason: str = "") -> str:
    """The page that shows all answers, reached page by page."""
    text = _go_on(client, text_of(search(client, details)), {})
    for answers in [{"override": reason}, *PAGES] if reason else PAGES:
        text = _go_on(client, text, answers)
    assert "Check your answers" in text
    return text


def give(client: Any, text: str, **more: str) -> Any:
    """The answer to "give the number"."""
    return client.post("/find/register", {**form_of(text, "/find/register"), **more})


@pytest.fixture
def no_look(monkeypatch):
    """Nobody has to look for seconds; tests do not wait."""
    from rollbook.register.policy import Policy

    monkeypatch.setattr(Policy, "look", timedelta(0))


def test_each_question_about_title_and_address_says_that_it_may_be_left_empty():
    from rollbook.web.portal.find.creating_forms import About

    assert [str(each.label) for each in About.base_fields.values() if "(optional)" not in str(each.label)] == []


def test_a_learner_is_created_page_by_page_with_everything_that_was_answered(signed_in, someone, college):
    from rollbook.service.models import Enrolment, Learner, LearnerEvidence, LearnerNotice

    client = signed_in()
    answer = give(client, checked(client, someone(middle_names="Ismene")))
    assert answer.status_code == 303
    made = Learner.objects.get()
    assert (made.middle_names, made.title, made.address_town, made.postcode) == (
        "Ismene",
        "Ms",
        "Lowerhithe",
        "ZE1 0AA",
    )
    assert LearnerNotice.objects.get().notice_version == "2026-1"
    assert LearnerNotice.objects.get().ability_to_share == 1
    assert LearnerEvidence.objects.get().verification_type == 2
    enrolment = Enrolment.objects.get(organisation=college)
    assert (enrolment.start.isoformat(), enrolment.mis_identifier) == ("2026-09-07", "W-1044")
    assert f'data-copy="{made.pk}"' in text_of(client.get(answer["Location"]))


def test_the_address_of_a_confirmation_holds_no_number(signed_in, someone):
    from rollbook.service.models import Learner

    client = signed_in()
    address = give(client, checked(client, someone()))["Location"]
    assert re.fullmatch(r"/find/created/[A-Za-z0-9_=-]{32}", address)
    assert str(Learner.objects.get().pk) not in address


def test_what_is_wrong_on_a_page_is_said_there_with_its_answers_kept(signed_in, someone):
    client = signed_in()
    text = _go_on(client, text_of(search(client, someone())), {})
    text = _go_on(client, text, {"title": "7", "address_line_1": "x" * 60, "address_town": "Lowerhithe"})
    assert "Title holds no letter." in text
    assert "at most 50 are allowed" in text
    assert 'value="Lowerhithe"' in text


@pytest.mark.parametrize(
    ("page", "wrong", "says"),
    [
        (1, {"verification_type": ""}, "Verification type is missing."),
        (1, {"verification_type": "999"}, "Verification type 999 needs a description"),
        (1, {"verification_type": "42"}, "has a code that is not in its list"),
        (2, {"ability_to_share": ""}, "Ability to share is missing."),
        (2, {"ability_to_share": "1", "notice_version": "no spaces here"}, "notice version is not at most 20"),
        (3, {"start_day": "", "start_month": "", "start_year": ""}, "The start of the enrolment is missing."),
        (3, {"start_day": "46272", "start_month": "", "start_year": ""}, "it stands for 7 September 2026."),
    ],
)
def test_each_page_of_questions_judges_its_own_answers(signed_in, someone, page, wrong, says):
    client = signed_in()
    text = _go_on(client, text_of(search(client, someone())), {})
    for answers in PAGES[:page]:
        text = _go_on(client, text, answers)
    assert says in _go_on(client, text, {**PAGES[page], **wrong})


def test_an_answer_is_changed_and_leads_back_to_the_check(signed_in, someone):
    client = signed_in()
    text = checked(client, someone())
    text = text_of(client.post("/find/create", {**form_of(text, "/find/register"), "go": "notice"}))
    assert 'value="2026-1"' in text
    text = _go_on(client, text, {"ability_to_share": "2", "notice_version": "2026-2"})
    assert "Check your answers" in text
    assert "2026-2" in text
    assert "4 Ropewalk" in text


def test_the_page_before_keeps_what_was_typed_on_this_one(signed_in, someone):
    client = signed_in()
    text = _go_on(client, text_of(search(client, someone())), {})
    text = _go_on(client, _go_on(client, text, PAGES[0]), {**PAGES[1], "back": "yes"})
    assert 'name="step" value="about"' in text
    assert 'value="4 Ropewalk"' in text
    assert 'value="2" id="id_verification_type_1" checked' in _go_on(client, text, PAGES[0])


def test_changed_details_are_searched_for_and_lead_back_to_the_check(signed_in, someone):
    client = signed_in()
    text = text_of(client.post("/find/", {**form_of(checked(client, someone()), "/find/register"), "again": "yes"}))
    assert 'value="Zuleika"' in text
    text = _go_on(client, text, _typed(someone(given_name="Perdita")), "/find/")
    text = _go_on(client, text, {})
    assert "Check your answers" in text
    assert "Perdita" in text
    assert give(client, text).status_code == 303


def test_details_changed_behind_the_search_have_to_be_searched_for(signed_in, someone):
    from rollbook.service.models import Learner

    client = signed_in()
    answer = give(client, checked(client, someone()), given_name="Perdita")
    text = text_of(answer, 409)
    assert "Search again first" in text
    assert not Learner.objects.exists()
    text = text_of(client.post("/find/", form_of(text, "/find/")))
    assert "Check your answers" in _go_on(client, text, {})


def test_the_check_of_answers_sent_twice_makes_one_learner(signed_in, someone):
    from rollbook.service.models import Learner

    client = signed_in()
    text = checked(client, someone())
    assert give(client, text)["Location"] == give(client, text)["Location"]
    assert Learner.objects.count() == 1


def test_two_tabs_with_one_form_make_one_learner_and_the_second_says_so(signed_in, someone):
    from rollbook.service.models import Enrolment, Learner

    client = signed_in()
    one, two = checked(client, someone()), checked(client, someone())
    give(client, one)
    answer = give(client, two)
    assert answer["Location"].startswith("/find/known/")
    assert "had a number already" in text_of(client.get(answer["Location"]))
    assert (Learner.objects.count(), Enrolment.objects.count()) == (1, 1)


def test_a_twin_is_created_with_a_reason_that_a_reviewer_sees(signed_in, someone, caller, no_look):
    from rollbook.service.models import DuplicateCase, Learner

    register(someone(), by=caller())
    client = signed_in()
    assert give(client, checked(client, twin(someone), reason=REASON)).status_code == 303
    assert Learner.objects.count() == 2
    case = DuplicateCase.objects.get()
    assert (case.source, case.said) == ("override", REASON)


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (" ", "The reason is missing."),
        ("x" * 500, "has 500 characters; at most 400 are kept"),
        ("a\x00b", "cannot be seen"),
    ],
)
def test_passing_over_possible_matches_needs_a_reason(signed_in, someone, caller, reason, says):
    register(someone(), by=caller())
    client = signed_in()
    text = _go_on(client, text_of(search(client, twin(someone))), {})
    assert "Why is none of them your learner?" in text
    assert says in _go_on(client, text, {"override": reason})


def test_possible_matches_passed_over_too_fast_are_shown_again_with_every_answer_kept(signed_in, someone, caller):
    from rollbook.service.models import Learner

    register(someone(), by=caller())
    client = signed_in()
    text = text_of(give(client, checked(client, twin(someone), reason=REASON)))
    assert "Look at these learners before you pass them over" in text
    assert _outcomes("register") == ["new", "look_first"]
    assert "word-differs" in text
    assert Learner.objects.count() == 1
    text = _go_on(client, text, {})
    assert "Check your answers" in text
    assert REASON.split(";")[0] in text


def test_somebody_like_her_who_came_meanwhile_is_shown_before_anything_is_written(signed_in, someone, caller):
    from rollbook.service.models import Learner

    client = signed_in()
    text = checked(client, twin(someone))
    register(someone(), by=caller())
    text = text_of(give(client, text))
    assert "Since your search" in text
    assert "One learner may be yours" in text
    assert Learner.objects.count() == 1


def test_a_number_given_meanwhile_is_used_and_no_second_one_made(signed_in, someone, caller):
    from rollbook.service.models import Learner

    client = signed_in()
    text = checked(client, someone())
    register(someone(), by=caller())
    assert give(client, text)["Location"].startswith("/find/known/")
    assert Learner.objects.count() == 1


def test_too_many_alike_are_passed_over_with_a_reason_too(signed_in, someone, caller, no_look, monkeypatch):
    from rollbook.register.outcomes import TooManyMatches
    from rollbook.service.actions.learners import find
    from rollbook.service.actions.learners import register as registering
    from rollbook.service.models import Learner

    for module in (find, registering):
        monkeypatch.setattr(module, "decide", lambda *_: TooManyMatches(37))
    client = signed_in()
    assert give(client, checked(client, someone(), reason="No more is known of him.")).status_code == 303
    assert Learner.objects.count() == 1


def test_answers_left_out_by_hand_are_asked_for_again(signed_in, someone):
    client = signed_in()
    sent = form_of(checked(client, someone()), "/find/register")
    text = text_of(client.post("/find/register", {**sent, "ability_to_share": ""}))
    assert "Ability to share is missing." in text
    assert 'name="step" value="notice"' in text


def _typed(details: dict[str, str]) -> dict[str, str]:
    from tests.functional.portal.finding import boxes

    return boxes(details)


def _outcomes(action: str) -> list[str]:
    """How what was done ended, as the access log has it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select outcome from access_log where action = %s order by at", [action])
        return [row[0] for row in cursor.fetchall()]
