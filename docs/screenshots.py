"""Takes the pictures of the docs: python -m docs.screenshots [NAME ...]. A demo of its own is set up, and ended after.

`PICTURES` is the table: what each is called, who sees it, the way there, how wide. Pages show today's date; all else
comes from the demo's seed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error

from docs.palette import reduced
from docs.staging import BATCHES, CLERK, IANTHE, MARIGOLD, OPERATOR, REVIEWER, SCHOOL, SUPER, TAMSIN
from tests.acceptance.conftest import Demo, running_demo, session_of
from tests.acceptance.desk import answer_the_pages, fill_in
from tests.browser import chromium

FOLDER = Path(__file__).parent / "pictures"
TALLEST = 1000
LIKE_TAMSIN = {**TAMSIN, "given_name": "Tamara"}
NEW = {**MARIGOLD, "given_name": "Eudora", "family_name": "Wintersgill", "postcode": "KW14 7AA"}
MARRIED = {**IANTHE, "family_name": "Holmwood", "postcode": "SY25 6AA"}
TEAM = (REVIEWER, OPERATOR)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: `way` leads the page to what it shows; `purpose` is stated before."""

    name: str
    who: str
    way: Callable[[Any], None]
    width: int = 800
    scheme: str = "light"
    purpose: str = "enrolment"


def at(address: str) -> Callable[[Any], None]:
    """A page that has an address everybody knows."""
    return lambda page: page.goto(address)


def through(address: str, *links: str) -> Callable[[Any], None]:
    """A page that is reached from another by the first link so called, one after the other."""

    def way(page: Any) -> None:
        page.goto(address)
        for each in links:
            page.locator("main").get_by_role("link", name=each).first.click()
            page.wait_for_load_state()

    return way


def searched(details: dict[str, str], *presses: str, **more: str) -> Callable[[Any], None]:
    """The outcome of a search, and what is pressed there."""

    def way(page: Any) -> None:
        page.goto("/find/")
        fill_in(page, details, **more)
        for each in presses:
            _press(page, each)

    return way


def _press(page: Any, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=name == "Find").first.click()
    page.wait_for_load_state()


def created(pages: int) -> Callable[[Any], None]:
    """So many of the pages about somebody new answered: address, evidence, notice, enrolment."""

    def way(page: Any) -> None:
        searched(NEW, "Create a learner")(page)
        answer_the_pages(page, pages=pages)

    return way


def given(page: Any) -> None:
    """A number given to somebody new."""
    created(4)(page)
    _press(page, "Give the number")
    page.wait_for_url("**/find/created/*")


def enrolled(page: Any) -> None:
    """The page that confirms an enrolment."""
    searched(MARIGOLD)(page)
    page.get_by_label("Identifier in your own system").fill("H-2001")
    _press(page, "Enrol this learner")
    page.wait_for_url("**/find/enrolled/*")


def of_marigold(*links: str) -> Callable[[Any], None]:
    """A learner's record, and what is chosen there."""

    def way(page: Any) -> None:
        searched(MARIGOLD)(page)
        page.get_by_role("link", name="Open the record").click()
        page.wait_for_load_state()
        for each in links:
            page.locator("main").get_by_role("link", name=each).first.click()
            page.wait_for_load_state()

    return way


def changed(page: Any) -> None:
    """A change of details, before it is written."""
    of_marigold("Change details")(page)
    page.get_by_label("Life changed").check()
    _press(page, "Continue")
    page.get_by_label("Family name", exact=True).fill("Penrose")
    page.get_by_label("Why do you change it?").fill("Married in June; certificate seen.")
    _press(page, "See what changes")


def verified(page: Any) -> None:
    """A number and a name that belong together."""
    searched(MARIGOLD)(page)
    number = page.locator("[data-copy]").first.get_attribute("data-copy")
    page.goto("/find/verify")
    page.get_by_label("Unique Learner Number").fill(number)
    page.get_by_label("Given name", exact=True).fill(MARIGOLD["given_name"])
    page.get_by_label("Family name", exact=True).fill(MARIGOLD["family_name"])
    page.locator("main form button[type=submit], main form button").first.click()
    page.wait_for_load_state()


def exception(page: Any) -> None:
    """Rows that wait, one of them opened beside the list."""
    through("/batches/", "LRB_")(page)
    page.locator("main").get_by_role("link", name="Settle").first.click()
    page.wait_for_load_state()
    page.locator("tr[data-row] a").nth(2).click()
    page.wait_for_load_state()


