"""A layout taken apart: every element and every check has its one line, in the order of the document."""

from __future__ import annotations

from collections import Counter

import pytest

from rollbook.standards.describing import parts_of
from rollbook.standards.fields import field_checks
from rollbook.standards.layouts import ROOT, known_layouts, layout_of
from tests.invented_layout import invented_layout

LAYOUTS = [*known_layouts(), invented_layout()]


def _lines(layout):
    return [line for part in parts_of(layout) for line in part.lines]


def _line(layout, at):
    return next(line for line in _lines(layout) if line.element.at == at)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.title)
def test_every_element_has_one_line_and_every_check_stands_on_one(layout):
    told = [id(line.element) for line in _lines(layout)]
    assert sorted(told) == sorted(id(one) for one in layout.elements if one.at != ROOT)
    checks = Counter((one.code, one.kind, one.table, one.field) for one in field_checks(layout))
    assert (
        Counter((one.code, one.kind, one.table, one.field) for line in _lines(layout) for one in line.checks) == checks
    )


def test_parts_follow_one_another_as_tables_do_in_the_document_and_the_file_is_the_first():
    parts = parts_of(invented_layout())
    assert [part.name for part in parts] == [
        *("Return", "Here/Pupil", "Here/Pupil/Needs/Need", "Here/Pupil/Mark", "Here/Pupil/Mark/Grade", "Gone/Pupil"),
    ]
    assert [line.name for line in parts[0].lines][:6] == [
        *("@made", "Kind", "Source", "Source/System", "Source/Place", "Source/Place/Town"),
    ]
    assert [line.name for line in parts[2].lines] == [""]


def test_a_file_without_elements_has_its_records_and_their_columns():
    parts = parts_of(layout_of("ilr", "2008-09"))
    assert [line.name for line in parts[0].lines] == ["header", "learner", "footer"]
    learner = next(part for part in parts if part.name == "learner")
    assert [line.name for line in learner.lines[-2:]] == ["L49d", "aim"]


def test_a_field_has_its_item_and_the_rules_that_show_it_from_wherever_they_look():
    born = _line(layout_of("ilr", "2025-26"), "Learner/DateOfBirth")
    assert born.item == "100007"
    assert {"DateOfBirth_01", "DateOfBirth_25"} <= set(born.rules)  # the second looks at aims
    assert "ULN_04" not in born.rules


def test_a_column_has_the_item_of_the_learners_field_that_it_carries():
    assert _line(layout_of("lrs_batch", "2A", "delimited"), "ULN").item == "100016"
