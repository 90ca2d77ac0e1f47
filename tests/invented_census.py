"""Small School Census files for tests: the valid record with changes, written as a real file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from rollbook.standards.layouts import layout_of
from rollbook.standards.loaded import Loaded
from rollbook.standards.reading import write
from rollbook.standards.rules.records import changed, raw_tables, valid_record

CENSUS_NAME = "8012999_SC1_801LL19_001.xml"
AUTUMN = {"Term": "AUT", "Year": 2018, "ReferenceDate": "2018-10-04"}


def census(**changes: Any) -> bytes:
    """A census of 2018/19, the valid one with these changes, as a file."""
    layout = layout_of("school_census", "2018-19")
    out = BytesIO()
    document = changed(layout, valid_record("school_census", "2018-19"), changes)
    write(Loaded(layout, raw_tables(layout, document)), out)
    return out.getvalue()


def census_file(folder: Path, **changes: Any) -> Path:
    """The same, in a folder."""
    path = folder / CENSUS_NAME
    path.write_bytes(census(**changes))
    return path
