"""J11: an authority is approved and divides itself into sectors; a subcontractor joins; each sees only its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from rollbook.base.one_time_codes import code_at, step_at
from tests.acceptance.people import person, seen
from tests.browser import is_wider_than_its_window, sees, serious

PHONE = {"width": 320, "height": 640}
PHRASE = "seven geese on a slate roof"
CHECKS = ("provider_register", "legal_entity", "teaches", "signatory")


@pytest.fixture
def visit(demo: Any, browser: Any) -> Iterator[Any]:
    """Opens a page of nobody."""
    opened = []

    def open_page(**context: Any) -> Any:
        made = browser.new_context(base_url=demo.known["address"], **context)
        opened.append(made)
        return made.new_page()

    yield open_page
    for each in opened:
        each.close()


def is_well(page: Any) -> bool:
    return serious(page) == [] and not is_wider_than_its_window(page)


def ask_to_take_part(page: Any, ukprn: str, name: str, kind: str, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_role("link", name="Ask to take part").click()
    page.get_by_role("button", name="Send the application").click()
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Error:")
    assert is_well(page)
    page.get_by_label("UKPRN").fill(ukprn)
    page.get_by_label("Name of the organisation").fill(name)
    page.get_by_label(kind).check()
    page.get_by_label("What do you teach").fill("Adult courses for 900 learners")
    page.get_by_label("Who will sign").fill("C. Executive, chief executive")
    page.get_by_label("Your name").fill(f"Contact of {name}")
    page.get_by_label("What do you do there").fill("Head of skills")
    page.get_by_label("Your e-mail").fill(email)
    page.get_by_role("button", name="Send the application").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Your application has arrived"


def take_in(page: Any, name: str) -> str:
    """The operator's way from the application to the first super user's link."""
    page.goto("/organisations/?status=applied")
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name="On the way to approval").click()
    start = page.url
    for code in CHECKS:
        page.goto(f"{start}/check/{code}")
        page.get_by_label("What did you see").fill("Seen at the public register, active.")
        page.get_by_label("Yes").check()
        page.get_by_role("button", name="Keep what I saw").click()
    page.get_by_role("link", name="The agreement").click()
    page.get_by_label("Which version").fill("2026")
    page.get_by_label("Who signed it?").fill("C. Executive")
    for box, value in (("Day", "1"), ("Month", "9"), ("Year", "2026")):
        page.get_by_label(box).first.fill(value)
    page.get_by_role("button", name="Keep the agreement").click()
    assert is_well(page)
    page.get_by_role("link", name="Approve", exact=True).click()
    page.get_by_label("Enrolling a learner").check()
    page.get_by_role("button", name="Continue").click()
    assert is_well(page)
    page.get_by_role("button", name="Approve the organisation").click()
    return shown_link(page)


def shown_link(page: Any) -> str:
    assert is_well(page)
    link = str(page.locator("#link").inner_text())
    page.reload()
    assert link not in page.content()
    return link


def invite(page: Any, name: str, email: str, role: str, sector: str = "") -> str:
    page.goto("/users/invite")
    page.get_by_label("Full name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label(role).check()
    if sector:
        page.get_by_label("Sector").select_option(label=sector)
    page.get_by_role("button", name="Make the user").click()
    return shown_link(page)


def come_in(page: Any, link: str) -> Any:
    """Choose a password and set up a second factor, as everybody does who is invited."""
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(PHRASE)
    page.get_by_label("The same password again").fill(PHRASE)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="An app on my phone").click()
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("The six digits the app shows").fill(code_at(secret, step_at(time.time())))
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="I have kept them").click()
    return page


def users_seen(page: Any) -> list[str]:
    page.goto("/users/")
    return sorted(page.locator("tr[data-row] a").all_inner_texts())


def test_an_authority_its_sectors_and_its_subcontractor_each_see_only_their_own(demo, sign_in, visit):
    ask_to_take_part(visit(viewport=PHONE), "9000 0201", "Fernbeck Council", "Local authority", "head@fernbeck.example")
    operator = sign_in("operator@register.example")
    council = come_in(visit(viewport=PHONE), take_in(operator, "Fernbeck Council"))

    council.goto("/users/")
    council.get_by_role("link", name="Your organisation").click()
    home = council.url
    for sector in ("Adult learning", "Schools"):
        council.get_by_role("link", name="Add a sector").click()
        assert is_well(council)
        council.get_by_label("What is the sector called?").fill(sector)
        council.get_by_role("button", name="Add the sector").click()
    assert is_well(council)
    runs = "Runs an organisation"
    adults = come_in(visit(), invite(council, "Ada Adult", "ada@fernbeck.example", runs, "Adult learning"))
    schools = come_in(visit(), invite(council, "Sol School", "sol@fernbeck.example", runs, "Schools"))

    adults.goto("/users/invite")
    assert "Schools" not in adults.get_by_label("Sector").inner_text()
    come_in(visit(), invite(adults, "Una Adult", "una@fernbeck.example", "Finds and registers", "Adult learning"))
    assert users_seen(adults) == ["Ada Adult", "Una Adult"]
    assert users_seen(schools) == ["Sol School"]
    assert users_seen(council) == ["Ada Adult", "Contact of Fernbeck Council", "Sol School", "Una Adult"]
    assert adults.goto(f"{home}/sectors/new").status == 403

    who = ("--as", "una@fernbeck.example", "--purpose", "enrolment")
    learner = person("Ismene", "Fernbeck-Oyelaran", "1990-04-17", "2", "TR19 7AA")
    demo.shell("find", *who, details=learner)
    demo.shell("register", *who, details=seen(learner))
    for page, is_shown in ((adults, True), (schools, False), (council, True)):
        page.goto("/learners/")
        assert (learner["family_name"] in page.content()) is is_shown

    ask_to_take_part(visit(), "90000202", "Hollowmere Training", "Training provider", "head@hollowmere.example")
    link = take_in(operator, "Hollowmere Training")
    operator.goto(f"{home}/links/new")
    operator.get_by_label("UKPRN of the member").fill("90000202")
    operator.get_by_label("Its subcontractor").check()
    operator.get_by_role("button", name="Link", exact=True).click()
    assert sees(operator, "its subcontractor")
    sub = come_in(visit(), link)
    assert users_seen(sub) == ["Contact of Hollowmere Training"]
    assert sub.goto(home).status == 404
    sub.goto("/learners/")
    assert learner["family_name"] not in sub.content()
    council.goto(home)
    assert sees(council, "Hollowmere Training")
    assert users_seen(council) == ["Ada Adult", "Contact of Fernbeck Council", "Sol School", "Una Adult"]
