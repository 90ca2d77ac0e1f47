"""A learner objects to a date of birth: it stands at once, history and log tell of it, the team settles it."""

from __future__ import annotations

from typing import Any

from tests.browser import is_wider_than_its_window, serious

PHONE = {"width": 320, "height": 640}


def is_sound(page: Any) -> bool:
    """Accessible, and no wider than a phone."""
    return serious(page) == [] and not is_wider_than_its_window(page)


def open_first_learner(page: Any) -> str:
    """The first of the organisation's learners, and her address."""
    page.goto("/learners/")
    if page.url.endswith("next=%2Flearners%2F"):
        page.get_by_label("The learner asked for it.").check()
        page.get_by_role("button", name="Continue").click()
    assert is_sound(page)
    page.locator("tr[data-row] a").first.click()
    return str(page.url)


def test_a_learners_objection_from_the_desk_to_the_decision(sign_in):
    desk = sign_in("register@wexcombe.example", viewport=PHONE)
    record = open_first_learner(desk)
    assert is_sound(desk)
    born = desk.locator("dt", has_text="Date of birth").locator("+ dd").inner_text().split(" ")

    desk.get_by_role("link", name="Raise an objection for the learner").click()
    desk.get_by_label("A detail is wrong.").check()
    desk.get_by_label("Which detail is wrong?").select_option(label="Date of birth")
    desk.get_by_role("button", name="Record the objection").click()
    assert desk.locator(".summary").inner_text().count("own words are missing") == 1
    assert is_sound(desk)
    desk.get_by_label("What does the learner say, in their own words?").fill("I am a day younger.")
    desk.get_by_label("In person").check()
    desk.get_by_role("button", name="Record the objection").click()
    assert "stands from now on" in desk.get_by_role("status").inner_text()
    assert "under objection" in desk.locator("dt", has_text="Date of birth").locator("+ dd").inner_text()

    desk.get_by_role("link", name="Change details").click()
    assert is_sound(desk)
    desk.get_by_label("It was wrong").check()
    desk.get_by_role("button", name="Continue").click()
    assert desk.get_by_role("textbox", name="Year").first.is_disabled()
    assert is_sound(desk)

    team = sign_in("reviewer@register.example", viewport=PHONE)
    team.goto("/learners/objections")
    assert is_sound(team)
    team.get_by_role("link", name="Settle").first.click()
    assert is_sound(team)
    team.get_by_label("The learner is right").check()
    team.get_by_role("textbox", name="Year").fill(str(int(born[2]) - 1))
    team.get_by_label("Why?").fill("Birth certificate seen.")
    team.get_by_role("button", name="Settle it").click()
    assert "The objection is settled." in team.get_by_role("status").inner_text()

    desk.goto(record)
    assert "Settled: the learner is right. Birth certificate seen." in desk.get_by_role("main").inner_text()
    assert str(int(born[2]) - 1) in desk.locator("dt", has_text="Date of birth").locator("+ dd").inner_text()
    desk.get_by_role("link", name="History").click()
    assert "Corrected as a mistake" in desk.get_by_role("main").inner_text()
    desk.get_by_role("button", name="Show that day").click()
    assert is_sound(desk)
    desk.goto(f"{record}/looks")
    assert "Decided about what you object to." in desk.get_by_role("main").inner_text()
    assert is_sound(desk)
    desk.get_by_role("link", name="A page to print").click()
    assert "Rowan Adeyemi-Lunt" not in desk.get_by_role("main").inner_text()
    assert is_sound(desk)
