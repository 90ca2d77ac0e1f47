"""`rollbook rules`: every rule told, with its examples, and what became of every published one."""

import io
import json
import sys
import tomllib

import pytest

from rollbook.cli.main import run
from rollbook.standards.layouts import LIBRARY
from rollbook.standards.rules.coverage import State, coverage, published
from rollbook.standards.rules.loading import rules_of


@pytest.fixture
def rollbook(monkeypatch, capsys):
    """Runs the command; gives exit code, output and error output."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["rollbook", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        with pytest.raises(SystemExit) as end:
            run()
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return call


def test_every_rule_is_listed_with_examples_on_both_sides(rollbook):
    _, out, _ = rollbook("rules", "list", "ilr", "2025-26", "--json")
    rules = json.loads(out)["rules"]
    assert len(rules) > 300
    assert all(rule["passes"] and rule["fails"] for rule in rules)


def test_a_rule_is_found_however_it_is_spelt(rollbook):
    code, out, _ = rollbook("rules", "show", "ilr", "2025-26", "uln04")
    assert (code, out.startswith("ULN_04 (error)")) == (0, True)
    assert "Fails: ULN = 1000000001" in out


def test_a_rule_of_a_batch_file_says_who_decides_it_and_shows_what_is_replaced_in_the_file(rollbook):
    code, out, _ = rollbook("rules", "show", "lrs_batch", "2A", "heading_renamed")
    assert (code, "Decided by: The reader" in out) == (0, True)
    assert """Fails: written = { '"GivenName"' = '"Givenname"' } (reported: file)""" in out


def test_a_check_of_the_layout_and_what_is_wrong_with_a_files_form_are_told_too(rollbook):
    assert "Mend: " in rollbook("rules", "show", "ilr", "2025-26", "FD_ULN_MA")[1]
    assert "Why: Whoever receives the file" in rollbook("rules", "show", "ilr", "2025-26", "unknown_element")[1]
    told = json.loads(rollbook("rules", "show", "ctf", "25", "missing_group", "--json")[1])
    assert (told["rules"], told["form"]["fix"]) == ([], "Add it with what it holds.")


def test_what_a_rule_tells_of_a_files_form_is_not_told_again(rollbook):
    _, out, _ = rollbook("rules", "show", "lrs_batch", "2A", "file_name")
    assert "Decided by: The reader" in out
    assert "about the form of the file" not in out


def test_an_unknown_rule_says_where_to_look(rollbook):
    code, _, err = rollbook("rules", "show", "ilr", "2025-26", "NoSuch_01")
    assert (code, "rollbook rules list" in err) == (5, True)


def test_a_version_without_rules_says_so(rollbook):
    code, _, err = rollbook("rules", "list", "ilr", "1999-00")
    assert (code, "no rules" in err) == (5, True)


def test_every_published_rule_has_a_state_and_what_is_missing_a_reason():
    covered = coverage("ilr", "2025-26")
    assert len(covered) == len(published("ilr", "2025-26"))
    assert all(one.why for one in covered if one.state is State.MISSING)


def test_a_reason_for_having_no_rule_is_about_a_published_rule_that_has_none():
    notes = tomllib.loads((LIBRARY / "ilr" / "published" / "without_rule.toml").read_text("utf-8"))
    given = {code: why for part in notes.values() for code, why in part.items()}
    covered = {one.published.code: one for one in coverage("ilr", "2025-26")}
    assert {code: covered[code].why for code in given} == given
    assert not {rule.code for rule in rules_of("ilr", "2025-26")} & given.keys()


def test_a_rule_is_as_severe_as_it_is_published():
    severe = {one.code: one.severity.lower() for one in published("ilr", "2025-26")}
    ours = {rule.code: str(rule.severity) for rule in rules_of("ilr", "2025-26") if rule.code in severe}
    assert len(ours) > 400
    assert ours == {code: severe[code] for code in ours}
