"""J1, J2, J3 and J5 on pages: find, decide, create, and a learner who moves, as the people of a desk do it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.acceptance.desk import answer_the_pages, fill_in
from tests.acceptance.people import person, seen
from tests.browser import is_wider_than_its_window, sees, serious

DESK, SECOND_DESK = "register@wexcombe.example", "register@brightwater.example"
PERDITA = person("Perdita", "Quillfeather", "2009-03-14", "2", "LD1 5AA")
PETRONEL = person("Petronel", "Harkaway", "2008-07-21", "2", "KW15 1AA")
ODETTA = person("Odetta", "Wraxhall", "1996-10-09", "2", "DT11 4AA")
TANCRED = person("Tancred", "Umberslade", "2007-12-05", "1", "HS1 2AA")
ULRIC = person("Ulric", "Umberslade", "2007-12-05", "1", "HS1 2AA")
IANTHE = person("Ianthe", "Merriweather", "2001-05-04", "2", "TD15 1AA")


@pytest.fixture
def desk(sign_in: Callable[..., Any]) -> Callable[..., Any]:
    """Opens the page of the search, the purpose stated."""

    def open_as(email: str = DESK, **context: Any) -> Any:
        page = sign_in(email, **context)
        page.goto("/find/")
        page.get_by_label("Enrolling a learner who has applied or started.").check()
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/find/")
        return page

    return open_as


def in_the_register(demo: Any, details: dict[str, str], *, as_: str = SECOND_DESK, **more: str) -> str:
    """The number of somebody whom a desk has registered in the shell."""
    words = ("--as", as_, "--purpose", "enrolment", "--json")
    demo.shell("find", *words, details=details)
    return str(json.loads(demo.shell("register", *words, details=seen(details, **more)))["uln"])


def number_on(page: Any) -> str:
    """The number a page shows large, as the copy button copies it."""
    return str(page.locator(".number + p [data-copy]").get_attribute("data-copy"))


def heading(page: Any) -> str:
    return str(page.get_by_role("heading", level=1).inner_text()).replace("\n", " ")


def accessible(page: Any) -> bool:
    """Nothing serious found, and read without scrolling sideways."""
    assert serious(page) == []
    assert not is_wider_than_its_window(page)
    return True


def _go_on(page: Any) -> None:
    accessible(page)
    page.get_by_role("button", name="Continue").click()


def _given_a_number(page: Any) -> None:
    """Press the button; whoever is too fast is shown the candidates again, and goes on from there."""
    page.get_by_role("button", name="Give the number").click()
    while "/find/created/" not in page.url:
        assert "Look at these learners" in page.get_by_role("alert").inner_text()
        page.get_by_role("button", name="None of these is my learner: create one").click()
        page.get_by_role("button", name="Give the number").click()


def test_a_learner_who_has_a_number_is_found_and_enrolled_by_keyboard_alone(demo, sign_in):
    known = in_the_register(demo, PERDITA)
    page = sign_in(DESK)
    page.goto("/find/")
    press, write = page.keyboard.press, page.keyboard.type

    def tab_to(label: str) -> None:
        for _ in range(60):
            press("Tab")
            if page.evaluate(_FOCUSED).startswith(label):
                return
        raise AssertionError(f"{label} cannot be reached with Tab")

    tab_to("Enrolling a learner"), press("Space"), tab_to("Continue"), press("Enter")
    page.wait_for_url("**/find/")
    for label, value in (("Given name", "Perdita"), ("Family name", "Quillfeather"), ("Day", "14"), ("Month", "3"),
                         ("Year", "2009"), ("Male", ""), ("Last known postcode", "ld1 5aa")):  # fmt: skip
        tab_to(label)
        press("ArrowDown") if label == "Male" else write(value)
    press("Enter")
    page.get_by_role("heading", name="One learner agrees").wait_for()
    assert number_on(page) == known
    accessible(page)
    tab_to("Identifier in your own system"), write("W-2001")
    tab_to("Evidence of identity you saw"), write("Passport")
    tab_to("Enrol this learner"), press("Enter")
    page.wait_for_url("**/find/enrolled/*")
    accessible(page)
    assert number_on(page) == known
    assert known not in page.url


_FOCUSED = """() => {
    const at = document.activeElement;
    return (at.labels && at.labels.length ? at.labels[0].innerText : at.innerText || "").trim();
}"""


@pytest.mark.parametrize(("width", "new"), [(320, PETRONEL), (1200, ODETTA)])
def test_a_new_learner_is_created_on_a_phone_and_on_a_desk(demo, desk, width, new):
    page = desk(viewport={"width": width, "height": 700})
    accessible(page)
    fill_in(page, new)
    assert heading(page) == "No learner is like this"
    accessible(page)
    page.get_by_role("button", name="Create a learner").click()
    answer_the_pages(page, look=accessible)
    assert heading(page) == "Check your answers"
    accessible(page)
    page.get_by_role("button", name="Change Version of the notice").click()
    page.get_by_label("Version of the privacy notice").fill("2026-2")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Give the number").click()
    page.wait_for_url("**/find/created/*")
    accessible(page)
    assert demo.find(new)[0]["uln"] == number_on(page)


def test_back_after_creating_and_giving_again_ends_at_the_same_number(demo, desk):
    page = desk()
    new = person("Lysander", "Featherstonehaugh", "1994-01-30", "1", "PH41 4AA")
    fill_in(page, new)
    page.get_by_role("button", name="Create a learner").click()
    answer_the_pages(page, look=accessible)
    page.get_by_role("button", name="Give the number").dblclick()
    page.wait_for_url("**/find/created/*")
    number = number_on(page)
    page.go_back()
    assert heading(page) == "Find a learner"
    fill_in(page, new)
    assert heading(page) == "One learner agrees, and nothing contradicts"
    assert number_on(page) == number


def test_a_twin_is_created_with_a_reason_for_the_reviewer(demo, desk):
    first = in_the_register(demo, TANCRED)
    page = desk()
    fill_in(page, ULRIC)
    assert heading(page) == "One learner may be yours"
    accessible(page)
    row = page.locator("#candidate-1")
    assert row.locator(".word").all_inner_texts() == ["differs", "same", "same", "same", "same"]
    assert "Tancred" not in page.content()
    page.get_by_role("button", name="Show stored details of learner 1").click()
    assert "Tancred" in page.locator(".sides").inner_text()
    accessible(page)
    page.get_by_role("button", name="Back to the possible matches").click()
    page.get_by_role("button", name="None of these is my learner: create one").click()
    page.get_by_label("Why is none of them your learner?").fill("Twin brother; both were here with passports.")
    _go_on(page)
    answer_the_pages(page, look=accessible)
    _given_a_number(page)
    assert number_on(page) != first
    assert "Twin brother; both were here with passports." in demo.shell(
        "review", "list", "--as", "reviewer@register.example"
    )


def test_a_learner_who_moved_is_enrolled_with_a_second_provider_under_one_number(demo, desk):
    number = in_the_register(demo, IANTHE, as_=DESK, notes="Needs a quiet room.")
    page = desk(SECOND_DESK)
    married = {**IANTHE, "family_name": "Holmwood", "postcode": "SY25 6AA"}
    fill_in(page, married, previous_family_name="Merriweather")
    assert heading(page) == "One learner may be yours"
    page.get_by_label("Learner 1").check()
    page.get_by_role("button", name="Go on with the learner I chose").click()
    accessible(page)
    page.get_by_label("Identifier in your own system").fill("B-77")
    page.get_by_role("button", name="Enrol this learner").click()
    page.wait_for_url("**/find/enrolled/*")
    assert number_on(page) == number
    page.get_by_role("link", name="Open the record").click()
    assert sees(page, "B-77")
    assert "quiet room" not in page.content()
    first = desk()
    first.goto(page.url)
    assert sees(first, "quiet room")
    assert "B-77" not in first.content()