PICTURES = (
    Picture("sign-in", "", at("/sign-in"), width=640),
    Picture("home", CLERK, at("/"), width=1000),
    Picture("home-phone", SUPER, at("/"), width=360, scheme="dark"),
    Picture("purpose", CLERK, at("/purpose"), purpose=""),
    Picture("find-form", CLERK, at("/find/")),
    Picture("find-exact", SCHOOL, searched(MARIGOLD)),
    Picture("find-enrolled", SCHOOL, enrolled),
    Picture("find-possible", CLERK, searched(LIKE_TAMSIN), width=1000),
    Picture("find-stored", CLERK, searched(LIKE_TAMSIN, "Show stored details of learner 1")),
    Picture("find-moved", SCHOOL, searched(MARRIED, previous_family_name="Merriweather"), width=1000),
    Picture("verify-answer", CLERK, verified),
    Picture("create-notice", CLERK, created(2)),
    Picture("create-check", CLERK, created(4)),
    Picture("create-done", CLERK, given),
    Picture("create-reason", CLERK, searched(LIKE_TAMSIN, "None of these is my learner")),
    Picture("learner-record", CLERK, of_marigold()),
    Picture("learner-history", CLERK, of_marigold("History")),
    Picture("learner-looks", CLERK, of_marigold("Who looked"), width=1000),
    Picture("learner-object", CLERK, of_marigold("Raise an objection")),
    Picture("learner-report", CLERK, of_marigold("Report a duplicate")),
    Picture("learner-change-check", CLERK, changed),
    Picture("learners-list", CLERK, at("/learners/"), width=1200),
    Picture("learners-without-number", CLERK, at("/learners/without-number"), width=1000),
    Picture("learners-changed-numbers", SCHOOL, at("/learners/changed-numbers"), width=1000),
    Picture("objection-settle", REVIEWER, through("/learners/objections", "Settle")),
    Picture("batch-send", BATCHES, at("/batches/send")),
    Picture("batch-done", BATCHES, through("/batches/", "LRB_")),
    Picture("upload-proposal", BATCHES, through("/batches/", "Staged-"), width=1000),
    Picture("exceptions", BATCHES, exception, width=1200),
    Picture("check-result", CLERK, through("/checks/", "ILR-"), width=1000),
    Picture("check-record", CLERK, through("/checks/", "ILR-", "learner WX101"), width=1000),
    Picture("rule", "", at("/rules/ilr/2025-26/rule/ULN_05"), width=1000),
    Picture("item", "", at("/dictionary/items/100081"), width=1000),
    Picture("review-case", REVIEWER, through("/review/", "Open"), width=1000),
    Picture("access-log", SUPER, at("/log/?action=find"), width=1200),
    Picture("alert", OPERATOR, through("/alerts/", "Marl Valley look-ups"), width=1000),
    Picture("organisation-approval", OPERATOR, through("/organisations/?status=applied", "Lantern", "On the way")),
    Picture("reference-tables", OPERATOR, at("/reference/"), width=1000),
    Picture("user-invite", SUPER, at("/users/invite")),
    Picture("certification", SUPER, at("/users/certification")),
    Picture("emergency", CLERK, at("/emergencies/")),
    Picture("help", CLERK, at("/help/")),
)


def take(demo: Demo, pictures: list[Picture]) -> list[str]:
    """Take each in a browser of its own, so that no picture depends on another; the names of those that failed."""
    failed = []
    with chromium() as browser:
        for each in pictures:
            context = browser.new_context(
                base_url=demo.known["address"], viewport={"width": each.width, "height": 700},
                color_scheme=each.scheme, reduced_motion="reduce",
            )  # fmt: skip
            if each.who:
                key = session_of(demo, each.who, "" if each.who in TEAM else each.purpose)
                context.add_cookies([{"name": "sessionid", "value": key, "url": demo.known["address"]}])
            page = context.new_page()
            page.set_default_timeout(15_000)
            try:
                each.way(page)
                (FOLDER / f"{each.name}.png").write_bytes(reduced(_shot(page, each.width)))
                print(f"{each.name}.png", flush=True)
            except Error as error:
                failed.append(each.name)
                print(f"{each.name}.png could not be taken: {error}", file=sys.stderr)
            context.close()
    return failed


def _shot(page: Any, width: int) -> bytes:
    page.evaluate("document.activeElement?.blur()")
    tall = int(page.evaluate("document.querySelector('.foot')?.offsetTop ?? document.body.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST)}
    return bytes(page.screenshot(full_page=True, clip=clip))


def main() -> int:
    wanted = [each for each in PICTURES if not sys.argv[1:] or each.name in sys.argv[1:]]
    FOLDER.mkdir(exist_ok=True)
    with running_demo("--learners", "2000") as demo:
        limits = Path(demo.environment["ROLLBOOK_VAR"]) / "demo-limits.toml"
        command = [sys.executable, "-W", "ignore", "-m", "docs.staging"]
        subprocess.run(command, env={**demo.environment, "ROLLBOOK_LIMITS": str(limits)}, check=True)
        return 1 if take(demo, wanted) else 0


if __name__ == "__main__":
    sys.exit(main())
