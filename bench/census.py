"""How fast a School Census is checked: a primary school of 2,000 pupils, each class of 30."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from rollbook.definitions.identifiers.upn import check_letter

PUPILS, CLASS = 2_000, 30
NAME = "8012999_SC1_801LL19_001.xml"
DAY = "2019-01-17"


def census_file(folder: Path) -> Path:
    """A census without a fault, written as its file."""
    from rollbook.standards.layouts import layout_of
    from rollbook.standards.loaded import Loaded
    from rollbook.standards.reading import write
    from rollbook.standards.rules.records import changed, raw_tables, valid_record

    layout = layout_of("school_census", "2018-19")
    document = changed(layout, valid_record("school_census", "2018-19"), _school())
    path = folder / NAME
    with path.open("wb") as out:
        write(Loaded(layout, raw_tables(layout, document)), out)
    return path


def _school() -> dict[str, Any]:
    sizes = [CLASS] * (PUPILS // CLASS) + [PUPILS % CLASS]
    classes = [{"ClassName": f"C{place}", "HomePupils": size} for place, size in enumerate(sizes)]
    numbers = map(_upn, range(100_000))
    pupils = [_pupil(place, upn) for place, upn in enumerate(islice(numbers, PUPILS))]
    leavers = [{"UPN": upn} for upn in islice(numbers, PUPILS // 20)]
    return {"pupils": pupils, "leavers": leavers, "school": {"classes": classes}}


def _pupil(place: int, upn: str) -> dict[str, Any]:
    year = place % 6 + 1
    return {
        "UPN": upn,
        "NCyearActual": str(year),
        "DOB": date(2012 - year, 9, 1) + timedelta(days=365 + place % 300),
        "SchoolLunchTaken": True if year < 3 else "",
        "EntryDate": date(2018, 9, 3),
        "sessions": ["I 4", "O 1"],
    }


def _upn(number: int) -> str:
    """An invented UPN whose letter fits."""
    body = f"8012999{number:05d}"
    return check_letter(body) + body
