"""`rollbook reference`: a table is loaded once, and every later check looks into it."""

import io
import json
import sys

import pytest

from rollbook.cli.main import run
from tests.invented_files import ilr_file

DAY = ("--today", "2026-01-15")


@pytest.fixture
def rollbook(monkeypatch, capsys, tmp_path):
    """Runs the command with a folder of its own for reference tables; gives exit code, output and error output."""

    def call(*arguments):
        own = ("--reference", tmp_path / "kept")
        monkeypatch.setattr(sys, "argv", ["rollbook", *map(str, (*arguments, *own))])
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        with pytest.raises(SystemExit) as end:
            run()
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return call


@pytest.fixture
def register(tmp_path):
    """Writes a list of ULNs that are in use."""

    def write(*ulns):
        path = tmp_path / "ulns.csv"
        path.write_text("\n".join(["ULN", *map(str, ulns)]) + "\n", encoding="utf-8")
        return path

    return write


def test_nothing_is_loaded_at_first(rollbook):
    code, out, _ = rollbook("reference", "list", "--json")
    rows = json.loads(out)
    assert (code, any(one["loaded"] for one in rows)) == (0, False)
    assert {"lars", "lars_validity", "organisation"} <= {one["name"] for one in rows}


def test_a_rule_runs_once_its_table_is_loaded_and_the_report_names_the_version(tmp_path, rollbook, register):
    file = ilr_file(tmp_path, {})
    before = json.loads(rollbook("check", file, "--json", *DAY)[1])
    (lacks,) = (one for one in before["not_run"] if one["rule"] == "ULN_05")
    assert lacks["fix"] == "Load what is missing: `rollbook reference load NAME FILE`."
    assert any("--return-period" in one["fix"] for one in before["not_run"])
    _, said, _ = rollbook("reference", "load", "learner_register", register(1000000019))
    after = json.loads(rollbook("check", file, "--json", *DAY)[1])
    assert [one["rule"] for one in after["findings"]] == ["ULN_05"]
    assert after["checked_with"]["learner_register"] in said


def test_loading_again_replaces_what_was_loaded(tmp_path, rollbook, register):
    rollbook("reference", "load", "learner_register", register(1000000019))
    rollbook("reference", "load", "learner_register", register(1000000019, 1000000000))
    assert rollbook("check", ilr_file(tmp_path, {}), *DAY)[0] == 0
    assert "Loaded: 2 rows" in rollbook("reference", "show", "learner_register")[1]


def test_a_table_that_does_not_fit_ends_in_a_sentence_without_the_value(rollbook, register):
    code, out, err = rollbook("reference", "load", "learner_register", register("number one"))
    assert (code, out) == (4, "")
    assert "1 value of ULN is no whole number, the first in row 1" in err
    assert "number one" not in err


def test_an_unknown_table_says_which_there_are(rollbook, register):
    code, _, err = rollbook("reference", "load", "lard", register(1))
    assert (code, "lars_validity" in err) == (5, True)


def test_a_standard_that_looks_nothing_up_says_so(rollbook):
    code, _, err = rollbook("reference", "list", "--standard", "nothing")
    assert (code, "look nothing up" in err) == (5, True)
