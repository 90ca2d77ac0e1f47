"""The ILR's field-definition rules against the published list, and the department's samples against the layouts."""

from __future__ import annotations

import csv
import io

import pytest

from rollbook.base.errors import Unreadable
from rollbook.standards import read, write
from rollbook.standards.fields import field_checks, not_generated
from rollbook.standards.layouts import layout_of

# What is known to be wrong with each sample: the department's own schema objects to the same places.
SAMPLES = {
    "ILR-10033670-1819-20181206-093952-03.xml": [],
    "ILR-10033670-1819-20180704-120055-03.xml": ["repeated_element"] * 2,
    "ILR-99999999-1819-20180626-144401-01.xml": ["misspelt_element"] * 2,
}


@pytest.fixture
def published(reference):
    path = reference / "ilr" / "rules" / "rule-index-2025-26.derived.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["rule"] for row in rows if row["rule"].startswith("FD_") and row["status"] != "Deleted"}


def test_every_live_field_rule_is_checked_or_said_not_to_be(published):
    layout = layout_of("ilr", "2025-26")
    checked = {one.code for one in field_checks(layout) if one.is_published}
    assert published == checked | set(not_generated(layout))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_whole_and_written_again(reference, name):
    loaded = read(reference / "ilr" / "samples" / name)
    assert [one.rule for one in loaded.findings] == SAMPLES[name]
    out = io.BytesIO()
    write(loaded, out)
    again = read(out, layout=loaded.layout)
    assert again.findings == []
    assert all(again.raw[table].drop_columns("line") == rows.drop_columns("line") for table, rows in loaded.raw.items())


def test_a_sample_of_a_year_that_is_not_held_is_refused(reference):
    with pytest.raises(Unreadable, match=r"ESFA/ILR/2019-20, which is no version"):
        read(reference / "ilr" / "samples" / "ILR-10033670-1819-20190617-102124-03.xml")
