"""`rollbook make ilr`: a file nobody objects to; with faults, each is found where the truth says it is."""

import csv
import json

import pytest
from typer.testing import CliRunner

from rollbook.cli.check import app as check_app
from rollbook.cli.make import app as make_app

NAME = "ILR-90000101-2526-20251103-090000-01.xml"


def made(folder, *more):
    result = CliRunner().invoke(make_app, ["ilr", "--output", str(folder / NAME), "--learners", "60", *more])
    assert result.exit_code == 0, result.output
    return folder / NAME


def checked(path):
    result = CliRunner().invoke(check_app, [str(path), "--json", "--today", "2025-11-03"])
    assert result.exit_code in (0, 3), (result.output, result.exception)
    return json.loads(result.output)["findings"]


def test_a_made_return_has_nothing_wrong(tmp_path):
    assert checked(made(tmp_path)) == []


def test_every_fault_is_found_where_it_was_put(tmp_path):
    truth = tmp_path / "truth.csv"
    path = made(tmp_path, "--faults", "0.5", "--truth", str(truth))
    found = {(one["record"].split(" / ")[0], one["rule"]) for one in checked(path)}
    with truth.open() as file:
        put = {(f"learner {row['record']}", row["rule"]) for row in csv.DictReader(file)}
    assert len(put) > 15
    assert put <= found


def test_a_seed_makes_the_same_file_again(tmp_path):
    first = made(tmp_path).read_bytes()
    assert made(tmp_path).read_bytes() == first


@pytest.mark.parametrize("seed", ["2", "3"])
def test_another_seed_makes_another_file(tmp_path, seed):
    first = made(tmp_path).read_bytes()
    assert made(tmp_path, "--seed", seed).read_bytes() != first
