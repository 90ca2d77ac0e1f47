"""A file with known faults, checked."""

from datetime import date

import pytest

from rollbook.standards.checking import check_loaded
from rollbook.standards.reading import read
from tests.invented_files import ilr_file

WRONG_ULN = {"ULN": 1000000001}
OLD = {"DateOfBirth": "1890-01-01", "LearnRefNumber": "OLD1"}
BROKEN_START = {"LearnRefNumber": "B1", "aims": [{"LearnStartDate": "2025-02-30"}]}


@pytest.fixture
def loaded(tmp_path):
    return read(ilr_file(tmp_path, WRONG_ULN, {**WRONG_ULN, "LearnRefNumber": "=2+3"}, OLD, BROKEN_START))


@pytest.fixture
def checked(loaded):
    return check_loaded(loaded, today=date(2026, 1, 15))
