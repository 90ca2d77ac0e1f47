"""A link to come in, made on the pages: shown once, used once, and ended by the next one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import is_wider_than_its_window, sees, serious

BOSS = "super@wexcombe.example"
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def boss(sign_in: Any) -> Any:
    return sign_in(BOSS, viewport=PHONE)


def invite(page: Any, email: str) -> str:
    """Make a user on the page and take the link."""
    page.goto("/users/invite")
    page.get_by_label("Full name").fill("Emrys Halfpenny")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Finds and registers learners").check()
    page.get_by_role("button", name="Make the user").click()
    return taken(page)


def taken(page: Any) -> str:
    page.get_by_role("heading", name="The link for Emrys Halfpenny").wait_for()
    return str(page.locator("#link").inner_text())


def status_of(page: Any, link: str) -> int:
    """How a browser of nobody's is answered at a link."""
    visitor = page.context.browser.new_context()
    try:
        return int(visitor.new_page().goto(link).status)
    finally:
        visitor.close()


def test_the_page_of_a_link_is_accessible_and_shows_it_once(boss):
    link = invite(boss, "emrys@wexcombe.example")
    assert (serious(boss), is_wider_than_its_window(boss)) == ([], False)
    boss.emulate_media(color_scheme="dark", reduced_motion="reduce")  # or colours are looked at half way
    assert serious(boss) == []
    address = boss.url
    boss.get_by_role("link", name="I have passed it on").click()
    assert sees(boss, "One waits to be used")
    boss.goto(address)
    assert sees(boss, "A link is shown once.")
    assert link not in boss.content()


def test_a_new_link_ends_the_one_before(boss):
    first = invite(boss, "emrys.two@wexcombe.example")
    assert status_of(boss, first) == 200
    boss.get_by_role("link", name="I have passed it on").click()
    boss.get_by_role("button", name="New link to come in").click()
    second = taken(boss)
    assert second != first
    assert (status_of(boss, first), status_of(boss, second)) == (409, 200)
