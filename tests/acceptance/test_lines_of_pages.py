"""What belongs together stands on one line of a wide page, and what is chosen of a row of links is seen to be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.people import person, seen
from tests.acceptance.test_batch_pages import with_purpose

WHO = "register@wexcombe.example"
# How far the middles of two texts lie apart, in pixels.
_APART = """([one, other]) => {
    const middle = (element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        const box = range.getBoundingClientRect();
        return (box.top + box.bottom) / 2;
    };
    return Math.abs(middle(one) - middle(other));
}"""


@pytest.fixture
def page(sign_in: Any) -> Any:
    return with_purpose(sign_in(WHO, viewport={"width": 1200, "height": 900}))


@pytest.fixture
def phone(sign_in: Any) -> Any:
    return with_purpose(sign_in(WHO, viewport={"width": 320, "height": 640}))


def fill_in(page: Any, given_name: str) -> None:
    """Search for somebody of this name; the other details are Zelah's."""
    page.goto("/find/")
    typed = {"Given name": given_name, "Family name": "Marrowbane", "Day": "30", "Month": "9", "Year": "2006",
             "Last known postcode": "KW15 1AA"}  # fmt: skip
    for label, value in typed.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Female", exact=True).check()
    page.get_by_role("button", name="Find", exact=True).click()


def apart(page: Any, one: Any, other: Any) -> float:
    return float(page.evaluate(_APART, [one.element_handle(), other.element_handle()]))


def test_an_answer_and_its_change_stand_on_one_line(page):
    fill_in(page, "Zelah")
    page.get_by_role("button", name="Create a learner").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Passport").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Notice not seen").check()
    for _ in range(2):
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Check your answers").wait_for()
    answer = page.locator("dl.changes > dd").first
    assert apart(page, answer, answer.locator("xpath=following-sibling::dd[1]").get_by_text("Change").first) < 3


def test_a_list_and_its_count_stand_on_one_line(page):
    page.goto("/learners/")
    line = page.locator(".tasks > li").first
    assert apart(page, line.locator("a"), line.locator(".count")) < 3


def test_the_kind_of_rows_that_is_shown_is_seen_to_be_chosen(page):
    page.goto("/learners/without-number?which=placeholder")
    weights = {each.inner_text(): each.evaluate("a => getComputedStyle(a).fontWeight")
               for each in page.locator("nav[aria-label=Which] a").all()}  # fmt: skip
    assert {text for text, weight in weights.items() if int(weight) >= 600} == {"On 9999999999"}


def test_a_long_value_of_a_comparison_stays_beside_its_label_on_a_phone(phone, demo):
    words = ("--as", "register@brightwater.example", "--purpose", "enrolment")
    known = person("Zillah", "Marrowbane", "2006-09-30", "2", "KW15 1AA")
    demo.shell("find", *words, details=known)
    demo.shell("register", *words, details=seen(known))
    fill_in(phone, "Zelda")
    cell = phone.locator(".comparison .asked td").nth(2)
    assert "30 September 2006" in cell.inner_text().replace("\n", " ")
    label, value = cell.locator(".label").bounding_box(), cell.locator(".value").bounding_box()
    assert value["x"] >= label["x"] + label["width"]


def test_a_count_of_thousands_is_not_broken_on_a_phone(phone):
    phone.goto("/")
    count = phone.locator(".tasks a .count").first
    one = count.bounding_box()["height"]
    count.evaluate("element => { element.textContent = '12,345'; }")
    assert count.bounding_box()["height"] == one
