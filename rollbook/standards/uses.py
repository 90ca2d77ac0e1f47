"""Who uses a data item: learners' fields, the fields of layouts, and the rules that read those fields.

A layout's field names its item (`item = "100016"`), or carries a learner's field that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rollbook.base.errors import SetupMissing
from rollbook.definitions import learner_definition
from rollbook.definitions.cbds import Use
from rollbook.standards.layouts import Field, Layout, known_layouts

if TYPE_CHECKING:
    from rollbook.standards.rules.rule import Rule


def uses(items: Iterable[str] | None = None) -> dict[str, list[Use]]:
    """By number of the item, everything that uses it: fields first, then rules. With `items`, of these only."""
    wanted = None if items is None else frozenset(items)
    found: dict[str, list[Use]] = {}
    rules = (used for layout in known_layouts() for used in _rules(layout, wanted))
    for item, use in (*_learner_fields(), *_fields_of_files(), *rules):
        if wanted is None or item in wanted:
            found.setdefault(item, []).append(use)
    return found


def item_of(field: Field) -> str:
    """The item of a layout's field: its own, or that of the learner's field it carries; empty for neither."""
    return field.item or _items_of_learner().get(field.field, "")


def _items_of_learner() -> dict[str, str]:
    return {field.name: field.item for field in learner_definition().fields.values() if field.item}


def _learner_fields() -> Iterator[tuple[str, Use]]:
    for field in learner_definition().fields.values():
        if field.item:
            yield field.item, Use("learner's field", "rollbook", "", field.name, field.code_set)


def _fields_of_files() -> Iterator[tuple[str, Use]]:
    for layout in known_layouts():
        for field in layout.fields:
            if item := item_of(field):
                yield item, Use("field of a file", layout.standard, layout.version, field.at, field.codes)


def _rules(layout: Layout, wanted: frozenset[str] | None) -> Iterator[tuple[str, Use]]:
    fields = [each for each in layout.fields if item_of(each) and (wanted is None or item_of(each) in wanted)]
    if not fields:
        return
    from rollbook.standards.rules.loading import in_force  # it loads Arrow, which most questions here do not need

    for rule in _rules_of(layout.standard):
        if in_force(rule, layout.version):
            for field in fields:
                if _reads(rule, field):
                    yield item_of(field), Use("rule", layout.standard, layout.version, rule.code)


def _rules_of(standard: str) -> tuple[Rule, ...]:
    from rollbook.standards.rules.loading import every_rule  # as above

    try:
        return every_rule(standard)
    except SetupMissing:  # a file of rules that cannot be read is told by `rollbook rules`, not here
        return ()


def _reads(rule: Rule, field: Field) -> bool:
    """Whether a rule looks at a field: it shows it, or names its column."""
    if rule.table == field.table and field.name in rule.fields:
        return True
    said = " ".join((rule.error_when, rule.only, rule.window, *(term for _, term in rule.let)))
    column = re.escape(field.name)
    own = rf"(?<![\w.]){column}\b" if rule.table == field.table else rf"\b{re.escape(field.table)}\.{column}\b"
    return re.search(own, said) is not None
