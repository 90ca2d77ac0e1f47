"""Who still needs access, said with the keyboard alone; and a record opened in an emergency, seen, judged, told."""

from __future__ import annotations

from typing import Any

from tests.acceptance.people import LEOCADIA, seen
from tests.browser import is_wider_than_its_window, sees, serious

PHONE = {"width": 320, "height": 640}
WHY = "Missing since this morning; the police ask for her address."


def is_well(page: Any) -> bool:
    return serious(page) == [] and not is_wider_than_its_window(page)


def reach(page: Any, name: str) -> None:
    """Press Tab until a link, button or field of this name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if name in page.evaluate(
            "() => { const e = document.activeElement;"
            " return (e.labels && e.labels[0] ? e.labels[0].innerText : e.innerText) || '' }"
        ):
            return
    raise AssertionError(f"Tab never reached {name}")


def go_to(page: Any, place: str) -> None:
    """Through the menu that a narrow page has for its places."""
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("link", name=place, exact=True).click()


def test_a_super_user_certifies_with_the_keyboard_alone(sign_in):
    page = sign_in("super@wexcombe.example", viewport=PHONE)
    reach(page, "Menu")
    page.keyboard.press("Enter")
    reach(page, "Users")
    page.keyboard.press("Enter")
    page.wait_for_url("**/users/")
    assert is_well(page)
    reach(page, "Certification")
    page.keyboard.press("Enter")
    page.wait_for_url("**/certification")
    assert is_well(page)
    reach(page, "Vesper Holm")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Vesper Holm").wait_for()
    reach(page, "Yes, it is needed")
    page.keyboard.press("Space")
    reach(page, "What is it needed for")
    page.keyboard.type("Answers at the front desk")
    reach(page, "Keep this answer")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert sees(page, "Answers at the front desk")


def test_a_record_opened_in_an_emergency_is_seen_judged_and_told(demo, sign_in):
    who = ("--as", "register@hallowfield.example", "--purpose", "enrolment")
    demo.shell("find", *who, details=LEOCADIA)
    said = demo.shell("register", *who, "--json", details=seen(LEOCADIA))
    number = next(word for word in said.replace('"', " ").split() if len(word) == 10 and word.isdigit())

    desk = sign_in("view@wexcombe.example", viewport=PHONE)
    go_to(desk, "Emergency")
    desk.get_by_label("A child or young person is missing.").check()
    desk.get_by_label("What has happened?").fill(WHY)
    desk.get_by_label("The learner’s ULN").fill(number)
    desk.get_by_label("Given name").fill("Somebody")
    desk.get_by_label("Family name").fill(LEOCADIA["family_name"])
    desk.get_by_role("button", name="Open the record").click()
    assert "do not belong together" in desk.get_by_role("alert").inner_text()
    assert is_well(desk)
    desk.get_by_label("Given name").fill(LEOCADIA["given_name"])
    desk.get_by_role("button", name="Open the record").click()
    assert sees(desk, LEOCADIA["postcode"])
    assert is_well(desk)

    boss = sign_in("super@wexcombe.example")
    boss.get_by_role("link", name="opened in an emergency").click()
    assert sees(boss, WHY)
    assert is_well(boss)
    boss.get_by_role("button", name="Close it now").click()
    desk.reload()
    assert LEOCADIA["postcode"] not in desk.content()

    reviewer = sign_in("reviewer@register.example", viewport=PHONE)
    go_to(reviewer, "Emergencies")
    reviewer.get_by_role("link", name="Vesper Holm").click()
    reviewer.get_by_label("Yes").check()
    reviewer.get_by_label("Why do you judge so?").fill("The police confirmed the search by telephone.")
    assert is_well(reviewer)
    reviewer.get_by_role("button", name="Keep the judgement").click()
    desk.reload()
    assert sees(desk, "The police confirmed the search")
