"""From an outcome to an enrolment: the learner found, the candidate chosen, stored values only where they may be."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.functional.portal.finding import OUTSIDER, form_of, register, search, text_of, tokens, twin

pytestmark = pytest.mark.django_db
START = {"start_day": "7", "start_month": "9", "start_year": "2026", "mis_identifier": "W-1044"}


@pytest.fixture
def found_elsewhere(someone, caller, other_college) -> int:
    """A learner whom another college has registered."""
    return register(someone(middle_names="Corisande", postcode="TR19 7AA"), by=caller("register", other_college))


def _number(uln: int) -> str:
    return f"<span>{str(uln)[:3]}</span><span>{str(uln)[3:6]}</span><span>{str(uln)[6:]}</span>"


def _possible(client: Any, someone: Any) -> str:
    return text_of(search(client, twin(someone)))


def test_a_learner_found_is_enrolled_with_start_identifier_and_evidence(signed_in, someone, found_elsewhere, college):
    from rollbook.service.models import Enrolment, LearnerEvidence

    client = signed_in()
    page = text_of(search(client, someone(postcode="TR19 7AA")))
    answer = client.post("/find/enrol", {**form_of(page, "/find/enrol"), **START, "verification_type": "3"})
    assert answer.status_code == 303
    made = Enrolment.objects.get(organisation=college)
    assert (made.learner_id, made.start.isoformat(), made.mis_identifier) == (found_elsewhere, "2026-09-07", "W-1044")
    assert LearnerEvidence.objects.get(organisation=college).verification_type == 3
    assert _number(found_elsewhere) in text_of(client.get(answer["Location"]))


def test_a_learner_found_by_number_is_enrolled_as_well(signed_in, found_elsewhere, college):
    from rollbook.service.models import Enrolment

    client = signed_in()
    names = {"uln": str(found_elsewhere), "given_name": "Zuleika", "family_name": "Thistlewood"}
    page = text_of(client.post("/find/number", names))
    assert client.post("/find/enrol", {**form_of(page, "/find/enrol"), **START}).status_code == 303
    assert Enrolment.objects.filter(organisation=college, learner_id=found_elsewhere).exists()


def test_a_guess_by_the_form_of_enrolment_is_in_the_log_however_the_form_is_sent(signed_in, found_elsewhere, college):
    from rollbook.service.models import AccessLog

    guess = {"uln": str(found_elsewhere), "given_name": "Zuleika", "family_name": "Guessed", **START}
    for key in ({}, {"form_key": "k-1"}):
        assert signed_in().post("/find/enrol", {**guess, **key}).status_code == 404
    rows = AccessLog.objects.filter(organisation_id=college.pk, action="verify", outcome="no_match")
    assert [row.ulns for row in rows] == [[found_elsewhere]] * 2


def test_a_form_of_enrolment_with_errors_keeps_its_answers(signed_in, someone, found_elsewhere):
    client = signed_in()
    sent = form_of(text_of(search(client, someone(postcode="TR19 7AA"))), "/find/enrol")
    wrong = {**START, "start_month": "13", "verification_type": "999"}
    text = text_of(client.post("/find/enrol", {**sent, **wrong}))
    assert "Start of the enrolment is not a date of the calendar." in text
    assert 'value="W-1044"' in text
    text = text_of(client.post("/find/enrol", {**sent, **START, "verification_type": "999"}))
    assert "Verification type 999 needs a description" in text


def test_a_guessed_number_with_other_names_is_not_enrolled(signed_in, found_elsewhere, college):
    from rollbook.service.models import Enrolment

    guess = {"uln": str(found_elsewhere), "given_name": "Ann", "family_name": "Other", **START}
    assert "do not belong together" in text_of(signed_in().post("/find/enrol", guess), 404)
    assert not Enrolment.objects.filter(organisation=college).exists()


def test_a_candidate_chosen_is_enrolled_and_only_then_the_number_is_shown(signed_in, someone, found_elsewhere):
    client = signed_in()
    page = _possible(client, someone)
    picked = {**form_of(page, "/find/candidate"), "candidate": tokens(page)[0]}
    text = text_of(client.post("/find/candidate", picked))
    assert _number(found_elsewhere) not in text
    answer = client.post("/find/choose", {**form_of(text, "/find/choose"), **START})
    assert _number(found_elsewhere) in text_of(client.get(answer["Location"]))


def test_going_on_without_a_choice_asks_for_one_and_keeps_the_candidates(signed_in, someone, found_elsewhere):
    client = signed_in()
    text = text_of(client.post("/find/candidate", form_of(_possible(client, someone), "/find/candidate")))
    assert "Choose one of the learners" in text
    assert tokens(text)


def test_a_candidate_of_a_search_by_number_is_chosen_too(signed_in, someone, found_elsewhere):
    client = signed_in()
    asked = {"uln": str(found_elsewhere), "given_name": "Zuleika", "family_name": "Thistlewod"}
    page = text_of(client.post("/find/number", asked))
    sent = form_of(page, "/find/candidate")
    assert "Choose one of the learners" in text_of(client.post("/find/candidate", sent))
    text = text_of(client.post("/find/candidate", {**sent, "candidate": tokens(page)[0]}))
    assert client.post("/find/choose", {**form_of(text, "/find/choose"), **START}).status_code == 303


def test_the_start_of_a_chosen_candidate_is_asked_again_where_it_is_no_day(signed_in, someone, found_elsewhere):
    client = signed_in()
    page = _possible(client, someone)
    sent = {**form_of(page, "/find/candidate"), "candidate": tokens(page)[0], **START, "start_day": "31"}
    text = text_of(client.post("/find/choose", sent))
    assert "is not a date of the calendar" in text
    assert tokens(text) == tokens(page)[:1]


def test_an_identifier_that_cannot_be_kept_is_said_beside_its_field(signed_in, someone, found_elsewhere):
    client = signed_in()
    page = _possible(client, someone)
    sent = {**form_of(page, "/find/candidate"), "candidate": tokens(page)[0], **START}
    for odd, says in (("W\x0044", "cannot be seen"), ("W" * 200, "at most 128")):
        assert says in text_of(client.post("/find/choose", {**sent, "mis_identifier": odd}))


def test_stored_values_are_shown_only_when_asked_for_and_differ_underlined(signed_in, someone, found_elsewhere):
    client = signed_in()
    page = _possible(client, someone)
    assert "Corisande" not in page
    text = text_of(client.post("/find/stored", {**form_of(page, "/find/stored"), "reveal": tokens(page)[0]}))
    assert "Zuleika" in re.sub("<[^>]+>", "", text)
    assert '<mark class="differs">' in text
    assert "<td>Ottilie</td>" in text


def test_a_look_at_stored_values_is_logged_with_its_purpose(signed_in, someone, found_elsewhere):
    from django.db import connection

    client = signed_in(purpose="certification")
    page = _possible(client, someone)
    client.post("/find/stored", {**form_of(page, "/find/stored"), "reveal": tokens(page)[0]})
    with connection.cursor() as cursor:
        cursor.execute("select purpose, ulns from access_log where action = 'reveal'")
        assert cursor.fetchall() == [("certification", [found_elsewhere])]


def test_too_many_looks_at_stored_values_have_to_wait(signed_in, someone, found_elsewhere):
    client = signed_in()
    page = _possible(client, someone)
    sent = {**form_of(page, "/find/stored"), "reveal": tokens(page)[0]}
    for _ in range(10):
        text_of(client.post("/find/stored", sent))
    answer = client.post("/find/stored", sent)
    assert "Stored details can be shown again in" in text_of(answer, 429)
    assert int(answer["Retry-After"]) <= 60
    assert "Corisande" not in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "field"), [("/find/choose", "candidate"), ("/find/stored", "reveal"), ("/find/candidate", "candidate")]
)
def test_the_token_of_another_user_stands_for_nobody(signed_in, someone, found_elsewhere, address, field):
    token = tokens(_possible(signed_in(), someone))[0]
    text = text_of(signed_in().post(address, {field: token, **START}), 404)
    assert "not valid any more" in text
    assert not re.search(r"Zuleika|Corisande|class=.number", text)


def test_a_token_too_old_is_told_by_a_new_search_with_every_answer_kept(
    signed_in, someone, found_elsewhere, monkeypatch
):
    from cryptography.fernet import Fernet

    client = signed_in()
    page = _possible(client, someone)
    sent = {**form_of(page, "/find/candidate"), "candidate": tokens(page)[0], **START}
    real = Fernet.decrypt
    monkeypatch.setattr(Fernet, "decrypt", lambda self, token, ttl=None: real(self, token, ttl=-1 if ttl else None))
    text = text_of(client.post("/find/choose", sent), 404)
    assert "not valid any more" in text
    assert tokens(text)


def test_a_role_that_only_views_can_neither_choose_nor_see_stored_values_nor_create(
    signed_in, someone, found_elsewhere
):
    client = signed_in("view_only")
    page = _possible(client, someone)
    assert "word-differs" in page
    assert not tokens(page)
    assert "/find/stored" not in page
    assert "/find/create" not in page
    for address in ("enrol", "choose", "stored", "create", "register"):
        assert client.post(f"/find/{address}", {"candidate": "x", **START}).status_code == 403


def test_the_form_of_an_enrolment_sent_twice_enrols_once(signed_in, someone, found_elsewhere, college):
    from rollbook.service.models import Enrolment

    client = signed_in()
    sent = {**form_of(text_of(search(client, someone(postcode="TR19 7AA"))), "/find/enrol"), **START}
    first, second = client.post("/find/enrol", sent), client.post("/find/enrol", sent)
    assert first["Location"] == second["Location"]
    assert Enrolment.objects.filter(organisation=college).count() == 1


@pytest.mark.parametrize("role", ["super_user", "register", "view_only", "batch", "reviewer"])
def test_each_role_that_may_search_sees_each_outcome(signed_in, someone, found_elsewhere, role):
    client = signed_in(role)
    assert "One learner agrees" in text_of(search(client, someone(postcode="TR19 7AA")))
    possible = text_of(search(client, twin(someone)))
    assert "One learner may be yours" in possible
    may_enrol = role in ("super_user", "register")
    assert bool(tokens(possible)) is may_enrol
    assert ("Show stored details" in possible) is (may_enrol or role == "reviewer")
    assert "No learner is like this" in text_of(search(client, OUTSIDER))


def test_a_confirmation_is_nobody_elses_page(signed_in, person, someone, found_elsewhere, make_organisation):
    from rollbook.service.addresses import address_of

    stranger = signed_in(user=person(organisation=make_organisation()))
    for page in ("created", "known", "enrolled"):
        assert stranger.get(f"/find/{page}/{address_of(found_elsewhere)}").status_code == 404
        assert stranger.get(f"/find/{page}/AAAA").status_code == 404


def test_addresses_that_are_only_sent_to_say_where_to_begin(signed_in):
    for address in ("enrol", "candidate", "choose", "stored", "create", "register"):
        assert "Begin with a search" in text_of(signed_in().get(f"/find/{address}"))
