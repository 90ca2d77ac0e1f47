"""Which published rules of a version stand here, which need something from outside, and which are missing, and why.

The published codes are data: `library/<standard>/published/<version>.csv`; `without_rule.toml` beside it says why some
are no rule here. What is missing is named, never left out.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from rollbook.standards.fields import field_checks, not_generated
from rollbook.standards.layouts import folder_of, layout_of
from rollbook.standards.rules.loading import rules_of
from rollbook.standards.rules.rule import Rule, plain_code
from rollbook.standards.tables import standard_data


class State(StrEnum):
    """What became of a published rule."""

    RUNS = "runs with the file alone"
    NEEDS = "runs when what it needs is given"
    CODES = "not run until its code list is complete"
    ELSEWHERE = "done before rules run"
    DERIVED = "a value that other rules use"
    MISSING = "not implemented"


@dataclass(frozen=True, slots=True)
class Published:
    """A rule as its publisher lists it: code, category, severity, and the reference tables it looks things up in.

    `why` says why it does not stand here, where more is known than that nobody has written it.
    """

    code: str
    category: str
    severity: str
    looks_up: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """A published rule and what became of it."""

    published: Published
    state: State
    why: str = ""


@cache
def published(standard: str, version: str) -> tuple[Published, ...]:
    """The published rules that are not deleted, in the order of their list; none where no list is held."""
    path = folder_of(standard) / "published" / f"{version}.csv"
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Published(
                row["code"], row["category"], row["severity"], tuple(row["looks_up"].split()), row.get("why") or ""
            )
            for row in csv.DictReader(file)
            if row["status"] != "Deleted"
        )


@cache
def coverage(standard: str, version: str) -> tuple[Covered, ...]:
    """What became of each published rule."""
    rules = {plain_code(rule.code): rule for rule in rules_of(standard, version)}
    layout = layout_of(standard, version)
    checks = {plain_code(check.code) for check in field_checks(layout) if check.is_published}
    elsewhere, missing = _without_rule(standard)
    reasons = {plain_code(code): why for code, why in not_generated(layout).items()} | missing
    codes = standard_data(standard, version).codes
    complete = {name for name, one in codes.items() if one.complete}
    return tuple(
        Covered(one, State.ELSEWHERE, elsewhere[plain_code(one.code)])
        if plain_code(one.code) in elsewhere
        else _covered(one, rules, checks, reasons, complete)
        for one in published(standard, version)
    )


def said_of_list(standard: str, version: str) -> str:
    """What the list of published rules itself does not hold; empty where it is the publisher's own."""
    return str(_published_toml(standard, "lists").get(version, ""))


def own_rules(standard: str, version: str) -> tuple[str, ...]:
    """Codes of our own that no published list has."""
    known = {plain_code(one.code) for one in published(standard, version)}
    found = [rule.code for rule in rules_of(standard, version) if plain_code(rule.code) not in known]
    return tuple(dict.fromkeys(found))


def _published_toml(standard: str, name: str) -> dict[str, Any]:
    path = folder_of(standard) / "published" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def _without_rule(standard: str) -> tuple[dict[str, str], dict[str, str]]:
    """Why published rules are no rule here: those that are done elsewhere, those that are missing."""
    notes = _published_toml(standard, "without_rule")
    elsewhere, missing = (
        {plain_code(code): why for code, why in notes.get(kind, {}).items()} for kind in ("elsewhere", "missing")
    )
    return elsewhere, missing


def _covered(
    one: Published, rules: Mapping[str, Rule], checks: set[str], reasons: Mapping[str, str], complete: set[str]
) -> Covered:
    code = plain_code(one.code)
    if code in checks:
        return Covered(one, State.RUNS, "A check of the layout.")
    if code in rules:
        return _of_rule(one, rules[code], complete)
    if one.severity == "N/A":
        return Covered(one, State.DERIVED, "Stands as a column or a word of the rules where one of them needs it.")
    if code in reasons:
        return Covered(one, State.MISSING, one.why or reasons[code])
    if one.why:
        return Covered(one, State.MISSING, one.why)
    why = f"It looks up {', '.join(one.looks_up)}." if one.looks_up else "Nobody has written it yet."
    return Covered(one, State.MISSING, why)


def _of_rule(one: Published, rule: Rule, complete: set[str]) -> Covered:
    incomplete = [name for name in rule.code_lists if name not in complete]
    if incomplete:
        return Covered(one, State.CODES, f"Code list {', '.join(incomplete)}.")
    needs = [need for need in rule.needs if not need.startswith("codes:")]
    return Covered(one, State.NEEDS, ", ".join(needs)) if needs else Covered(one, State.RUNS)
