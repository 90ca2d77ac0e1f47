"""What goes into each column: every column is told, codes with their meanings, and what is needed."""

from __future__ import annotations

from rollbook.standards import layout_of
from rollbook.standards.explaining import explained_columns

COLUMNS = {each.heading: each for each in explained_columns(layout_of("lrs_batch", "2A"))}


def test_every_column_is_told_in_the_order_of_the_file():
    assert tuple(COLUMNS) == layout_of("lrs_batch", "2A").headings
    assert all(each.says.endswith(".") for each in COLUMNS.values())


def test_codes_are_told_with_their_meanings():
    assert "2 female" in COLUMNS["Gender"].says


def test_what_a_row_needs_is_told():
    assert COLUMNS["FamilyName"].needed == "needed"
    assert COLUMNS["DateOfBirth"].needed == "needed without a ULN"
    assert COLUMNS["ULN"].needed == ""
