"""The coverage page of a standard and version: every published rule, and what became of it. Generated and honest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby

from rollbook.standards.layouts import LIBRARY, layout_of
from rollbook.standards.rules.coverage import Covered, State, coverage, own_rules, said_of_list


def coverage_pages() -> dict[str, Callable[[], str]]:
    """What makes each page, by name: one for each version with a list of published rules."""
    found = sorted((path.parents[1].name, path.stem) for path in LIBRARY.glob("*/published/*.csv"))
    return {
        f"rules-{standard}-{version}.md": partial(coverage_markdown, standard, version) for standard, version in found
    }


def coverage_markdown(standard: str, version: str) -> str:
    """One page."""
    return "\n".join(_lines(standard, version)) + "\n"


def _lines(standard: str, version: str) -> Iterator[str]:
    covered = coverage(standard, version)
    yield from (f"# Rules: {layout_of(standard, version).title}", "")
    yield "What became of every published rule that is not deleted. `rollbook rules show` tells one whole."
    yield from (f"What each field may hold: [the layout](layout-{standard}-{version}.md).", "")
    note = said_of_list(standard, version)
    if note:
        yield from (note, "")
    yield from ("| Published rules | |", "| --- | --- |")
    tally = Counter(one.state for one in covered)
    yield from (f"| {state} | {tally[state]} |" for state in State if tally[state])
    own = own_rules(standard, version)
    if own:
        yield from ("", f"Of our own, beside them: {', '.join(f'`{code}`' for code in own)}.")
    by_category = sorted(covered, key=lambda one: one.published.category)
    for category, ones in groupby(by_category, key=lambda one: one.published.category):
        yield from ("", f"## {category}", "")
        yield from _table([*ones])


def _table(covered: list[Covered]) -> Iterator[str]:
    yield from ("| Rule | Severity | State | |", "| --- | --- | --- | --- |")
    for one in sorted(covered, key=lambda each: each.published.code.casefold()):
        yield f"| `{one.published.code}` | {one.published.severity} | {one.state} | {one.why} |"
