"""A demo as it stands when it is ready: something of each kind to look at, without doing anything first."""

from __future__ import annotations

import time

import pytest

from tests.browser import sees


def test_a_reviewer_finds_a_sample_that_was_judged_and_one_to_judge(sign_in):
    page = sign_in("reviewer@register.example")
    page.goto("/review/samples")
    for _ in range(60):
        if not page.get_by_text("being drawn").count():
            break
        time.sleep(1)
        page.reload()
    rows = page.get_by_role("row")
    assert "pairs" in rows.filter(has_text="seed 2").inner_text()
    rows.filter(has_text="seed 1").get_by_role("link").first.click()
    page.get_by_role("heading", name="What the sample says").wait_for()
    assert sees(page, "No pair waits for you.")
    assert "%" in page.get_by_role("row").filter(has_text="Exact matches that are right").inner_text()
    assert "Two judged" in page.inner_text("main")


@pytest.mark.parametrize("who", ["operator@register.example", "super@marlvalley.example"])
def test_an_alert_waits_for_an_answer_and_a_decision(sign_in, who):
    page = sign_in(who)
    page.get_by_role("link", name="alert about searches").click()
    page.get_by_role("link", name="Marl Valley look-ups").click()
    page.get_by_role("heading", name="What the rules saw").wait_for()
    said = page.inner_text("main")
    assert all(word in said for word in ("told.", "slowed.", "stopped.", "are told."))
    assert "The organisation says" not in said


def test_a_question_waits_for_the_operator_and_another_is_answered(sign_in):
    operator, asker = sign_in("operator@register.example"), sign_in("batch@wexcombe.example")
    operator.goto("/help/questions")
    assert operator.get_by_role("link", name="two family names").count() == 1
    asker.get_by_role("link", name="question of yours is answered").click()
    asker.get_by_role("link", name="May I send a file").click()
    assert sees(asker, "come back with their numbers at once")
