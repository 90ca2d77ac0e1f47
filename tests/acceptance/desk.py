"""What somebody at a desk types into the pages of finding and creating."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

GENDERS = {"1": "Male", "2": "Female"}


def fill_in(page: Any, details: dict[str, str], **more: str) -> None:
    """Type the five details, and more where they are given; then find."""
    year, month, day = details["date_of_birth"].split("-")
    page.get_by_label("Given name", exact=True).fill(details["given_name"])
    page.get_by_label("Family name", exact=True).fill(details["family_name"])
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label(GENDERS[details["gender"]], exact=True).check()
    page.get_by_label("Last known postcode").fill(details["postcode"])
    if more:
        page.get_by_text("More details").click()
        for label, value in more.items():
            page.get_by_label(label.replace("_", " ").capitalize()).fill(value)
    page.get_by_role("button", name="Find", exact=True).click()
    page.wait_for_load_state()


def _address(page: Any) -> None:
    page.get_by_label("Address line 1").fill("4 Ropewalk")
    page.get_by_label("Town").fill("Lowerhithe")


def _evidence(page: Any) -> None:
    page.get_by_label("Passport").check()


def _notice(page: Any) -> None:
    page.get_by_label("Notice seen, able to share").check()
    page.get_by_label("Version of the privacy notice").fill("2026-1")


def _enrolment(page: Any) -> None:
    page.get_by_label("Identifier in your own system").fill("W-1044")


# The four pages of questions about a new learner, as somebody answers who has seen a passport.
QUESTIONS: tuple[Callable[[Any], None], ...] = (_address, _evidence, _notice, _enrolment)


def answer_the_pages(page: Any, *, pages: int = len(QUESTIONS), look: Callable[[Any], Any] = lambda page: None) -> None:
    """Answer so many of them, each followed by Continue, with a look at the page before it."""
    for answer in QUESTIONS[:pages]:
        answer(page)
        look(page)
        page.get_by_role("button", name="Continue").click()
        page.wait_for_load_state()
