"""`rollbook.write`: tables that somebody worked with become a file again."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

import rollbook
from rollbook.base.errors import UserError
from tests.invented_files import ILR_NAME, ilr_file

ILR = {"standard": "ilr", "version": "2025-26"}


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, pa.Table]:
    learners = ({"LearnRefNumber": f"L{place}", "aims": [{}, {"AimSeqNumber": 2}]} for place in range(3))
    return rollbook.read(ilr_file(tmp_path, *learners))


def written(tables: dict[str, object]) -> dict[str, pa.Table]:
    out = BytesIO()
    rollbook.write(tables, out, **ILR)
    return rollbook.read(out, name=ILR_NAME)


def without_lines(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    return {name: table.drop_columns("line") for name, table in tables.items()}


def test_what_was_read_is_written_back(tables: dict[str, pa.Table]) -> None:
    assert without_lines(written(tables)) == without_lines(tables)


def test_a_change_in_polars_stands_in_the_file(tables: dict[str, pa.Table]) -> None:
    aims = pl.from_arrow(tables["aim"]).with_columns(LearnStartDate=date(2025, 9, 8), AimSeqNumber=pl.lit(7.0))
    found = written({**tables, "aim": aims})["aim"]
    assert set(found["LearnStartDate"].to_pylist()) == {date(2025, 9, 8)}
    assert set(found["AimSeqNumber"].to_pylist()) == {7}


def test_rows_may_come_in_any_order_and_number(tables: dict[str, pa.Table]) -> None:
    learners = tables["learner"].to_pylist()
    moved = [{**row, "id": 100 - row["id"]} for row in reversed(learners)]
    aims = [{**row, "learner_id": 100 - row["learner_id"]} for row in tables["aim"].to_pylist()]
    names = {row["id"]: row["LearnRefNumber"] for row in learners}
    found = written({"learner": pa.Table.from_pylist(moved), "aim": pa.Table.from_pylist(aims)})
    assert [row["LearnRefNumber"] for row in found["learner"].to_pylist()] == [*reversed(names.values())]
    owner = {row["id"]: row["LearnRefNumber"] for row in found["learner"].to_pylist()}
    whose = sorted((owner[row["learner_id"]], row["LearnAimRef"]) for row in found["aim"].to_pylist())
    assert whose == sorted((names[row["learner_id"]], row["LearnAimRef"]) for row in tables["aim"].to_pylist())


def test_numbers_dates_and_yes_or_no_are_written_as_the_standard_does() -> None:
    document = pa.table({"id": [1], "DateTime": [datetime(2025, 9, 1, 12, 30)]})
    pupils = pa.table({"id": [1], "UPN": ["Z801200000001"], "DOB": [date(2015, 1, 31)]})
    out = BytesIO()
    rollbook.write({"header": document, "pupil": pupils}, out, standard="ctf", version="25")
    assert b"<DateTime>2025-09-01T12:30:00</DateTime>" in out.getvalue()
    assert b"<DOB>2015-01-31</DOB>" in out.getvalue()


@pytest.mark.parametrize(
    ("name", "table", "says"),
    [
        ("aims", {"id": [1]}, "has no table aims"),
        ("learner", {"id": [1], "Surname": ["Lunt"]}, "has no column Surname"),
        ("learner", {"id": [1, 1]}, "1 ids are missing or stand twice"),
        ("learner", {"id": [1], "ULN": [10.5]}, "a fraction where a whole number stands"),
        ("learner", {"id": [1], "DateOfBirth": [20080131]}, "holds int64, and the file date"),
        ("aim", {"id": [1], "learner_id": [99]}, "1 rows belong to no learner"),
        ("aim", {"id": [1]}, "does not say which learner"),
    ],
)
def test_what_does_not_fit_is_named_and_no_file_is_left(
    tmp_path: Path, name: str, table: dict[str, list[object]], says: str
) -> None:
    path = tmp_path / "made.xml"
    path.write_text("before")
    with pytest.raises(UserError, match=says):
        rollbook.write({name: pa.table(table)}, path, **ILR)
    assert path.read_text() == "before"
    assert [*tmp_path.iterdir()] == [path]


def test_an_object_that_is_no_table_is_refused() -> None:
    with pytest.raises(UserError, match="does not hand Arrow over"):
        rollbook.write({"learner": object()}, BytesIO(), **ILR)
