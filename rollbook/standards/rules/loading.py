"""Loads rules (TOML) and says what is wrong with one that cannot be loaded: which code, which entry, what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from rollbook import definitions
from rollbook.base.errors import SetupMissing
from rollbook.base.findings import Severity
from rollbook.standards.layouts import LIBRARY, folder_of
from rollbook.standards.rules.rule import CHECKERS, STAGES, Example, Rule, Unless, plain_code
from rollbook.standards.tables import holds

DEFINITIONS = Path(definitions.__file__).parent
_TEXTS = ("table", "says", "fix", "because", "source")
_OPTIONAL = ("error_when", "checked_by", "stage", "since", "until", "only", "window")
_QUERY = ("only", "let", "window", "unless", "error_when")
_OTHERS = ("severity", "fields", "let", "unless", "needs", "terms", "phases", "passes", "fails")


@cache
def every_rule(standard: str) -> tuple[Rule, ...]:
    """Every entry of every rule of a standard, in the order of the files."""
    return tuple(rule for path in rule_files(standard) for rule in load_rules(path))


@cache
def rules_of(standard: str, version: str) -> tuple[Rule, ...]:
    """The rules that hold for one version."""
    return tuple(rule for rule in every_rule(standard) if in_force(rule, version))


@cache
def asked_rules(standard: str, version: str) -> tuple[Rule, ...]:
    """Those of them that are asked by a query; the others tell what is checked elsewhere."""
    return tuple(rule for rule in rules_of(standard, version) if not rule.checked_by)


def rule_files(standard: str) -> list[Path]:
    """The files that hold a standard's rules."""
    return sorted((folder_of(standard) / "rules").glob("*.toml"))


@cache
def pack_version(standard: str) -> str:
    """What the rules of a standard and all they use come to: the same for the same files, wherever they lie.

    Code lists take codes from the definitions, and a learner's details are checked by them.
    """
    folder, digest = folder_of(standard), sha256()
    shared = [*(LIBRARY / "macros").glob("*.toml"), *DEFINITIONS.rglob("*.toml"), *DEFINITIONS.rglob("codes.csv")]
    for path in (*sorted(folder.rglob("*.toml")), *sorted(shared)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def in_force(rule: Rule, version: str) -> bool:
    """Does this entry hold for this version?"""
    return holds(version, {"since": rule.since, "until": rule.until})


def rule_called(rules: tuple[Rule, ...], code: str) -> Rule | None:
    """The rule of this code, however it is spelt; None when there is none."""
    return next((rule for rule in rules if plain_code(rule.code) == plain_code(code)), None)


def load_rules(path: Path) -> Iterator[Rule]:
    """The rules of one file. SetupMissing when it cannot be read, naming the rule and what is wrong with it."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SetupMissing(f"{path.name} cannot be read: {error}.", fix="Put the file right.") from error
    for code, entries in data.items():
        if not isinstance(entries, list):
            raise SetupMissing(f"{path.name}: {code} stands in single brackets.", fix=f"Write [[{code}]].")
        for entry in entries:
            yield _rule(code, entry, path)


def rules_from(data: Mapping[str, Any]) -> Iterator[Rule]:
    """Rules out of what a file holds. SetupMissing when something does not fit."""
    for code, entries in data.items():
        for entry in entries:
            yield _rule(code, entry, Path("rules"))


def _rule(code: str, entry: Mapping[str, Any], path: Path) -> Rule:
    try:
        return _checked(code, entry)
    except (KeyError, ValueError, TypeError) as error:
        says = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise SetupMissing(f"{path.name}: the rule {code}: {says}.", fix="Compare it with another rule.") from error


def _checked(code: str, entry: Mapping[str, Any]) -> Rule:
    strangers = sorted(set(entry) - {*_TEXTS, *_OPTIONAL, *_OTHERS})
    if strangers:
        raise ValueError(f"{', '.join(strangers)} is not known")
    if entry.get("stage", "record") not in STAGES:
        raise ValueError(f"stage is one of {', '.join(STAGES)}")
    if ("error_when" in entry) == ("checked_by" in entry):
        raise ValueError("either `error_when` says when it objects, or `checked_by` who decides that")
    if entry.get("checked_by", CHECKERS[0]) not in CHECKERS:
        raise ValueError(f"checked_by is one of {', '.join(CHECKERS)}")
    if "checked_by" in entry and any(name in entry for name in _QUERY):
        raise ValueError("what is checked elsewhere has no query")
    return Rule(
        code=code,
        **{name: str(entry[name]).strip() for name in _TEXTS},
        **{name: str(entry[name]).strip() for name in _OPTIONAL if name in entry},
        severity=Severity(entry.get("severity", "error")),
        fields=tuple(entry.get("fields", ())),
        let=tuple((name, str(sql)) for name, sql in entry.get("let", {}).items()),
        unless=tuple(_unless(one) for one in entry.get("unless", ())),
        needs=tuple(entry.get("needs", ())),
        terms=tuple(entry.get("terms", ())),
        phases=tuple(entry.get("phases", ())),
        passes=tuple(_example(one, passes=True) for one in entry.get("passes", ())),
        fails=tuple(_example(one, passes=False) for one in entry.get("fails", ())),
    )


def _unless(one: Mapping[str, str]) -> Unless:
    return Unless(one["when"].strip(), one["says"])


def _example(one: Mapping[str, Any], *, passes: bool) -> Example:
    at = tuple(one.get("at", ()))
    if passes == bool(at):
        raise ValueError("a passing example has no `at`" if passes else "a failing example needs `at`")
    changes = {name: value for name, value in one.items() if name not in ("at", "unless", "why")}
    return Example(changes, at, one.get("unless", 0), one.get("why", ""))
