"""The page of every rule of a version of which no published list is held: each with its source and its examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from rollbook.standards.layouts import LIBRARY, layout_of
from rollbook.standards.rules.coverage import published
from rollbook.standards.rules.loading import rules_of
from rollbook.standards.rules.rule import Rule
from rollbook.standards.rules.telling import DECIDED_BY, one_line


def told_pages() -> dict[str, Callable[[], str]]:
    """What makes each page, by name: one for each version whose examples are tried and that nobody has published."""
    found = sorted((path.parents[1].name, path.stem) for path in LIBRARY.glob("*/valid/*.toml"))
    return {
        f"rules-{standard}-{version}.md": partial(told_markdown, standard, version)
        for standard, version in found
        if not published(standard, version)
    }


def told_markdown(standard: str, version: str) -> str:
    """One page."""
    rules = rules_of(standard, version)
    lines = [
        f"# Rules: {layout_of(standard, version).title}",
        "",
        f"Every rule beside [the checks of the layout](layout-{standard}-{version}.md), with examples (the valid",
        "record with these changes).",
        "",
        *("| Rule | Severity | What it says |", "| --- | --- | --- |"),
        *(f"| [`{one.code}`](#{one.code.casefold()}) | {one.severity} | {_prose(one.says)} |" for one in rules),
    ]
    for rule in rules:
        lines += ["", *_of(rule)]
    return "\n".join(lines) + "\n"


def _of(rule: Rule) -> Iterator[str]:
    yield from (f"## {rule.code}", "")
    fields = f", about {', '.join(f'`{name}`' for name in rule.fields)}" if rule.fields else ""
    yield from (f"{rule.severity.capitalize()} on each {rule.table}{fields}. {_prose(rule.says)}", "")
    yield f"- Mend: {_prose(rule.fix)}"
    yield f"- Why: {_prose(rule.because)}"
    yield f"- Who says so: {rule.source}"
    yield from (f"- Except: {_prose(one.says)}" for one in rule.unless)
    if rule.needs:
        yield f"- Needs: {', '.join(rule.needs)}"
    if rule.checked_by:
        yield f"- Decided by: {DECIDED_BY[rule.checked_by]}"
    yield from (f"- {'Fails' if one.at else 'Passes'}: `{one_line(one)}`" for one in rule.examples)


def _prose(text: str) -> str:
    """A sentence in which no sign opens a tag or another column."""
    return text.replace("<", "&lt;").replace("|", "\\|")
