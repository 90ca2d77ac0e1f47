"""J4 in the browser: the damaged export is mended, followed, its exceptions settled by keyboard, and fetched again."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rollbook.synthetic.batch_files import write_batch_file
from rollbook.synthetic.people import people
from rollbook.synthetic.spreadsheet_damage import damaged_by_spreadsheet
from tests.acceptance.people import person
from tests.browser import is_wider_than_its_window, serious

WHO = "batch@wexcombe.example"
NEW, ALIKE, BROKEN = 40, 11, ({"postcode": ""}, {"date_of_birth": "2004-02-30"}, {"family_name": ""})
SEED = 20261104
FIXES = {"Postcode": "EX1 1AA", "Family name": "Ferncombe", "Day": "28"}


def rows(seed: int = SEED) -> list[dict[str, Any]]:
    """New learners, then some of them again with a letter lost, then three with a value that is wrong."""
    new = [{**row, "date_of_birth": str(row["date_of_birth"])} for row in people(NEW, seed).iter_rows(named=True)]
    alike = [{**row, "given_name": row["given_name"][:-1]} for row in new[:ALIKE]]
    broken = [{**row, **wrong} for row, wrong in zip(people(3, seed + 1).iter_rows(named=True), BROKEN, strict=True)]
    return [*new, *alike, *broken]


def two_alike(family_name: str = "Penhallow") -> list[dict[str, Any]]:
    """Two rows that may be one person, born on a day that can be read in one way only."""
    return [person(name, family_name, "1987-04-26", "2", "EX1 1AA") for name in ("Eglantine", "Eglantina")]


def export(learners: list[dict[str, Any]]) -> bytes:
    """The file as the college's system writes it and a spreadsheet then saves it."""
    out = io.BytesIO()
    write_batch_file(out, learners, count=len(learners), ukprn="90000101", written=datetime(2026, 9, 3, 9, 0))
    return damaged_by_spreadsheet(out.getvalue(), separator=";")


@pytest.fixture
def page(sign_in):
    """A page of the data officer's, with a purpose stated."""
    return with_purpose(sign_in(WHO))


def with_purpose(page: Any) -> Any:
    page.goto("/purpose")
    page.get_by_label("Enrolling a learner").check()
    page.get_by_role("button").last.click()
    return page


def send(page: Any, content: bytes) -> None:
    page.goto("/batches/send")
    file = {"name": "September.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Look it over and send").click()


def returned(page: Any, link: str) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_role("link", name=link, exact=True).click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def settle_by_keyboard(page: Any) -> None:
    """Settle the row in view as somebody does who never touches the mouse; the list has focus before and after."""
    assert page.evaluate("document.activeElement.id") == "list"
    row = page.locator("#detail").get_attribute("data-row")
    if page.locator("#detail input[name=candidate]").count():
        page.keyboard.press("1")
        page.keyboard.press("Enter")
    else:
        page.keyboard.press("Enter")
        label = page.evaluate("document.activeElement.labels[0].textContent.trim()")
        page.keyboard.press("Control+a")
        page.keyboard.type(FIXES[label])
        page.keyboard.press("Enter")
    page.wait_for_function("row => document.querySelector('#detail')?.dataset.row !== row", arg=row)


def test_j4_a_damaged_export_is_mended_settled_by_keyboard_and_comes_back_with_numbers(page):
    send(page, export(rows()))
    assert "DateOfBirth" in page.locator(".proposal").last.inner_text()
    assert serious(page) == []
    page.get_by_role("button", name="Mend it and send it").click()
    page.get_by_text("Done: all 54 learners were worked on.").wait_for(timeout=60_000)
    batch = page.url
    page.get_by_role("link", name="Settle them").click()
    waiting = int(re.search(r"\d+", page.get_by_role("heading", level=1).inner_text())[0])
    assert waiting >= ALIKE + len(BROKEN)
    page.locator("#list").focus()
    for _ in range(waiting):
        settle_by_keyboard(page)
    assert page.url == batch
    whole, settled = returned(page, "Return file"), returned(page, "Only the rows settled since")
    assert [row["MISIdentifier"] for row in whole] == [f"MIS{number:06d}" for number in range(1, 55)]
    assert all(row["ULN"] != "9999999999" and row["ReturnCode"] for row in whole)
    assert len(settled) == waiting
    assert [row["ULN"] for row in whole[:ALIKE]] == [row["ULN"] for row in whole[NEW : NEW + ALIKE]]


def test_a_mended_file_that_was_taken_away_is_sent_by_the_next_click(page):
    two = (("Ottoline", "Larkspur", "1991-08-27", "2", "PL1 1AA"), ("Barnaby", "Quillon", "1979-05-30", "1", "TR1 1AA"))
    send(page, export([person(*each) for each in two]))
    with page.expect_download():
        page.get_by_role("button", name="Mend it and give it back to me").click()
    page.get_by_role("button", name="Mend it and send it").click()
    page.get_by_text("Done: all 2 learners were worked on.").wait_for(timeout=60_000)


def test_j4_without_scripts_and_on_a_phone(sign_in):
    page = with_purpose(sign_in(WHO, java_script_enabled=False, viewport={"width": 320, "height": 640}))
    again = two_alike()
    send(page, export(again))
    page.get_by_role("button", name="Mend it and send it").click()
    page.wait_for_url("**/batches/*")
    while link := page.get_by_role("link", name="See how far it is now").all():
        link[0].click()
        page.wait_for_load_state()
    page.get_by_role("link", name="Settle").first.click()
    page.locator("#detail input[name=candidate]").first.check()
    page.get_by_role("button", name="This is the learner").click()
    assert "Nothing waits any more." in page.locator("main").inner_text()


def test_the_pages_fit_a_phone_and_are_accessible_in_the_dark(sign_in):
    page = with_purpose(sign_in(WHO, viewport={"width": 320, "height": 640}, color_scheme="dark"))
    again = two_alike("Ferncombe")
    send(page, export(again))
    assert (serious(page), is_wider_than_its_window(page)) == ([], False)
    page.get_by_role("button", name="Mend it and send it").click()
    page.get_by_text("Done: all 2 learners were worked on.").wait_for(timeout=60_000)
    assert (serious(page), is_wider_than_its_window(page)) == ([], False)
    page.get_by_role("link", name="Settle").first.click()
    assert (serious(page), is_wider_than_its_window(page)) == ([], False)
