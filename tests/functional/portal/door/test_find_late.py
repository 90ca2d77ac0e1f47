"""A session that ends in the middle of creating a learner: nothing is lost, nothing is done unasked."""

from __future__ import annotations

import re

from tests.functional.portal.door.conftest import PASSWORD
from tests.functional.portal.finding import boxes, form_of, search, text_of


def test_answers_of_a_journey_come_back_after_a_new_sign_in(equipped, get_in, clock, code, someone):
    client = get_in(equipped(), headers={"Referer": "http://testserver/find/create"})
    client.post("/purpose", {"purpose": "enrolment", "next": "/find/"})
    page = text_of(client.post("/find/create", form_of(text_of(search(client, someone())), "/find/create")))
    sent = {**form_of(page, "/find/create"), "address_town": "Lowerhithe"}
    clock(31 * 60)
    assert client.post("/find/create", sent)["Location"].startswith("/sign-in?next=%2Ffind%2Fcreate")
    client.post("/sign-in", {"login": client.user.email, "password": PASSWORD})
    client.post("/sign-in/code?next=/find/create", {"code": code()})
    client.post("/purpose", {"purpose": "enrolment", "next": "/find/create"})
    kept = text_of(client.get("/find/create"))
    assert "Your answers are kept" in kept
    text = text_of(client.post("/find/create", form_of(kept, "/find/create")))
    assert 'name="step" value="evidence"' in text
    assert form_of(text, "/find/create")["address_town"] == "Lowerhithe"


def test_answers_of_a_search_come_back_in_its_form(equipped, get_in, clock, code, someone):
    client = get_in(equipped(), headers={"Referer": "http://testserver/find/"})
    clock(31 * 60)
    client.post("/find/", boxes(someone()))
    client.post("/sign-in", {"login": client.user.email, "password": PASSWORD})
    client.post("/sign-in/code?next=/find/", {"code": code()})
    client.post("/purpose", {"purpose": "enrolment", "next": "/find/"})
    text = text_of(client.get("/find/"))
    assert 'value="Thistlewood"' in text
    assert re.search(r'name="gender" value="2"[^>]* checked', text)
