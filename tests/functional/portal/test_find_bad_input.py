"""What hurried and hostile hands send to a search: a sentence beside the field, every answer kept, nothing searched."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.functional.portal.finding import boxes, register, search, text_of

pytestmark = pytest.mark.django_db


def _beside(text: str, field: str) -> str:
    """The sentence beside a field."""
    found = re.search(rf'id="id_{field}_error">(.*?)</p>', text, re.DOTALL)
    assert found, f"nothing stands beside {field}"
    return re.sub("<[^>]+>", "", found[1])


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("given_name", "Zu\x00leika", "cannot be seen"),
        ("given_name", "Zu\u202eleika", "cannot be seen"),
        ("given_name", "Z" * 100_000, "has 100,000 characters; at most 35"),
        ("given_name", "=1+1", "a spreadsheet takes for a formula"),
        ("given_name", "1000000000", "looks like a ULN"),
        ("given_name", "12345", "holds no letter"),
        ("family_name", "Thistle\x07wood", "cannot be seen"),
        ("gender", "7", "has a code that is not in its list"),
        ("postcode", "not one", "not the form of a postcode"),
        ("postcode", "ZE1\x00 0AA", "not the form of a postcode"),
        ("email", "nobody", "not of the form name@domain"),
        ("middle_names", "x" * 36, "at most 35"),
        ("unique_pupil_number", "ABC", "UPN"),
        ("alternative_names", "a|b|c", "more than two parts"),
    ],
)
def test_a_value_that_cannot_be_used_is_said_beside_its_field(signed_in, someone, field, value, says):
    text = text_of(search(signed_in(), {**someone(), field: value}))
    assert says in _beside(text, field)
    assert "Error: Find a learner" in text
    assert 'value="Thistlewood"' in text or field == "family_name"


@pytest.mark.parametrize("field", ["given_name", "date_of_birth", "gender", "postcode"])
def test_each_of_the_five_details_is_asked_for_where_it_is_missing(signed_in, someone, field):
    sent = boxes(someone(family_name=""))
    left = {name: value for name, value in sent.items() if not name.startswith(field)}
    assert "is missing" in _beside(text_of(signed_in().post("/find/", left)), field)


def test_a_single_name_is_enough(signed_in, someone):
    assert "No learner is like this" in text_of(search(signed_in(), someone(given_name="")))


@pytest.mark.parametrize("pasted", ["29/02/2008", "29.2.2008", "29 2 2008", "2008-02-29", "２９/０２/２００８"])
def test_a_date_pasted_whole_is_taken_apart_with_the_day_first(signed_in, someone, caller, pasted):
    uln = register(someone(), by=caller())
    sent = {**boxes(someone()), **_day(pasted)}
    assert f'data-copy="{uln}"' in text_of(signed_in().post("/find/", sent))


def test_digits_of_full_width_are_digits(signed_in, someone, caller):
    uln = register(someone(), by=caller())
    assert f'data-copy="{uln}"' in text_of(
        signed_in().post("/find/", {**boxes(someone()), **_day("２９", "２", "２００８")})
    )


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("39507", "39507 is how a spreadsheet counts days; it stands for 29 February 2008."),
        ("29 February 2008", "29 February 2008 may stand for 29 February 2008."),
        ("29/2/08", "29/2/08 may stand for 29 February 2008."),
    ],
)
def test_a_birthday_in_another_form_is_proposed_and_never_taken_silently(signed_in, someone, caller, typed, says):
    uln = register(someone(), by=caller())
    client = signed_in()
    sent = {**boxes(someone()), **_day(typed)}
    text = text_of(client.post("/find/", sent))
    assert says in _beside(text, "date_of_birth")
    assert "Yes, it is 29 February 2008" in text
    assert says in _beside(text_of(client.post("/find/", sent)), "date_of_birth")
    confirmed = client.post("/find/", {**sent, "date_of_birth_meant": "2008-02-29"})
    assert f'data-copy="{uln}"' in text_of(confirmed)


def test_a_tick_for_another_day_than_the_one_typed_counts_for_nothing(signed_in, someone):
    sent = {**boxes(someone()), **_day("39507"), "date_of_birth_meant": "2001-01-01"}
    assert "it stands for 29 February 2008" in _beside(text_of(signed_in().post("/find/", sent)), "date_of_birth")


@pytest.mark.parametrize(
    "parts", [("31", "2", "2008"), ("x", "y", "z"), ("1" * 5000, "2", "2008"), ("\x00", "2", "2008")]
)
def test_what_is_no_date_is_said_to_be_none_and_kept(signed_in, someone, parts):
    text = text_of(signed_in().post("/find/", {**boxes(someone()), **_day(*parts)}))
    assert "Date of birth is not a date of the calendar." in _beside(text, "date_of_birth")
    assert "rollbook doctor" not in text
    assert 'value="2008"' in text or parts[2] == "z"


def test_a_date_that_may_be_left_empty_is_named_without_saying_so(signed_in, someone):
    text = text_of(signed_in().post("/find/verify", {**boxes(someone()), **_day("31", "2", "2008")}))
    assert "Date of birth is not a date of the calendar." in _beside(text, "date_of_birth")


def test_an_age_that_no_learner_has_is_said(signed_in, someone):
    text = text_of(search(signed_in(), someone(date_of_birth="2025-02-28")))
    assert "A learner is from 13 to 110 years old" in _beside(text, "date_of_birth")


def test_a_name_of_one_letter_is_asked_about_once_and_then_searched_for(signed_in, someone):
    client = signed_in()
    text = text_of(search(client, someone(given_name="Z")))
    assert "This is a single letter." in _beside(text, "given_name")
    assert 'name="sure" value="given_name:Z"' in text
    assert "No learner is like this" in text_of(search(client, someone(given_name="Z"), sure="given_name:Z"))
    assert "This is a single letter." in text_of(search(client, someone(given_name="Y"), sure="given_name:Z"))


def test_a_doubt_and_an_error_are_said_together(signed_in, someone):
    text = text_of(search(signed_in(), someone(given_name="Z", postcode="nowhere")))
    assert "single letter" in _beside(text, "given_name")
    assert "form of a postcode" in _beside(text, "postcode")
    assert "is missing" not in text


@pytest.mark.parametrize(
    "uln", ["", "106840634", "9999999999", "１０６８４０６３４２", "1068406343", "10684\x0006342", "x" * 5000]
)
def test_a_number_that_is_none_is_said_beside_its_field(signed_in, uln):
    names = {"given_name": "Zuleika", "family_name": "Thistlewood"}
    for address in ("/find/number", "/find/verify"):
        text = text_of(signed_in().post(address, {"uln": uln, **names}))
        assert len(_beside(text, "uln")) > 20
        assert 'value="Zuleika"' in text


def test_answers_of_a_program_that_knows_no_fields_end_in_sentences(signed_in):
    for address in ("/find/", "/find/number", "/find/verify"):
        assert "There is a problem" in text_of(signed_in().post(address, {"anything": "else"}))


def test_the_same_field_sent_twice_is_one_value(signed_in, someone):
    sent: dict[str, Any] = {**boxes(someone()), "given_name": ["Zuleika", "Ottilie"]}
    assert "No learner is like this" in text_of(signed_in().post("/find/", sent))


def _day(day: str, month: str = "", year: str = "") -> dict[str, str]:
    return {"date_of_birth_day": day, "date_of_birth_month": month, "date_of_birth_year": year}


ODD = ["\x00", "x" * 5000, "9" * 5000, "9999-12-31", "<b>&'\""]
FIELDS = (
    "given_name", "family_name", "date_of_birth", "date_of_birth_day", "date_of_birth_meant", "gender", "postcode",
    "alternative_names", "date_of_address_capture", "verification_type", "ability_to_share", "notice_version", "start",
    "start_year", "mis_identifier", "override", "passed", "checking", "step", "go", "back", "candidate", "reveal",
    "by_number", "uln", "sure", "again",
)  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_no_value_of_any_field_breaks_a_page(signed_in, someone, odd, monkeypatch):
    from rollbook.service import limits

    monkeypatch.setattr(limits, "spend", lambda *_, **__: None)
    monkeypatch.setattr(limits, "spend_action", lambda *_, **__: None)
    client = signed_in()
    whole = {**boxes(someone()), "uln": "1000000000", "step": "about", "candidate": "x", "ability_to_share": "1",
             "verification_type": "2", "start": "2026-09-07"}  # fmt: skip
    for address in ("", "number", "verify", "candidate", "stored", "enrol", "choose", "create", "register"):
        for field in FIELDS:
            page = client.post(f"/find/{address}", {**whole, field: odd})
            assert page.status_code in (200, 303, 404, 409), (address, field, page.status_code)
            assert "<b>&'" not in page.content.decode(), (address, field)
