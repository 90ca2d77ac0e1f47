"""The portal opens in a real browser, and the ground of every page is accessible."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser import is_wider_than_its_window, serious


def test_the_purpose_page_is_accessible_and_fits_a_phone(sign_in):
    page = sign_in("register@wexcombe.example", viewport={"width": 320, "height": 640})
    page.goto("/purpose")
    assert page.get_by_role("heading", level=1).inner_text() == "Why do you look at learners now?"
    assert serious(page) == []
    assert not is_wider_than_its_window(page)


def test_a_long_title_in_the_rows_of_a_phone_pushes_the_next_one_down(browser: Any):
    style = (Path(__file__).parents[2] / "rollbook/web/static/portal/portal.css").read_text("utf-8")
    cells = '<td data-title="Mewngofnodi diwethaf">never</td><td data-title="Statws">active</td>'
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content(
        f'<!doctype html><style>{style}</style><table class="dense stack"><tbody><tr>{cells}</tr></tbody></table>'
    )
    long, short = page.evaluate("[...document.querySelectorAll('td')].map(cell => cell.offsetHeight)")
    page.close()
    assert long > short * 1.3
