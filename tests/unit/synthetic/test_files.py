"""Invented people as files."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from rollbook.synthetic.files import write
from rollbook.synthetic.people import people


def test_csv_holds_lists_in_one_cell(tmp_path: Path) -> None:
    register = people(2_000, 4)
    write(register, tmp_path / "people.csv")
    rows = pl.read_csv(tmp_path / "people.csv", infer_schema=False).with_columns(
        pl.col("former_postcodes").fill_null("")
    )
    assert rows.height == 2_000
    assert rows["former_postcodes"].to_list() == [";".join(codes) for codes in register["former_postcodes"]]


def test_former_names_are_parted_by_a_bar(tmp_path: Path) -> None:
    register = people(2_000, 4)
    write(register, tmp_path / "people.csv")
    named = register.filter(pl.col("former_names").list.len() == 1).row(0, named=True)
    rows = pl.read_csv(tmp_path / "people.csv", infer_schema=False).filter(pl.col("id") == named["id"])
    former = named["former_names"][0]
    assert rows["former_names"].item() == f"{former['given_name']}|{former['family_name']}"


def test_parquet_keeps_the_table_as_it_is(tmp_path: Path) -> None:
    register = people(200, 4)
    write(register, tmp_path / "people.parquet")
    assert pl.read_parquet(tmp_path / "people.parquet").equals(register)
