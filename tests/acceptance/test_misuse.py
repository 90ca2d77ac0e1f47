"""J21: an approved body searches people it never enrols; it is slowed, stopped, reported, and each learner is told."""

from __future__ import annotations

import json

import pytest

from rollbook.base.errors import Unavailable
from rollbook.cli.demo import SEED
from rollbook.cli.http import Api
from rollbook.synthetic.registered import registered
from tests.acceptance.conftest import LEARNERS
from tests.browser import is_wider_than_its_window, serious

OPERATOR = ("--as", "operator@register.example")
UKPRN = "90000209"
FIVE = ("given_name", "family_name", "date_of_birth", "gender", "postcode")
VICTIM = {
    "given_name": "Leocadia", "family_name": "Pennyfeather", "date_of_birth": "1971-03-14", "gender": "2",
    "postcode": "TR1 2AA",
}  # fmt: skip
MOST = 200


@pytest.fixture(scope="module")
def body(demo):
    """An approved body that teaches nobody: its program for look-ups, over REST."""
    demo.shell("organisation", "add", UKPRN, "--name", "Trelawne Skills", "--kind", "training_provider", *OPERATOR)
    demo.shell("organisation", "agreement", UKPRN, "--version", "1", "--signed", "2026-08-01",
               "--signatory", "Ada Trelawne", *OPERATOR)  # fmt: skip
    for check in ("provider_register", "legal_entity", "teaches", "signatory"):
        demo.shell("organisation", "check", UKPRN, check, "--saw", "Seen on paper.", "--passed", *OPERATOR)
    demo.shell("organisation", "approve", UKPRN, "--for", "enrolment", *OPERATOR)
    demo.shell("user", "create", "ada@trelawne.example", "--name", "Ada Trelawne", "--role", "super_user",
               "--ukprn", UKPRN, *OPERATOR)  # fmt: skip
    made = demo.shell("user", "create-client", "Trelawne look-ups", "--role", "machine:find", "--ukprn", UKPRN,
                      *OPERATOR, "--json")  # fmt: skip
    return Api(demo.known["address"], {"machine:find": json.loads(made)})


def test_j21_misuse_is_stopped_reported_and_told(demo, body, sign_in):
    demo.find(VICTIM)
    known = demo.register({**VICTIM, "verification_type": "2", "ability_to_share": "1"})["uln"]
    found = _search_until_refused(body)
    assert 50 < found <= MOST
    with pytest.raises(Unavailable, match="403"):
        _find(body, VICTIM)

    operator = sign_in("operator@register.example")
    operator.get_by_role("link", name="Alerts").first.click()
    operator.get_by_role("link", name="Trelawne look-ups").click()
    page = operator.inner_text("main")
    assert "led to no enrolment; the organisation holds 0 learners." in page
    assert all(word in page for word in ("told.", "slowed.", "stopped."))
    assert serious(operator) == []

    ada = sign_in("ada@trelawne.example", viewport={"width": 320, "height": 640})
    ada.goto("/alerts/")
    ada.get_by_role("link", name="Trelawne look-ups").click()
    ada.get_by_label("What were these searches for?").fill("We compared two lists.")
    ada.get_by_role("button", name="Send the answer").click()
    assert "Your answer stands beside the alert." in ada.inner_text("main")
    assert (serious(ada), is_wider_than_its_window(ada)) == ([], False)

    reviewer = sign_in("reviewer@register.example")
    reviewer.goto("/learners/number")
    for label, value in (("ULN", known), ("Given name", "Leocadia"), ("Family name", "Pennyfeather")):
        reviewer.get_by_label(label).fill(value)
    reviewer.get_by_role("button", name="Open the record").click()
    assert "of Trelawne Skills that touched this record was stopped." in reviewer.inner_text("main")

    operator.reload()
    assert "We compared two lists." in operator.inner_text("main")
    operator.get_by_label("Why?").fill("Shown on paper; it will not be done again.")
    operator.get_by_role("button", name="Lift it").click()
    assert "Lifted." in operator.inner_text("main")
    assert _find(body, VICTIM) == "exact"


def test_j21_the_log_shows_who_searched_and_is_taken_away(demo, body, sign_in):
    page = sign_in("super@wexcombe.example", viewport={"width": 1200, "height": 900})
    _state_purpose(page)
    page.goto("/log/")
    page.get_by_label("What", exact=True).select_option("register")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "Gave a learner a number, with an enrolment." in page.inner_text("main")
    assert "The last seal" in page.inner_text("main")
    page.get_by_role("table").focus()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/log/lines/*")
    assert serious(page) == []
    page.go_back()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download what I see").click()
    assert taken.value.suggested_filename.startswith("access-log-")


def _search_until_refused(body):
    """How many searches were answered before the first refusal."""
    people = [VICTIM, *registered(LEARNERS, SEED, ukprns=[UKPRN]).select(FIVE).to_dicts()]
    for number, person in enumerate(people[: MOST + 1]):
        try:
            _find(body, {name: str(value) for name, value in person.items()})
        except Unavailable:
            return number
    raise AssertionError("nobody stopped it")


def _find(body, person):
    return body.post("/api/learners/find", {"learners": [person]}, role="machine:find")["results"][0]["outcome"]


def _state_purpose(page):
    page.goto("/purpose")
    page.get_by_label("Enrolling a learner").check()
    page.get_by_role("main").get_by_role("button").first.click()
