"""A batch of thousands of rows that wait: its pages write the count as people read it, and show a page of rows."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from rollbook.service.models import Batch, BatchRow
from rollbook.standards import layout_of

pytestmark = pytest.mark.django_db
ROWS = 1200


@pytest.fixture
def batch(college):
    made = Batch.objects.create(
        organisation=college, standard="lrs_batch", version="2A", file_name="a.csv", size=1, learners=ROWS,
        sha256=b"1", purpose="enrolment", sent_by="x", sent_at=timezone.now(), state="done",
        finished_at=timezone.now(),
    )  # fmt: skip
    width = len(layout_of("lrs_batch", "2A").fields_of("learner"))
    rows = [
        BatchRow(batch=made, number=number, line=number + 1, columns=[""] * width, code="RC010", reason="Missing.",
                 is_exception=True)
        for number in range(1, ROWS + 1)
    ]  # fmt: skip
    BatchRow.objects.bulk_create(rows)
    return made


@pytest.mark.parametrize("address", ["/", "/batches/", "/batches/{}", "/batches/{}/exceptions"])
def test_thousands_are_written_with_a_comma_on_every_page_of_a_batch(signed_in, batch, address):
    text = signed_in("batch").get(address.format(batch.pk)).content.decode()
    shown = re.sub(r"<[^>]+>", " ", text)
    assert "1,200" in shown
    assert "1200" not in shown


def test_a_long_list_of_exceptions_is_shown_a_page_at_a_time(signed_in, batch):
    text = signed_in("batch").get(f"/batches/{batch.pk}/exceptions").content.decode()
    assert text.count("<tr data-row=") <= 100
    assert 'rel="next"' in text


def test_each_row_without_a_number_is_counted_and_listed_once(signed_in, batch):
    text = signed_in("batch").get("/learners/without-number").content.decode()
    assert "1,200 learners of your batches have no number yet." in text
    rows = re.findall(r"exceptions\?row=(\d+)", text)
    assert len(rows) == len(set(rows)) == 50
