"""A rule told: as plain values for programs; its examples as lines that a person can read, or in one line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rollbook.standards.layouts import Layout
from rollbook.standards.rules.rule import REPLACED, Example, Rule

DECIDED_BY = {
    "definitions": "The definitions of a learner, which every door of the register asks.",
    "reader": "The reader of the file as it goes; the register reads its batches with the same.",
}
_LONGEST = 90  # characters of a text in an example told in one line


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
        "checked_by": rule.checked_by,
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


def one_line(example: Example) -> str:
    """An example as its TOML has it: `GivenName = ""`, with a word of why, and what is reported."""
    changes = ", ".join(f"{name} = {_toml(value)}" for name, value in example.changes.items()) or "the valid record"
    at = f" (reported: {', '.join(example.at)})" if example.at else ""
    return f"{changes}{at}{f' - {example.why}' if example.why else ''}"


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(name)} = {_toml(one)}" for name, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        quote = "'" if '"' in value else '"'
        return f"{quote}{_seen(value)}{quote}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _key(name: str) -> str:
    return name if name.isidentifier() else f"'{_seen(name)}'"


def _seen(text: str) -> str:
    """A text with the signs written out that cannot be seen; a long one is cut."""
    seen = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
    return f"{seen[:_LONGEST]} ..." if len(seen) > _LONGEST else seen


def lines_of(example: Example, layout: Layout) -> list[tuple[str, str, str]]:
    """What an example's record holds beside what the valid record has: where, which field, and its value.

    `where` is empty for the record on top; a value is empty where the field is left out.
    """
    one_of = {table.many: table.name for table in layout.tables}
    return list(_lines(example.changes, "", one_of))


def _lines(changes: Mapping[str, Any], where: str, one_of: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name, value in changes.items():
        if name == REPLACED:
            yield from (("text of the file", _seen(old), _seen(new)) for old, new in value.items())
        elif isinstance(value, Mapping) and "long" in value:
            yield where, name, f"{value['long']} letters"
        elif isinstance(value, Mapping):
            yield from _lines(value, _below(where, name), one_of)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for place, each in enumerate(value, 1):
                row = _below(where, f"{one_of.get(name, name)} {place}")
                yield from _lines(each, row, one_of) if each else iter([(row, "", "as in the valid record")])
        elif isinstance(value, list):
            yield where, name, ", ".join(map(str, value))
        else:
            yield where, name, _seen(str(value))


def _below(where: str, name: str) -> str:
    return f"{where}, {name}" if where else name


def _example(one: Example) -> dict[str, Any]:
    return dict(one.changes) | ({"why": one.why} if one.why else {}) | ({"unless": one.unless} if one.unless else {})
