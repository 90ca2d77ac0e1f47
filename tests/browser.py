"""A real browser for tests: the system's Chromium, driven by Playwright. Missing, it is a skip, or where
REQUIRE_BROWSER=1 (CI) a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser, closed after. While it is open its thread has a running loop: use no Django database beside it."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        refuse_or_skip("No Chromium is installed: pages were not tried in a browser. apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        try:
            yield started
        finally:
            started.close()


def refuse_or_skip(why: str) -> None:
    """Fail where a browser is required, skip elsewhere."""
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(why)
    pytest.skip(why)


def serious(page: Any) -> list[str]:
    """What axe finds serious or critical on a page as it stands, each as one line."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['target']} {each['help']}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def is_wider_than_its_window(page: Any) -> bool:
    """Whether the page must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def sees(page: Any, text: str) -> bool:
    """Whether the page, or the one that a click just now leads to, comes to hold a text."""
    from playwright.sync_api import TimeoutError as NotInTime

    try:
        page.wait_for_function("text => document.documentElement.outerHTML.includes(text)", arg=text, timeout=15_000)
    except NotInTime:
        return False
    return True
