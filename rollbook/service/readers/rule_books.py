"""The rules of every standard and version: which there are, what one says, who says so, what became of the published.

They are the same for everybody: nothing here asks who reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from rollbook.base.errors import NotFound
from rollbook.standards.fields import FieldCheck, field_checks
from rollbook.standards.form_findings import FormFinding, form_findings_of
from rollbook.standards.layouts import Layout, known_layouts, layout_of
from rollbook.standards.rules.coverage import Covered, coverage
from rollbook.standards.rules.loading import every_rule, in_force, rules_of
from rollbook.standards.rules.rule import Rule, plain_code
from rollbook.standards.rules.shown import field_shown
from rollbook.standards.rules.telling import as_plain
from rollbook.standards.uses import item_of


@dataclass(frozen=True, slots=True)
class Book:
    """The rules of one version of a standard: how many are written as rules, how many come out of its layout."""

    standard: str
    version: str
    title: str
    unofficial: str
    rules: int
    checks: int
    published: int


@dataclass(frozen=True, slots=True)
class Line:
    """One rule in a list."""

    code: str
    severity: str
    table: str
    fields: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Told:
    """Everything about one code in one version: its rules and checks of the layout; its entries in other versions.

    `form` is what can be wrong with the form of a file of any standard. `items` are the fields that are items of the
    dictionary, each with the item's number.
    """

    layout: Layout
    code: str
    rules: tuple[Rule, ...]
    checks: tuple[FieldCheck, ...]
    form: FormFinding | None
    entries: tuple[Rule, ...]
    versions: tuple[str, ...]
    published: Covered | None
    items: tuple[tuple[str, str], ...]


@cache
def books() -> tuple[Book, ...]:
    """Every standard and version that files are checked by."""
    return tuple(_book(layout) for layout in _layouts())


def layout_for(standard: str, version: str) -> Layout:
    """The layout of one book. NotFound where there is none."""
    if (standard, version) not in {(each.standard, each.version) for each in _layouts()}:
        raise NotFound("There are no rules of this standard and version.", fix="Choose one of the list of rules.")
    return layout_of(standard, version)


def lines(standard: str, version: str, words: str = "") -> list[Line]:
    """The rules of a book by their codes, or those whose code, fields or sentences hold all of the words."""
    layout, sought = layout_for(standard, version), words.casefold().split()
    return [line for line, text in _all_lines(layout) if all(word in text for word in sought)]


def told(standard: str, version: str, code: str) -> Told:
    """One rule, however its code is spelt. NotFound where there is none."""
    layout, plain = layout_for(standard, version), plain_code(code)
    entries = tuple(rule for rule in every_rule(standard) if plain_code(rule.code) == plain)
    rules = tuple(rule for rule in entries if in_force(rule, version))
    checks = tuple(check for check in field_checks(layout) if plain_code(check.code) == plain)
    form = next((one for one in _on_form(layout) if plain_code(one.code) == plain), None)
    codes = [*(one.code for one in rules), *(one.code for one in checks), *([form.code] if form else [])]
    if not codes:
        says = "No rule of this standard and version has this code."
        raise NotFound(says, fix="Look for it in the list: `rollbook rules list`.")
    return Told(
        layout=layout,
        code=codes[0],
        rules=rules,
        checks=checks,
        form=form,
        entries=entries,
        versions=tuple(_versions(standard, plain)),
        published=next((one for one in coverage(standard, version) if plain_code(one.published.code) == plain), None),
        items=tuple(_items(layout, rules, checks)),
    )


def as_plain_told(told: Told) -> dict[str, Any]:
    """What is told of one code, as values that any program can read."""
    return {
        "code": told.code,
        "standard": told.layout.standard,
        "version": told.layout.version,
        "rules": [as_plain(each) for each in told.rules],
        "checks": [{name: getattr(each, name) for name in ("table", "field", "says", "fix")} for each in told.checks],
        "form": told.form and {"means": told.form.means, "fix": told.form.mend, "because": told.form.because},
        "versions": list(told.versions),
    }


def covered(standard: str, version: str) -> tuple[Covered, ...]:
    """What became of each published rule. NotFound where no published list is held."""
    layout_for(standard, version)
    found = coverage(standard, version)
    if not found:
        raise NotFound("No published list of rules is held for this version.", fix="See the rules themselves.")
    return found


def _layouts() -> list[Layout]:
    """One layout of each standard and version, the newest version first."""
    found = {(each.standard, each.version): layout_of(each.standard, each.version) for each in known_layouts()}
    return sorted(found.values(), key=lambda each: each.standard)


def _book(layout: Layout) -> Book:
    standard, version = layout.standard, layout.version
    return Book(
        standard, version, layout.title, layout.unofficial, len(rules_of(standard, version)),
        len(field_checks(layout)), len(coverage(standard, version)),
    )  # fmt: skip


@cache
def _lines_of(standard: str, version: str) -> tuple[tuple[Line, str], ...]:
    found = sorted(_each_line(layout_of(standard, version)), key=lambda line: (line.code.casefold(), line.fields))
    return tuple((line, " ".join((line.code, *line.fields, line.says)).casefold()) for line in found)


def _all_lines(layout: Layout) -> tuple[tuple[Line, str], ...]:
    return _lines_of(layout.standard, layout.version)


def _each_line(layout: Layout) -> Iterator[Line]:
    for rule in rules_of(layout.standard, layout.version):
        yield Line(rule.code, str(rule.severity), rule.table, rule.fields, rule.says)
    for check in field_checks(layout):
        yield Line(check.code, str(getattr(check, "severity", "error")), check.table, (check.field,), check.says)
    for kind in _on_form(layout):
        yield Line(kind.code, "error", "", (), kind.means)


def _on_form(layout: Layout) -> list[FormFinding]:
    """What can be wrong with the form of files of this standard and version, in any of the shapes that they have,
    beside what a rule of theirs tells under the same code."""
    own = (layout.standard, layout.version)
    shapes = {each.shape for each in known_layouts() if (each.standard, each.version) == own}
    ruled = {rule.code for rule in rules_of(*own)}
    found = {code: one for shape in shapes for code, one in form_findings_of(shape).items()}
    return [one for code, one in found.items() if code not in ruled]


def _versions(standard: str, plain: str) -> Iterator[str]:
    for layout in _layouts():
        if layout.standard == standard and plain in _codes(standard, layout.version):
            yield layout.version


@cache
def _codes(standard: str, version: str) -> frozenset[str]:
    return frozenset(plain_code(line.code) for line, _ in _lines_of(standard, version))


def codes(standard: str, version: str) -> frozenset[str]:
    """Every code that `told` explains, in plain spelling."""
    return _codes(standard, version)


def _items(layout: Layout, rules: tuple[Rule, ...], checks: tuple[FieldCheck, ...]) -> Iterator[tuple[str, str]]:
    names = {(rule.table, name) for rule in rules for name in rule.fields} | {(one.table, one.field) for one in checks}
    for table, name in sorted(names):
        field = field_shown(layout, table, name)
        number = item_of(field) if field is not None else ""
        if number:
            yield name, number
