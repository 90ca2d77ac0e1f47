"""The portal opens in a real browser, and the ground of every page is accessible."""

from __future__ import annotations

from tests.browser import is_wider_than_its_window, serious


def test_the_purpose_page_is_accessible_and_fits_a_phone(sign_in):
    page = sign_in("register@wexcombe.example", viewport={"width": 320, "height": 640})
    page.goto("/purpose")
    assert page.get_by_role("heading", level=1).inner_text() == "Why do you look at learners now?"
    assert serious(page) == []
    assert not is_wider_than_its_window(page)
