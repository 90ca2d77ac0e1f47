"""A small batch file of invented learners, for the tests of reading, checking and mending."""

import io

import pytest

from rollbook.standards import layout_of
from rollbook.standards.delimited import write

OWN = {"FileVersion": "2A", "FileName": "LRB_10004721_241120261500.CSV", "UKPRN": "10004721"}
AISHA = {
    "MISIdentifier": "A-001",
    "GivenName": "Aisha",
    "FamilyName": "Okafor-Lund",
    "DateOfBirth": "2009-03-14",
    "Gender": "2",
    "LastKnownPostCode": "CV1 2WT",
}


@pytest.fixture
def learner():
    """Makes one learner's row, from the same good details and the changes given."""
    return lambda **changes: {**AISHA, **changes}


@pytest.fixture
def batch_file():
    """Makes the bytes of a batch file out of rows by heading."""

    def make(*rows, encoding="utf-8", **own):
        out = io.BytesIO()
        file = {**OWN, "LearnerRecordCount": str(len(rows)), **own}
        write(layout_of("lrs_batch", "2A"), out, file=file, records=rows, encoding=encoding)
        return out.getvalue()

    return make
