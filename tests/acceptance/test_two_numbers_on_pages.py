"""J6 in the browser: reported, compared, linked; the old number answers with the survivor; undone with nothing lost."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from tests.acceptance.people import person, seen
from tests.browser import is_wider_than_its_window, serious

DESK, REVIEWER = "register@wexcombe.example", "reviewer@register.example"
FIRST = person("Bartholomew", "Quillfeather", "1991-04-12", "1", "PL9 8AA")
OTHER = {**FIRST, "given_name": "Bart", "postcode": "EX4 4QJ"}


@pytest.fixture(scope="module")
def numbers(demo) -> tuple[str, str]:
    """One man with two numbers: the desk passed over the first when he came again."""
    demo.find(FIRST)
    first = demo.register(seen(FIRST))
    demo.find(OTHER)
    time.sleep(5.2)
    return first["uln"], demo.register(seen(OTHER), override="He says he was never here.")["uln"]


def test_j6_two_numbers_are_reported_linked_and_parted_again_on_pages(demo, sign_in, numbers):
    first, second = numbers
    desk, reviewer = sign_in(DESK), sign_in(REVIEWER)
    with_purpose(desk)
    assert number_of(find(desk, OTHER)) == second
    report(desk, first)

    decide(reviewer)
    assert (number_of(find(desk, OTHER)), desk.get_by_text("Do not use").count()) == (first, 1)
    assert demo.api.post("/api/learners/verify", asked(second), role="machine:find")["results"][0]["uln"] == first

    desk.get_by_role("link", name="Open the record").click()
    correct_email(demo, second)
    undo(reviewer, second)
    assert number_of(find(desk, OTHER)) == second
    assert number_of(find(desk, FIRST)) == first
    assert (email(demo, second), email(demo, first)) == ("bart@quillfeather.example", "")


def test_j6_the_decision_and_the_undo_stand_in_the_log_for_the_reviewer(sign_in, numbers):
    page = sign_in(REVIEWER)
    page.goto("/review/decisions")
    row = page.get_by_role("row").filter(has_text="One passport, one school.")
    assert row.get_by_text("undone").count() == 1
    row.get_by_role("link").click()
    assert page.get_by_text("The link has been undone since.").count() == 1


@pytest.mark.parametrize("path", ["", "decisions", "figures", "links", "unclear", "samples", "threshold?possible=-5"])
def test_the_review_pages_are_accessible_and_fit_a_phone(sign_in, numbers, path):
    page = sign_in(REVIEWER, viewport={"width": 320, "height": 640})
    page.goto(f"/review/{path}")
    assert page.get_by_role("heading", level=1).count() == 1
    assert serious(page) == []
    assert not is_wider_than_its_window(page)


def test_a_sample_is_drawn_and_judged_by_keyboard_alone(sign_in, numbers):
    page = sign_in(REVIEWER)
    page.goto("/review/samples")
    page.get_by_label("How many pairs?").fill("30")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for _ in range(60):
        page.goto("/review/samples")
        if not page.get_by_text("being drawn").count():
            break
        time.sleep(1)
    page.get_by_role("row").nth(1).get_by_role("link").last.press("Enter")
    assert serious(page) == []
    for key in ("s", "d", "c"):
        place = page.locator("input[name=place]").input_value()
        with page.expect_navigation():
            page.keyboard.press(key)
        assert page.locator("input[name=place]").input_value() != place
    page.get_by_role("link", name="Stop for now").press("Enter")
    assert page.get_by_text("3 of").count() == 1
    assert serious(page) == []


def with_purpose(page: Any) -> None:
    page.goto("/purpose")
    page.get_by_label("Enrolling a learner").check()
    page.get_by_role("button").last.click()


def find(page: Any, who: dict[str, str]) -> Any:
    page.goto("/find/")
    year, month, day = who["date_of_birth"].split("-")
    page.get_by_label("Given name", exact=True).fill(who["given_name"])
    page.get_by_label("Family name", exact=True).fill(who["family_name"])
    for name, value in (("Day", day), ("Month", month), ("Year", year)):
        page.get_by_label(name, exact=True).fill(value)
    page.locator("input[name=gender][value='1']").check()
    page.get_by_label("Last known postcode").fill(who["postcode"])
    page.get_by_role("button", name="Find", exact=True).click()
    return page


def number_of(page: Any) -> str:
    return re.sub(r"\D", "", page.locator(".number").inner_text())


def report(page: Any, second: str) -> None:
    page.get_by_role("link", name="Open the record").click()
    page.get_by_role("link", name="Report a duplicate").click()
    page.get_by_label("The learner has a second number").check()
    page.get_by_label("The second number").fill(f"{second[:3]} {second[3:6]} {second[6:]}")
    page.get_by_label("What shows it?").fill("Same passport in both files.")
    page.get_by_role("button", name="Send the report").click()
    assert page.get_by_text("Your report is with the reviewers.").count() == 1


def decide(page: Any) -> None:
    """By keyboard from the queue: the case is reached with j, opened with Enter, compared, decided, checked."""
    page.goto("/review/?order=newest")
    table = page.get_by_role("table", name="Cases that wait")
    table.focus()
    for _ in range(60):
        if "Quillfeather" in table.locator("tr.current").inner_text():
            break
        page.keyboard.press("j")
    assert page.locator("#beside").get_by_text("Quillfeather").first.is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/cases/**")
    assert serious(page) == []
    assert page.locator("mark.differs").count() > 0
    assert page.locator("input[name=survivor]:checked").count() == 1
    page.get_by_label("What did you compare?").fill("One passport, one school.")
    page.get_by_role("button", name="Same person").press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Link the two numbers?"
    assert serious(page) == []
    page.get_by_role("button", name="Link them").press("Enter")
    assert page.get_by_text("Linked. The other number leads").count() == 1


def undo(page: Any, number: str) -> None:
    page.goto("/review/links")
    page.get_by_role("row").filter(has_text="One passport, one school.").get_by_role("link").click()
    assert page.get_by_text("bart@quillfeather.example").count() == 1
    assert serious(page) == []
    page.get_by_label("What shows that these are two people?").fill("Cousins, as a second passport shows.")
    page.get_by_role("button", name="Undo the link").click()
    page.get_by_role("button", name="Undo it").click()
    assert page.get_by_role("heading", level=1).inner_text() == "This link has been undone"


def asked(uln: str) -> dict[str, Any]:
    names = {name: OTHER[name] for name in ("given_name", "family_name", "date_of_birth")}
    return {"learners": [{"uln": uln, **names}]}


def correct_email(demo: Any, uln: str) -> None:
    sent = {"uln": uln, "version": record(demo, uln)["version"], "changes": {"email": "bart@quillfeather.example"},
            "reason": "He told us."}  # fmt: skip
    demo.api.post("/api/learners/update", sent, role="machine:register")


def email(demo: Any, uln: str) -> str:
    return str(record(demo, uln)["email"])


def record(demo: Any, uln: str) -> dict[str, Any]:
    return dict(demo.api.post("/api/learners/read", {"uln": uln}, role="machine:register"))
