"""Tables to take away: a workbook another program reads, and cells that run nothing."""

import io

import pytest
from openpyxl import load_workbook

from rollbook.base.cells import harmless
from rollbook.base.workbooks import xlsx_pieces


@pytest.mark.parametrize("value", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_value_that_a_spreadsheet_would_run_is_neutralised(value):
    assert harmless(value) == f"'{value}"


def test_other_values_stay_as_they_are():
    assert [harmless(each) for each in ("O'Neil", "", None, 9801234560)] == ["O'Neil", "", "", "9801234560"]
    assert harmless(-38.1) == "-38.1"


def test_a_workbook_is_read_back_as_it_was_written():
    rows = [["0012345678", 'Ann <&> "Ash"', " Zoë "], ["=1+1", "", "x"]]
    written = b"".join(xlsx_pieces(["A", "B", "C"], rows))
    sheet = load_workbook(io.BytesIO(written)).active
    read = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert read == [["A", "B", "C"], *rows]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}


def test_a_long_workbook_comes_in_many_pieces():
    rows = ([str(number), "x" * 50] for number in range(60_000))
    pieces = [piece for piece in xlsx_pieces(["A", "B"], rows) if piece]
    assert len(pieces) > 3
    assert load_workbook(io.BytesIO(b"".join(pieces)), read_only=True).active["A60001"].value == "59999"
