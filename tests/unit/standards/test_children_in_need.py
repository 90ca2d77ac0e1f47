"""The Children in Need census as data: its items, and what became of each published rule."""

from __future__ import annotations

import pytest

from rollbook.definitions.cbds import dictionary
from rollbook.standards.layouts import layout_of
from rollbook.standards.rules.coverage import State, coverage


def test_the_layout_of_2011_12_holds_the_items_of_the_census_and_no_others():
    items = {each[0].number for each in dictionary().items.values() if "cin_census_2011_12" in each[0].collections}
    assert len(items) == 36
    frame = {"800005", "800006", "800007", "800008", "800011"}  # of every census's header; not ticked for this one
    assert {field.item for field in layout_of("cin", "2011-12").fields if field.item} - frame == items
    assert items & frame == set()


@pytest.mark.parametrize(("version", "published"), [("2022-23", 105), ("2024-25", 109)])
def test_each_published_rule_runs_or_says_why_not(version, published):
    covered = coverage("cin", version)
    assert len(covered) == published
    missing = {one.published.code: one.why for one in covered if one.state is State.MISSING}
    assert len(missing) == 6
    assert "Nobody has written it yet." not in missing.values()
