"""`rollbook make ilr|ctf|census|batch`: a file nobody objects to; with faults, each is found where the truth says."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rollbook.base.errors import InvalidInput, UserError
from rollbook.cli.check import app as check_app
from rollbook.cli.make import app as make_app
from rollbook.synthetic.returns.plans import plan_of

ILR, CTF = ("ilr", "--learners", "60"), ("ctf", "--pupils", "60")
PRIMARY, SECONDARY = ("census", "--pupils", "120"), ("census", "--pupils", "150", "--school", "secondary")
BATCH = ("batch", "--learners", "60")
PLANS = [
    (ILR, plan_of("ilr", "2025-26")),
    (CTF, plan_of("ctf", "25")),
    ((*CTF, "--version", "25-partial"), plan_of("ctf", "25-partial")),
    (PRIMARY, plan_of("school_census", "2018-19", variety="primary")),
    (SECONDARY, plan_of("school_census", "2018-19", variety="secondary")),
    (BATCH, plan_of("lrs_batch", "2A")),
]
OTHERS = [
    (*ILR, "--year", "2026-27", "--ukprn", "10001234"),
    (*CTF, "--version", "12"),
    (*BATCH, "--xml", "--ukprn", "10001234"),
    (*PRIMARY, "--term", "summer"),
    (*SECONDARY, "--term", "autumn"),
]


def made(folder, verb, *more):
    """What `rollbook make` says of the file that it puts into a folder, under the name of its standard."""
    result = CliRunner().invoke(make_app, [*verb, "--output", str(folder), "--json", *more])
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.output)["output"]


def checked(path):
    result = CliRunner().invoke(check_app, [path, "--json", "--today", "2026-11-04"])
    assert result.exit_code in (0, 3), (result.output, result.exception)
    return json.loads(result.output)["findings"]


@pytest.mark.parametrize("verb", [*(verb for verb, _ in PLANS), *OTHERS], ids=" ".join)
def test_a_made_file_has_nothing_wrong_its_name_neither(tmp_path, verb):
    assert checked(made(tmp_path, verb)) == []


@pytest.mark.parametrize(("verb", "plan"), PLANS, ids=[" ".join(verb) for verb, _ in PLANS])
def test_every_fault_is_found_where_it_was_put(tmp_path, verb, plan):
    truth = tmp_path / "truth.csv"
    found = {
        (one["record"].split(" / ")[0].partition(" ")[2], one["rule"])
        for one in checked(made(tmp_path, verb, "--faults", "1", "--truth", str(truth)))
    }
    with truth.open() as file:
        put = {(row["record"], row["rule"]) for row in csv.DictReader(file)}
    assert {rule for _, rule in put} == {fault.rule for fault in plan.faults}
    assert put <= found


def test_a_seed_makes_the_same_bytes_and_another_seed_others(tmp_path):
    def bytes_of(seed):
        return Path(made(tmp_path, PRIMARY, "--seed", seed)).read_bytes()

    first = bytes_of("1")
    assert bytes_of("1") == first
    assert bytes_of("2") != first


def test_a_file_may_have_a_name_of_its_own(tmp_path):
    assert made(tmp_path / "pupils.xml", CTF) == str(tmp_path / "pupils.xml")


@pytest.mark.parametrize("verb", [ILR, BATCH], ids=" ".join)
def test_the_number_of_a_provider_goes_into_the_file_and_its_name(tmp_path, verb):
    path = Path(made(tmp_path, verb, "--ukprn", "10001234"))
    assert "10001234" in path.name
    assert b"10001234" in path.read_bytes()


def test_a_version_that_is_not_made_is_said_with_those_that_are(tmp_path):
    result = CliRunner().invoke(make_app, [*CTF, "--version", "11", "--output", str(tmp_path)])
    assert isinstance(result.exception, UserError)
    assert "25, 25-partial, 12" in result.exception.fix


def test_a_folder_that_is_not_there_is_said(tmp_path):
    result = CliRunner().invoke(make_app, [*CTF, "--output", str(tmp_path / "nowhere" / "file.xml")])
    assert isinstance(result.exception, InvalidInput)
