"""A batch file of invented learners, and the work on it done at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from rollbook.service.actions.batches.sending import SentBatch, send
from rollbook.service.actions.batches.working import work_on_chunk
from rollbook.service.readers.batches import result
from rollbook.synthetic.batch_files import write_batch_file

Row = dict[str, str]


@pytest.fixture
def batch_file(college: Any) -> Callable[..., io.BytesIO]:
    """Makes a file of these learners (fields of a learner, `uln` among them), of the college unless told."""

    def make(*learners: Row, ukprn: str = "", count: int | None = None) -> io.BytesIO:
        out = io.BytesIO()
        how_many = len(learners) if count is None else count
        written = datetime(2026, 9, 1, 9, 0)
        write_batch_file(out, learners, count=how_many, ukprn=ukprn or college.ukprn, written=written)
        out.seek(0)
        return out

    return make


@pytest.fixture
def sent(batch_file: Callable[..., io.BytesIO], caller: Callable[..., Any]) -> Callable[..., SentBatch]:
    """Sends a file of these learners and works on it to the end."""

    def go(*learners: Row) -> SentBatch:
        batch = send(batch_file(*learners), "LRB_10000001_010920260900.CSV", by=caller("batch"), purpose="enrolment")
        work_through(batch.id)
        return batch

    return go


def work_through(batch_id: UUID) -> None:
    while work_on_chunk(batch_id):
        pass


@pytest.fixture
def returned(caller: Callable[..., Any]) -> Callable[[UUID], list[Row]]:
    """The rows of the return file, by heading."""

    def rows(batch_id: UUID) -> list[Row]:
        text = b"".join(result(batch_id, by=caller("batch"))).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    return rows
