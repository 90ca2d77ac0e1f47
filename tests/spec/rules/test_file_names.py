"""A badly named file gets one finding about its name, whoever says it: reading, or a rule of the standard."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest

from rollbook.standards.checking import check
from rollbook.standards.layouts import known_layouts, layout_of
from rollbook.standards.loaded import Loaded
from rollbook.standards.reading import write
from rollbook.standards.rules.loading import rule_called, rules_of
from rollbook.standards.rules.records import changed, raw_tables, valid_record


@pytest.mark.parametrize(
    ("standard", "version", "name", "rule"),
    [
        ("ilr", "2025-26", "learners.xml", "Filename_1"),
        ("ilr", "2025-26", "ILR-90000101-2526-20251103-090000-1.xml", "Filename_5"),
        ("ilr", "2025-26", "ILR-90000101-2425-20251103-090000-01.xml", "Filename_4"),
        ("ctf", "25", "8011001_CTF_8014002_001 (1).xml", "CTF_FileName_01"),
        ("ctf", "25", "robin.xml", "file_name"),
        ("school_census", "2018-19", "census.xml", "file_name"),
        ("lrs_batch", "2A", "LRB_90000101_310220260900.CSV", "file_name_time"),
        ("lrs_batch", "2A", "learners.CSV", "file_name"),
    ],
)
def test_a_bad_name_is_told_once(standard: str, version: str, name: str, rule: str) -> None:
    layout, file = layout_of(standard, version), BytesIO()
    changes = {"header": {"UKPRN": "90000101"}} if standard == "ilr" else {}
    write(Loaded(layout, raw_tables(layout, changed(layout, valid_record(standard, version), changes))), file)
    result = check(file, today=date(2026, 12, 1), name=name)
    said = [one.rule for one in result.findings if "name" in one.rule.casefold() and one.field in ("", "file_name")]
    assert said == [rule]


def test_a_rule_that_judges_names_in_place_of_reading_is_one_of_the_version() -> None:
    for layout in known_layouts():
        rules = rules_of(layout.standard, layout.version)
        found = [rule_called(rules, code) for code in layout.file_name_rules]
        assert all(one is not None and "file_name" in one.needs for one in found), layout.title
