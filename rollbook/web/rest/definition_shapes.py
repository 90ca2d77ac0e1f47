"""What is told of rules and of the dictionary: the same for everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Schema


class Book(Schema):
    """One version of a standard: how many rules it has, how many checks come out of its layout."""

    standard: str
    version: str
    title: str
    unofficial: str
    rules: int
    checks: int
    published: int


class Books(Schema):
    """Every standard and version that files are checked by."""

    standards: list[Book]


class RuleLine(Schema):
    """A rule in a list."""

    code: str
    severity: str
    table: str
    fields: list[str]
    says: str


class RuleLines(Schema):
    """Rules, by code."""

    rules: list[RuleLine]


class Unless(Schema):
    """When a rule does not apply all the same, as SQL and in words."""

    when: str
    says: str


class Rule(Schema):
    """A rule whole, as `rollbook rules show --json` tells it. Examples are the valid record with these changes."""

    code: str
    severity: str
    stage: str
    table: str
    fields: list[str]
    since: str | None
    until: str | None
    terms: list[str]
    phases: list[str]
    only: str
    let: dict[str, str]
    window: str
    error_when: str
    checked_by: str
    unless: list[Unless]
    needs: list[str]
    says: str
    fix: str
    because: str
    source: str
    passes: list[dict[str, Any]]
    fails: list[dict[str, Any]]


class Check(Schema):
    """A check that follows from a field of the layout."""

    table: str
    field: str
    says: str
    fix: str


class Form(Schema):
    """What can be wrong with the form of a file of any standard: what it is, how to mend it, why it matters."""

    means: str
    fix: str
    because: str


class RuleTold(Schema):
    """Everything under one code in one version, and in which other versions it stands."""

    code: str
    standard: str
    version: str
    rules: list[Rule]
    checks: list[Check]
    form: Form | None
    versions: list[str]


class ItemLine(Schema):
    """A data item in a list. `key` is its number, with `.2` where a number stands twice."""

    key: str
    number: str
    title: str
    tag: str
    data_set: str
    module: str
    notation: str
    code_set: str
    valid_to: date | None = None


class Code(Schema):
    """A code, what it means, and the days it counts where they are known."""

    code_set: str
    value: str
    label: str
    valid_from: date | None = None
    valid_to: date | None = None


class Found(Schema):
    """What words found: items, best first; where there is none, codes."""

    items: list[ItemLine]
    codes: list[Code]


class Version(Schema):
    """One version of an item, with its source and why it came."""

    version: int
    title: str
    tag: str
    notation: str
    valid_from: date | None = None
    valid_to: date | None = None
    because: str
    source: str


class Use(Schema):
    """One place that uses an item: a learner's field, a field of a file, or a rule."""

    kind: str
    standard: str
    version: str
    where: str


class Item(ItemLine):
    """An item with its versions, who asks for it, and what uses it."""

    about: str
    superseded_by: str
    versions: list[Version]
    collections: list[str]
    uses: list[Use]


class Items(Schema):
    """The items of a number: more than one where the published list has it again."""

    items: list[Item]


class CodeSetLine(Schema):
    """A code set in a list."""

    number: str
    title: str
    superseded_by: str


class CodeSets(Schema):
    """Every code set."""

    code_sets: list[CodeSetLine]


class CodeSet(CodeSetLine):
    """A code set with its codes, and the items that hold them."""

    codes: list[Code]
    items: list[ItemLine]
