"""Rules of a batch file that the definitions and the reader decide: none is left out, and each limit is shown."""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rollbook.base.findings import Severity
from rollbook.definitions import learner_definition, learner_fields
from rollbook.definitions.known_findings import known_findings
from rollbook.standards import delimited, layout_of, return_codes
from rollbook.standards.delimited import row_checks
from rollbook.standards.rules.elsewhere import reported_elsewhere
from rollbook.standards.rules.loading import asked_rules, rule_called, rules_of
from rollbook.standards.rules.rule import Rule

LAYOUT = layout_of("lrs_batch", "2A")
RULES = rules_of("lrs_batch", "2A")
CARRIED = {one.field for one in LAYOUT.fields if one.field}
BY_LENGTH = ("text", "name", "identifier", "notes", "email")


def codes(checker: str) -> set[str]:
    return {rule.code for rule in RULES if rule.checked_by == checker}


def test_every_finding_on_a_learner_is_told_as_a_rule() -> None:
    found = {one.rule for one in known_findings(today=date(2026, 9, 1)) if one.field in CARRIED}
    assert found - {"wrong_type"} == codes("definitions")  # a value of a file is always text


def test_every_finding_of_the_reader_is_told_as_a_rule() -> None:
    found = set()
    for path in Path(delimited.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Finding", "_finding"):
                first = node.args[0]
                found |= {first.value} if isinstance(first, ast.Constant) else set()
    assert found | set(row_checks._PROBLEMS) == codes("reader")


def test_the_codes_that_come_back_name_rules_that_are_errors() -> None:
    named = [rule for code in return_codes() for rule in code.rules if rule != "*"]
    told = [rule_called(RULES, code) for code in named]
    assert named
    assert all(one is not None and one.severity is Severity.ERROR for one in told)


def test_a_rule_that_the_register_does_not_ask_refuses_no_row() -> None:
    assert asked_rules("lrs_batch", "2A")
    assert [one.code for one in asked_rules("lrs_batch", "2A") if one.severity is Severity.ERROR] == []


def test_every_limit_of_the_definitions_is_shown_on_both_sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {code: reported(code) for code in ("age", "too_long", "missing")}
    monkeypatch.setattr(learner_fields, "_PACKAGED", tmp_path / "fields.toml")
    unnoticed = []
    try:
        for code, said, changed in other_definitions():
            (tmp_path / "fields.toml").write_text(changed, "utf-8")
            learner_definition.cache_clear()
            if reported(code) == before[code]:
                unnoticed.append(said)
    finally:
        monkeypatch.undo()
        learner_definition.cache_clear()
    assert unnoticed == []


def reported(code: str) -> list[tuple[str, ...]]:
    rule = rule_called(RULES, code)
    assert isinstance(rule, Rule)
    return [reported_elsewhere(rule, one, LAYOUT) for one in rule.examples]


def other_definitions() -> Iterator[tuple[str, str, str]]:
    """The rule that has to notice, what is other, and the definitions with that one thing changed."""
    data = tomllib.loads(Path(learner_fields.__file__).with_name("learner_fields.toml").read_text("utf-8"))
    for name in ("youngest", "oldest"):
        for step in (-1, 1):
            made = deepcopy(data)
            made["age"][name] += step
            yield "age", f"{name} {step:+}", as_toml(made)
    for place, field in enumerate(data["field"]):
        if field["name"] in CARRIED and field["kind"] in BY_LENGTH:
            for step in (-1, 1):
                made = deepcopy(data)
                made["field"][place]["max_length"] += step
                yield "too_long", f"{field['name']} {step:+}", as_toml(made)
        for occasion in {"batch", "batch_update"} & set(field.get("needed", ())) if field["name"] != "uln" else ():
            made = deepcopy(data)
            made["field"][place]["needed"].remove(occasion)
            yield "missing", f"{field['name']} not needed in {occasion}", as_toml(made)


def as_toml(data: dict[str, Any]) -> str:
    lines = [f"single_name = {json.dumps(data['single_name'])}", "[age]"]
    lines += [f"{name} = {value}" for name, value in data["age"].items()]
    for field in data["field"]:
        lines += ["[[field]]", *(f"{name} = {json.dumps(value)}" for name, value in field.items())]
    return "\n".join(lines)
