"""A rule told: as plain values for programs, and its examples as lines that a person can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rollbook.standards.layouts import Layout
from rollbook.standards.rules.rule import Example, Rule


def as_plain(rule: Rule) -> dict[str, Any]:
    """A rule as values that any program can read."""
    return {
        "code": rule.code,
        "severity": str(rule.severity),
        "stage": rule.stage,
        "table": rule.table,
        "fields": list(rule.fields),
        "since": rule.since,
        "until": rule.until,
        "only": rule.only,
        "let": dict(rule.let),
        "window": rule.window,
        "error_when": rule.error_when,
        "unless": [{"when": one.when, "says": one.says} for one in rule.unless],
        "needs": list(rule.needs),
        "terms": list(rule.terms),
        "phases": list(rule.phases),
        "says": rule.says,
        "fix": rule.fix,
        "because": rule.because,
        "source": rule.source,
        "passes": [_example(one) for one in rule.passes],
        "fails": [{**_example(one), "at": list(one.at)} for one in rule.fails],
    }


def lines_of(example: Example, layout: Layout) -> list[tuple[str, str, str]]:
    """What an example's record holds beside what the valid record has: where, which field, and its value.

    `where` is empty for the record on top; a value is empty where the field is left out.
    """
    one_of = {table.many: table.name for table in layout.tables}
    return list(_lines(example.changes, "", one_of))


def _lines(changes: Mapping[str, Any], where: str, one_of: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name, value in changes.items():
        if isinstance(value, Mapping):
            yield from _lines(value, _below(where, name), one_of)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for place, each in enumerate(value, 1):
                row = _below(where, f"{one_of.get(name, name)} {place}")
                yield from _lines(each, row, one_of) if each else iter([(row, "", "as in the valid record")])
        elif isinstance(value, list):
            yield where, name, ", ".join(map(str, value))
        else:
            yield where, name, str(value)


def _below(where: str, name: str) -> str:
    return f"{where}, {name}" if where else name


def _example(one: Example) -> dict[str, Any]:
    return dict(one.changes) | ({"why": one.why} if one.why else {}) | ({"unless": one.unless} if one.unless else {})
