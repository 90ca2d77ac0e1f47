"""From the sign-in page to a new learner's number with the keyboard alone: the pages hear of no mouse."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from rollbook.base.one_time_codes import code_at, step_at
from tests.acceptance.people import person

WHO = "register@hallowfield.example"
NEW = person("Isolde", "Wetherspool", "2008-09-17", "2", "LL57 2AA")
_MICE = "for (const each of ['pointerdown', 'mousedown', 'touchstart']) addEventListener(each, () => heard(each), true)"
_FOCUSED = """() => {
    const at = document.activeElement;
    return (at.labels && at.labels.length ? at.labels[0].innerText : at.innerText || "").trim();
}"""


class Keyboard:
    """A page, and the keys somebody presses on it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.write, self.press = page.keyboard.type, page.keyboard.press

    def tab_to(self, label: str) -> None:
        """Press Tab until a field, link or button of this name has the focus."""
        self._until(label, "Tab")

    def choose(self, wanted: str) -> None:
        """Go to the next radio buttons, and on by the arrow keys."""
        while self.page.evaluate("document.activeElement.type") != "radio":
            self.press("Tab")
        self.press("Space")
        if not self._is_at(wanted):
            self._until(wanted, "ArrowDown")

    def go(self, button: str, heading: str) -> None:
        """Press a button or follow a link, and wait for the page it leads to."""
        self.tab_to(button)
        self.press("Enter")
        self.page.get_by_role("heading", name=heading).first.wait_for()

    def _until(self, label: str, key: str) -> None:
        for _ in range(60):
            self.press(key)
            if self._is_at(label):
                return
        raise AssertionError(f"{label} cannot be reached with {key}")

    def _is_at(self, label: str) -> bool:
        return bool(self.page.evaluate(_FOCUSED).startswith(label))


@pytest.fixture
def mice() -> list[str]:
    """The events of a mouse or a finger that pages heard."""
    return []


@pytest.fixture
def keys(demo: Any, browser: Any, mice: list[str]) -> Iterator[Keyboard]:
    """The keyboard of a visitor."""
    context = browser.new_context(base_url=demo.known["address"])
    context.expose_function("heard", lambda event: mice.append(event))
    context.add_init_script(_MICE)
    yield Keyboard(context.new_page())
    context.close()


def sign_in(keys: Keyboard, who: dict[str, str]) -> None:
    keys.page.goto("/")
    keys.tab_to("E-mail address"), keys.write(who["email"])
    keys.tab_to("Password"), keys.write(who["password"]), keys.press("Enter")
    keys.page.get_by_role("heading", name="Your second factor").wait_for()
    keys.tab_to("Code"), keys.write(code_at(who["secret"], step_at(time.time()))), keys.press("Enter")
    keys.page.get_by_role("heading", name="What waits for you").wait_for()


def search(keys: Keyboard) -> None:
    keys.go("Say why you look", "Why do you look")
    keys.choose("Enrolling a learner")
    keys.go("Continue", "Find a learner")
    for label, value in (("Given name", NEW["given_name"]), ("Family name", NEW["family_name"]), ("Day", "17"),
                         ("Month", "9"), ("Year", "2008")):  # fmt: skip
        keys.tab_to(label), keys.write(value)
    keys.choose("Female")
    keys.tab_to("Last known postcode"), keys.write(NEW["postcode"]), keys.press("Enter")
    keys.page.get_by_role("heading", name="No learner is like this").wait_for()


def create(keys: Keyboard) -> None:
    keys.go("Create a learner", "Title and address")
    keys.tab_to("Address line 1"), keys.write("4 Ropewalk")
    keys.tab_to("Town"), keys.write("Lowerhithe")
    keys.go("Continue", "Evidence of identity")
    keys.choose("Passport")
    keys.go("Continue", "Privacy notice")
    keys.choose("Notice seen, able to share")
    keys.tab_to("Version of the privacy notice"), keys.write("2026-1")
    keys.go("Continue", "The enrolment")
    keys.go("Continue", "Check your answers")
    keys.tab_to("Give the number"), keys.press("Enter")
    keys.page.wait_for_url("**/find/created/*")


def test_signing_in_finding_and_creating_a_learner_needs_no_mouse(demo, keys, mice):
    sign_in(keys, next(each for each in demo.known["users"] if each["email"] == WHO))
    search(keys)
    create(keys)
    number = keys.page.locator(".number + p [data-copy]").get_attribute("data-copy")
    assert demo.find(NEW)[0]["uln"] == number
    assert mice == []
