"""`rollbook rules diff`: what changes between two versions, and which records of a file that hits."""

import io
import json
import sys

import pytest

from rollbook.cli.main import run
from tests.invented_files import ilr_file

DAY = ("--today", "2026-01-15")


@pytest.fixture
def diff(monkeypatch, capsys, tmp_path):
    """Compares ILR 2025-26 with 2026-27; gives exit code, output and error output."""

    def call(*arguments, versions=("2025-26", "2026-27")):
        own = ("--reference", tmp_path / "kept")
        words = ["rollbook", "rules", "diff", "ilr", *versions, *arguments, *own]
        monkeypatch.setattr(sys, "argv", [*map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        with pytest.raises(SystemExit) as end:
            run()
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return call


def test_rules_go_with_the_fields_they_read(diff):
    told = json.loads(diff("--json")[1])
    assert {one["name"] for one in told["fields_gone"]} >= {"aim.PHours", "aim.AddHours"}
    assert {"PHours_01", "AddHours_01"} <= {one["name"] for one in told["gone"]}
    assert "hrs.HRSAmount" in {one["name"] for one in told["fields_come"]}


def test_a_rule_with_the_same_text_changes_with_the_words_it_uses(diff):
    changed = {one["name"]: one["why"] for one in json.loads(diff("--json")[1])["changed"]}
    assert changed["LearnAimRef_118"] == "DD35 means another thing"
    assert "ULN_04" not in changed


def test_what_is_not_held_is_named_and_not_said_to_go(diff):
    told = json.loads(diff("--json")[1])
    unknown = {one["name"] for one in told["unknown"]}
    assert {"HRSType_01", "R_155"} <= unknown
    assert unknown.isdisjoint(one["name"] for one in told["gone"])


def test_nothing_differs_between_a_version_and_itself(diff):
    told = json.loads(diff("--json", versions=("2025-26", "2025-26"))[1])
    parts = ("come", "gone", "changed", "unknown", "fields_come", "fields_gone", "fields_changed")
    assert [told[name] for name in parts] == [[]] * 7


def test_the_records_of_a_file_that_a_change_hits_are_named(tmp_path, diff):
    aim = {"FundModel": 38, "LearnStartDate": "2025-09-01", "AddHours": 9000}
    told = json.loads(diff("--on", ilr_file(tmp_path, {"aims": [aim]}), "--json", *DAY)[1])["on_file"]
    hits = {one["rule"]: one for one in told["by_change"]}
    assert hits["AddHours_04"] == {"rule": "AddHours_04", "before": ["learner L1 / aim 1"], "after": []}
    assert told["without_place"] == {"aim.AddHours": 1}


def test_rules_that_only_the_days_of_the_year_move_stand_apart(tmp_path, diff):
    file = ilr_file(tmp_path, {"DateOfBirth": "2007-03-14"})
    told = json.loads(diff("--on", file, "--json", *DAY)[1])["on_file"]
    moved = {one["rule"]: one["before"] for one in told["by_year"]}
    assert moved["DateOfBirth_25"] == ["learner L1 / aim 1"]  # 18 on 31 August 2025, 19 a year later


def test_rules_that_could_not_be_run_are_not_compared(tmp_path, diff):
    told = json.loads(diff("--on", ilr_file(tmp_path, {}), "--json", *DAY)[1])["on_file"]
    assert "lars" in told["not_compared"]["LearnAimRef_01"]
    assert told["not_compared"]["HRSType_01"] == "Its text is not held."
    assert told["by_change"] == []


def test_people_read_it_in_lines(tmp_path, diff):
    code, out, _ = diff("--on", ilr_file(tmp_path, {"DateOfBirth": "2007-03-14"}), *DAY)
    assert (code, "From ILR 2025-26 to ILR 2026-27." in out) == (0, True)
    assert "DateOfBirth_25           no longer 1: learner L1 / aim 1" in out
    assert "rules cannot be compared:" in out


def test_a_file_of_another_standard_is_refused(tmp_path, diff):
    path = tmp_path / "batch.csv"
    path.write_text("no file of any standard\n", encoding="utf-8")
    assert diff("--on", path)[0] != 0


def test_a_version_without_rules_is_said(diff):
    code, _, err = diff(versions=("1999-00", "2025-26"))
    assert (code, "no rules" in err) == (5, True)
