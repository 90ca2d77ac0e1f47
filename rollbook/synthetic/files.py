"""Invented people as files: CSV for people and programs to read, Parquet where the name says so.

In CSV a list stands in one cell: former postcodes parted by semicolons, former names as `given|family` likewise.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl


def write(frame: pl.DataFrame, file: Path) -> None:
    """Write a table of learners, queries or truth; a name ending in .parquet gives Parquet."""
    if file.suffix == ".parquet":
        frame.write_parquet(file)
    else:
        flat(frame).write_csv(file)


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with its lists as texts."""
    texts = []
    if "former_postcodes" in frame.columns:
        texts.append(pl.col("former_postcodes").list.join(";"))
    if "former_names" in frame.columns:
        pair = pl.element().struct.field("given_name") + "|" + pl.element().struct.field("family_name")
        texts.append(pl.col("former_names").list.eval(pair).list.join(";"))
    return frame.with_columns(texts)
