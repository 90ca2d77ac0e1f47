"""Cures a file: diagnoses it, mends it, and reads what came of it."""

import io
from datetime import date

import pytest

from rollbook.standards import check_row, layout_of
from rollbook.standards.delimited import read
from rollbook.standards.doctor import diagnose, mend

TODAY = date(2026, 11, 24)
NAME = "LRB_10004721_241120261500.CSV"
LAYOUT = layout_of("lrs_batch", "2A")


@pytest.fixture
def cure():
    """Gives the keys of what was proposed, the mended records, and what is still wrong with the mended file."""
    return mended_and_checked


def mended_and_checked(data, name=NAME, **options):
    """The keys of what was proposed, the mended records, and what is still wrong with the mended file."""
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=name)
    out = io.BytesIO()
    mend(io.BytesIO(data), diagnosis, out, **options)
    with read(io.BytesIO(out.getvalue()), name=NAME) as reading:
        records = list(reading)
        wrong = [found.rule for record in records for found in check_row(record, LAYOUT, today=TODAY)]
    return (
        [proposal.key for proposal in diagnosis.proposals],
        [record.values for record in records],
        wrong + [found.rule for found in reading.findings],
    )
