"""A School Census that was made elsewhere: recognised, read whole, checked, and written back the same."""

from __future__ import annotations

import io
from datetime import date

import pytest

from rollbook.standards import check, read, write

SAMPLE = "schools/samples/8011001_SC1_801LL13_001.xml"


@pytest.fixture
def sample(reference):
    """The file, or why there is none."""
    path = reference / SAMPLE
    if not path.is_file():
        pytest.skip(f"{SAMPLE} is not there")
    return path


def test_the_sample_is_read_whole_and_written_back_the_same(sample):
    loaded = read(sample)
    out = io.BytesIO()
    write(loaded, out)
    again = read(io.BytesIO(out.getvalue()))
    assert (loaded.layout.standard, loaded.findings) == ("school_census", [])
    for table in loaded.layout.tables:
        found, wanted = (one.raw[table.name].drop_columns(["line"]).to_pylist() for one in (again, loaded))
        assert found == wanted, table.name


def test_a_census_of_2013_lacks_only_what_the_rules_of_2018_ask_anew(sample):
    found = check(sample, today=date(2013, 1, 17), name=sample.name).table.to_pylist()
    assert {(one["rule"], one["field"]) for one in found} == {
        ("1869", "TopUpFunding"),
        ("2510", "SessionsPossible"),
        ("missing", "URN"),
    }
