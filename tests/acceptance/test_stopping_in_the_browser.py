"""A batch sent by mistake is stopped on its page while the worker is at it, and goes on when the file comes again."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from rollbook.synthetic.batch_files import write_batch_file
from rollbook.synthetic.people import people
from tests.acceptance.test_batch_pages import WHO, returned, with_purpose
from tests.browser import is_wider_than_its_window, sees, serious

LEARNERS = 8000  # sixteen chunks: nobody's machine is done with them before a button is pressed
PHONE = {"width": 320, "height": 640}


def sound_file(seed: int) -> bytes:
    """A sound file of so many new learners."""
    rows = people(LEARNERS, seed).iter_rows(named=True)
    new = [{**row, "date_of_birth": str(row["date_of_birth"])} for row in rows]
    out = io.BytesIO()
    write_batch_file(out, new, count=LEARNERS, ukprn="90000101", written=datetime(2026, 9, 4, 9, 0))
    return out.getvalue()


def send(page: Any, content: bytes) -> None:
    page.goto("/batches/send")
    page.get_by_label("The file").set_input_files({"name": "Mistaken.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Look it over and send").click()
    page.get_by_role("link", name="Stop this batch").wait_for()


def stop(page: Any) -> int:
    """Press what stops the batch; how many learners the page says were left."""
    page.get_by_role("link", name="Stop this batch").click()
    page.get_by_role("button", name="Stop it").click()
    assert sees(page, "The batch is stopped.")
    said = page.get_by_text("The batch is stopped.").inner_text()
    return int(re.search(r"[\d,]+(?= learner)", said)[0].replace(",", ""))


@pytest.fixture
def page(sign_in):
    return with_purpose(sign_in(WHO))


def test_a_stopped_batch_keeps_what_was_done_and_the_same_file_goes_on(page, demo):
    file = sound_file(20261201)
    send(page, file)
    batch, left = page.url, stop(page)
    assert 0 < left <= LEARNERS
    assert page.url == batch
    assert page.get_by_role("link", name="Stop this batch").count() == 0
    codes = Counter(row["ReturnCode"] for row in returned(page, "Return file"))
    assert (codes["RB006"], codes.total()) == (left, LEARNERS)
    send(page, file)
    assert page.url == batch
    told = json.loads(demo.shell("batch", "stop", batch.rpartition("/")[2], "--as", WHO, "--json"))
    assert 0 < told["left"] <= left
    page.reload()
    assert sees(page, "This batch was stopped at")


def test_letting_it_go_on_stops_nothing(page):
    send(page, sound_file(20261202))
    batch = page.url
    page.get_by_role("link", name="Stop this batch").click()
    page.get_by_role("link", name="Let it go on").click()
    page.get_by_role("link", name="Stop this batch").wait_for()
    assert page.url == batch
    assert stop(page)


def test_the_pages_of_stopping_fit_a_phone_and_are_accessible(sign_in):
    page = with_purpose(sign_in(WHO, viewport=PHONE))
    send(page, sound_file(20261203))
    assert (serious(page), is_wider_than_its_window(page)) == ([], False)
    page.get_by_role("link", name="Stop this batch").click()
    page.get_by_role("button", name="Stop it").wait_for()
    assert (serious(page), is_wider_than_its_window(page)) == ([], False)
    page.get_by_role("button", name="Stop it").click()
    assert sees(page, "This batch was stopped at")
    assert (serious(page), is_wider_than_its_window(page)) == ([], False)
