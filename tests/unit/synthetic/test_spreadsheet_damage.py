"""The damage a spreadsheet does, and that the doctor undoes it to the last byte."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest

from rollbook.standards.doctor import diagnose, mend
from rollbook.synthetic.batch_files import write_batch_file
from rollbook.synthetic.people import people
from rollbook.synthetic.spreadsheet_damage import damaged_by_spreadsheet


def sound(count: int = 30) -> bytes:
    out = io.BytesIO()
    rows = [{**row, "scottish_candidate_number": "080012349"} for row in people(count, 4).iter_rows(named=True)]
    write_batch_file(out, rows, count=count, ukprn="10000001", written=datetime(2026, 9, 1, 9, 0))
    return out.getvalue()


def test_dates_zeros_and_quotes_are_gone():
    text = damaged_by_spreadsheet(b'"DateOfBirth","ScottishCandidateNumber"\r\n"2004-02-29","080012349"\r\n').decode()
    assert text.removeprefix("\ufeff") == "DateOfBirth,ScottishCandidateNumber\r\n29/02/2004,80012349\r\n"


@pytest.mark.parametrize("separator", [",", ";"])
def test_the_doctor_brings_back_every_byte(separator):
    content = sound()
    damaged, out = io.BytesIO(damaged_by_spreadsheet(content, separator=separator)), io.BytesIO()
    diagnosis = diagnose(damaged, today=date(2026, 11, 24), name="LRB_10000001_010920260900.CSV")
    mend(damaged, diagnosis, out)
    assert diagnosis.open_choices == ()
    assert out.getvalue().removeprefix(b"\xef\xbb\xbf") == content
