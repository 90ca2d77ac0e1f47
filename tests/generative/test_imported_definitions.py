"""Whatever stands in a sheet of definitions, it becomes a dictionary that can be read or is refused in a sentence."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rollbook.base.errors import Unreadable
from rollbook.definitions.cbds import burden, dictionary, diff, find
from rollbook.definitions.cbds.importing import read_definitions, write_edition
from rollbook.definitions.cbds.importing.headings import ITEM_HEADINGS

HEADINGS = [*ITEM_HEADINGS, "School Census 2013", "Count"]
CELLS = st.one_of(
    st.sampled_from(["", "1", "0", "100001", "A(5)", "D00001", "2010-01-31", "31/12/2010", "2006-19-01", "Inactive"]),
    st.sampled_from(["Superseded by 100002", "supersedes 100001", "Default -", "<Tag>", "Pupil", "|", '"', "a\nb"]),
    st.text(max_size=12),
)
ROWS = st.lists(st.lists(CELLS, min_size=len(HEADINGS), max_size=len(HEADINGS)), max_size=5)
CODES = st.lists(st.lists(CELLS, min_size=4, max_size=6), max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, CODES)
def test_any_sheet_becomes_a_dictionary_that_can_be_read(rows, codes):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "items.csv", [HEADINGS, *rows])
        _write(folder / "codes.csv", [["code_set", "code_set_name", "code", "description", "note1", "note2"], *codes])
        try:
            made = read_definitions([folder / "items.csv", folder / "codes.csv"])
        except Unreadable:  # only blank rows
            assert not any(cell.strip() for row in rows for cell in row)
            return
        write_edition(made, folder / "made", title="Invented", source="invented")
        known = dictionary(folder / "made")
        assert len(known.items) == len(made.items)
        assert sum(len(each.rows) for each in known.code_sets.values()) == len(made.codes)
        assert diff("2000", "2000", known).changes == ()
        assert len(burden(known)) <= len(known.items)
        assert all(item.title for item in known.latest())
        assert find("pupil", known) is not None


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.xlsx", "a.xls"]))
def test_any_bytes_are_read_or_refused_with_a_sentence(content, name):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        assert _refusal(path) is None or name in _refusal(path)


def _refusal(path: Path) -> str | None:
    """What a refused file is told; None when it was read. Anything else that happens fails the test."""
    try:
        read_definitions([path])
    except Unreadable as refused:
        return f"{refused.message} {refused.fix}" if refused.fix else ""
    return None


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
        csv.writer(file).writerows(rows)
