"""`rollbook make learners`, as it is called from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from rollbook.base.errors import InvalidInput
from rollbook.cli.make import app


def make(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["learners", *arguments])


def test_learners_go_into_the_file_named(tmp_path: Path) -> None:
    result = make("--count", "250", "--seed", "3", "--output", str(tmp_path / "people.csv"))
    assert result.exit_code == 0
    assert "250 invented learners" in result.output
    assert pl.read_csv(tmp_path / "people.csv", infer_schema=False).height == 250


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        make("--count", "250", "--seed", "3", "--output", str(tmp_path / name))
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


@pytest.mark.parametrize("errors", ["independent", "correlated"])
def test_searches_come_with_their_truth(tmp_path: Path, errors: str) -> None:
    files = {name: str(tmp_path / f"{name}.csv") for name in ("output", "queries", "truth")}
    options = [part for name, file in files.items() for part in (f"--{name}", file)]
    result = make("--count", "600", "--query-count", "100", "--errors", errors, "--json", *options)
    assert json.loads(result.output)["searches"] == 100
    truth = pl.read_csv(files["truth"], infer_schema=False)
    assert pl.read_csv(files["queries"], infer_schema=False)["id"].to_list() == truth["id"].to_list()
    assert (truth["kind"] == "present").sum() == 70


@pytest.mark.parametrize(
    ("options", "field"),
    [
        (["--queries", "q.csv"], "truth"),
        (["--truth", "t.csv"], "queries"),
        (["--born-from", "2003-02-30"], "born-from"),
        (["--born-to", "yesterday"], "born-to"),
        (["--born-from", "2010-01-02", "--born-to", "2010-01-01"], "born-from"),
        (["--born-from", "1850-01-01"], "born-from"),
    ],
)
def test_what_cannot_be_made_is_said_with_its_option(tmp_path: Path, options: list[str], field: str) -> None:
    result = make("--output", str(tmp_path / "people.csv"), *options)
    assert isinstance(result.exception, InvalidInput)
    assert [finding.field for finding in result.exception.findings] == [field]
    assert not (tmp_path / "people.csv").exists()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    result = make("--count", "10", "--output", str(tmp_path / "nowhere" / "people.csv"))
    assert isinstance(result.exception, InvalidInput)
    assert "cannot be written" in result.exception.findings[0].says
