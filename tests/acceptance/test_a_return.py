"""J12: a return is checked where it lies, the one mistake that made 214 is mended, and it is held against the last."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import rollbook
from tests.acceptance.conftest import shell as anywhere

LAST, NOW = (f"ILR-90000101-2526-2025{day}-090000-01.xml" for day in ("1001", "1103"))
WRONG = date(2015, 7, 31)
KIND = {"standard": "ilr", "version": "2025-26"}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Last month's return, and this month's as it was exported: one date wrong 214 times, one learner gone, two new."""
    shell(tmp_path, "make", "ilr", "--learners", "120", "--output", LAST)
    tables = rollbook.read(tmp_path / LAST)
    aims, learners = pl.from_arrow(tables["aim"]), pl.from_arrow(tables["learner"])
    spoilt = pl.when(pl.col("id") <= 214).then(pl.lit(WRONG)).otherwise("LearnPlanEndDate")
    no_number = pl.when(pl.col("id") <= 2).then(9999999999).otherwise("ULN")
    kept = {name: pl.from_arrow(table) for name, table in tables.items()}
    kept |= {"aim": aims.with_columns(LearnPlanEndDate=spoilt), "learner": learners.with_columns(ULN=no_number)}
    save(without(kept, 120), tmp_path / NOW)
    return tmp_path


def without(tables: dict[str, pl.DataFrame], gone: int) -> dict[str, pl.DataFrame]:
    """The tables without a learner, and all that stands below."""
    own = {"learner": "id"}
    return {
        name: table.filter(pl.col(own.get(name, "learner_id")) != gone)
        if {"learner_id", own.get(name, "")} & set(table.columns)
        else table
        for name, table in tables.items()
    }


def save(tables: dict[str, pl.DataFrame], path: Path) -> None:
    rollbook.write(tables, path, **KIND)


def shell(folder: Path, *words: str, code: int = 0) -> str:
    return anywhere(folder, *words, code=code, ROLLBOOK_REFERENCE=str(folder / "reference"))


def test_j12_one_date_is_one_mistake_and_the_mended_return_is_held_against_the_last(desk: Path) -> None:
    told = shell(desk, "check", NOW, "--today", "2025-11-03", code=3)
    assert f"214 records share LearnPlanEndDate {WRONG}" in told
    tables = {name: pl.from_arrow(table) for name, table in rollbook.read(desk / NOW).items()}
    ends = pl.when(pl.col("LearnPlanEndDate") == WRONG).then(pl.lit(date(2026, 7, 31))).otherwise("LearnPlanEndDate")
    save({**tables, "aim": tables["aim"].with_columns(LearnPlanEndDate=ends)}, desk / NOW)
    report = shell(desk, "check", NOW, "--today", "2025-11-03", "--against", LAST, "--json", code=21)
    found = [(one["rule"], one["record"]) for one in json.loads(report)["findings"]]
    assert found == [
        ("ULN_03", "learner A0000001"),
        ("ULN_03", "learner A0000002"),
        ("against_gone", "learner A0000120"),
    ]


def test_j12_learners_without_a_number_come_as_a_batch_file_for_the_register(desk: Path) -> None:
    told = shell(desk, "check", NOW, "--today", "2025-11-03", "--without-number", ".", code=3)
    (batch,) = desk.glob("LRB_90000101_*.CSV")
    assert f"2 learners have no number yet. {batch.name} asks the register for them" in told
    assert json.loads(shell(desk, "check", batch.name, "--json"))["findings"] == []
    assert pl.read_csv(batch, infer_schema=False)["ULN"].to_list() == ["9999999999"] * 2
