"""Checks a document that differs from the valid record, through the one door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from rollbook.standards.checking import CheckResult, check
from rollbook.standards.layouts import layout_of
from rollbook.standards.rules.records import changed, raw_tables, valid_record
from rollbook.standards.xml import write_xml

Checked = Callable[..., CheckResult]


@pytest.fixture
def checked() -> Checked:
    """`checked({"ULN": 1}, ...)`: the valid record of the ILR with these changes, written, read and checked."""
    layout = layout_of("ilr", "2025-26")

    def made(changes: dict[str, Any], **options: Any) -> CheckResult:
        file = BytesIO()
        write_xml(layout, raw_tables(layout, changed(layout, valid_record("ilr", "2025-26"), changes)), file)
        return check(file, today=date(2026, 1, 10), **options)

    return made
