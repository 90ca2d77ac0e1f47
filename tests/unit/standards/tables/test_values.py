"""Text becomes a number or a date only where it is written as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from rollbook.standards.layouts import Field, layout_of
from rollbook.standards.tables import open_tables
from rollbook.standards.tables.opening import literal
from rollbook.standards.tables.values import typed

_ILR = layout_of("ilr", "2025-26")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("int", "12", 12),
        ("int", " +012 ", 12),
        ("int", "-3", -3),
        ("int", "1e3", None),
        ("int", "12.7", None),
        ("int", "1_000", None),
        ("int", "0x1F", None),
        ("int", "9" * 19, None),
        ("int", "", None),
        ("decimal", "100.5", Decimal("100.5")),
        ("decimal", "1,5", None),
        ("date", "2025-08-01", date(2025, 8, 1)),
        ("date", "2025-8-1", None),
        ("date", "2025-02-30", None),
        ("date", "infinity", None),
        ("datetime", "2025-08-01T09:30:00", datetime(2025, 8, 1, 9, 30)),
        ("datetime", "2025-08-01", None),
        ("boolean", "true", True),
        ("boolean", "0", False),
        ("boolean", "yes", None),
        ("text", " a ", " a "),
        ("text", "", None),
    ],
)
def test_only_what_is_written_as_such_is_typed(kind: str, text: str, value: object) -> None:
    field = Field(at="x", name="x", table="t", type=kind)
    assert _value(field, text) == value


def test_codes_are_compared_in_capitals() -> None:
    assert _value(Field(at="x", name="x", table="t", codes="Sex"), "f") == "F"


def test_a_layout_says_how_its_dates_are_written_and_what_is_blank() -> None:
    layout = replace(_ILR, date="%d%m%Y", blank=("", "00000000"))
    field = Field(at="x", name="x", table="t", type="date")
    assert _value(field, "31082025", layout) == date(2025, 8, 31)
    assert _value(field, "00000000", layout) is None


def _value(field: Field, text: str, layout: object = _ILR) -> object:
    with open_tables() as connection:
        sql = typed(field, layout, literal(text))  # type: ignore[arg-type]
        return connection.execute(f"select {sql}").fetchall()[0][0]
