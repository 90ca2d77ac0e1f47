"""`rollbook match`, `dedupe` and `model` as people call them."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from rollbook.cli import dedupe, match, model
from rollbook.synthetic.people import people
from rollbook.synthetic.queries import queries

HEADER = "id,given_name,family_name,date_of_birth,gender,postcode\n"
ZOE = "1,Zoe,Ash,2004-03-07,2,ZE1 0AA\n"


def run(app, *arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def files(tmp_path):
    register = people(2_000, 81)
    searches, truth = queries(register, 200, 82, errors="independent")
    texts = [name for name, kind in register.schema.items() if kind == pl.String or name == "date_of_birth"]
    register.select(texts).write_csv(tmp_path / "right.csv")
    searches.write_csv(tmp_path / "left.csv")
    return tmp_path, truth


def test_two_files_are_matched_and_the_best_five_written(files):
    folder, truth = files
    result = run(match.app, folder / "left.csv", folder / "right.csv", "--top", 5, "--output", folder / "out.csv")
    assert result.exit_code == 0, result.output
    found = pl.read_csv(folder / "out.csv")
    assert found.columns == ["left_id", "right_id", "weight", "reasons"]
    asked = truth.filter(pl.col("learner_id") != "")
    assert len(asked.join(found, left_on=["id", "learner_id"], right_on=["left_id", "right_id"])) >= 0.98 * len(asked)


def test_without_top_only_sure_links_are_printed(files):
    folder, _ = files
    result = run(match.app, folder / "left.csv", folder / "right.csv", "--json")
    links = json.loads(result.stdout)
    assert 80 < len(links) < 150
    assert len({link["left_id"] for link in links}) == len(links)


def test_a_file_with_one_person_twice_is_deduplicated(tmp_path):
    (tmp_path / "people.csv").write_text(HEADER + ZOE + ZOE.replace("1,Zoe", "2,ZOË"), encoding="utf-8")
    result = run(dedupe.app, tmp_path / "people.csv")
    assert result.stdout.splitlines() == ["id,cluster", "1,1", "2,1"]


@pytest.mark.parametrize(
    ("content", "says", "code"),
    [
        (b"", "is empty", 4),
        (b"PK\x03\x04\x00\x00", "NUL bytes", 4),
        (HEADER.encode(), "no people", 4),
        (b"given_name,family_name\nZoe,Ash\n", "no column `id`", 4),
        (b"id,colour\n1,red\n", "no column that could be compared", 4),
        (b"id,given_name\n1,Zo\xeb\n", "not a CSV file in UTF-8", 4),
        (b"id,given_name\n1,Zoe,Ash,and,more\n", "same number of columns", 4),
        ((HEADER + ZOE + ZOE).encode(), "Line 3", 3),
        ((HEADER + ZOE[1:]).encode(), "no id", 3),
    ],
)
def test_a_file_that_cannot_be_used_ends_in_a_sentence(tmp_path, content, says, code):
    (tmp_path / "bad.csv").write_bytes(content)
    (tmp_path / "good.csv").write_text(HEADER + ZOE, encoding="utf-8")
    result = run(match.app, tmp_path / "bad.csv", tmp_path / "good.csv")
    assert result.exit_code == code
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_a_missing_file_and_an_output_that_cannot_be_written_end_in_a_sentence(tmp_path):
    (tmp_path / "good.csv").write_text(HEADER + ZOE, encoding="utf-8")
    missing = run(match.app, tmp_path / "none.csv", tmp_path / "good.csv")
    assert (missing.exit_code, "cannot be opened" in missing.stderr) == (4, True)
    unwritten = run(match.app, tmp_path / "good.csv", tmp_path / "good.csv", "--output", tmp_path / "no" / "out.csv")
    assert (unwritten.exit_code, "cannot be written" in unwritten.stderr) == (4, True)


def test_people_with_dates_that_are_none_still_take_part(tmp_path):
    (tmp_path / "good.csv").write_text(HEADER + ZOE, encoding="utf-8")
    (tmp_path / "left.csv").write_text(HEADER + ZOE.replace("2004-03-07", "2004-02-30"), encoding="utf-8")
    result = run(match.app, tmp_path / "left.csv", tmp_path / "good.csv", "--top", 1)
    assert "1 dates of birth are no dates (lines 2)" in result.stderr
    assert result.stdout.splitlines()[1].startswith("1,1,")


def test_headers_in_capitals_and_compact_dates_are_read(tmp_path):
    (tmp_path / "good.csv").write_text(HEADER + ZOE, encoding="utf-8")
    (tmp_path / "left.csv").write_text(
        "ID, Given_Name,Family_name,DATE_OF_BIRTH\n7,Zoe,Ash,20040307\n", encoding="utf-8"
    )
    result = run(match.app, tmp_path / "left.csv", tmp_path / "good.csv", "--top", 1)
    assert result.stderr == ""
    assert "The dates of birth are the same." in result.stdout


def test_a_model_is_trained_shown_and_used(tmp_path):
    people(2_000, 83).write_parquet(tmp_path / "snapshot.parquet")
    trained = tmp_path / "model.json"
    result = run(model.app, "train", tmp_path / "snapshot.parquet", "--output", trained, "--share", 0.01)
    assert result.exit_code == 0, result.output
    shown = run(model.app, "show", "--model", trained, "--json")
    weights = {(row["field"], row["level"]): row["weight"] for row in json.loads(shown.stdout)}
    assert weights["birth", "same"] > 5 > 0 > weights["given", "different"]
    run(model.app, "show", "--model", trained, "--output", tmp_path / "weights.svg")
    assert (tmp_path / "weights.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_packaged_model_is_shown_in_the_terminal():
    assert "twin" in run(model.app, "show").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_ends_in_a_sentence_and_leaves_nothing_behind(tmp_path):
    (tmp_path / "good.csv").write_text(HEADER + ZOE, encoding="utf-8")
    (tmp_path / "full.csv").symlink_to("/dev/full")
    result = run(match.app, tmp_path / "good.csv", tmp_path / "good.csv", "--output", tmp_path / "full.csv")
    assert (result.exit_code, "no room left" in result.stderr) == (11, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full.csv", "good.csv"]
