"""Small files of a standard for tests: its valid record with changes, written as a real file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rollbook.standards.layouts import layout_of
from rollbook.standards.loaded import Loaded
from rollbook.standards.reading import write
from rollbook.standards.rules.records import changed, raw_tables, valid_record

ILR_NAME = "ILR-90000101-2526-20251101-120000-01.xml"


def ilr_file(folder: Path, *learners: dict[str, Any], name: str = ILR_NAME) -> Path:
    """An ILR file of 2025-26 with these learners, each the valid one with its changes."""
    layout = layout_of("ilr", "2025-26")
    document = changed(layout, valid_record("ilr", "2025-26"), {"learners": list(learners)})
    path = folder / name
    with path.open("wb") as out:
        write(Loaded(layout, raw_tables(layout, document)), out)
    return path
