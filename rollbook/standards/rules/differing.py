"""What changes from one version of a standard to another: rules, the words they use, and fields of the layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from rollbook.base.errors import NotFound
from rollbook.standards.layouts import Field, Layout, layout_of
from rollbook.standards.rules.coverage import published
from rollbook.standards.rules.loading import rules_of
from rollbook.standards.rules.query import text_of
from rollbook.standards.rules.rule import Rule, plain_code
from rollbook.standards.tables import StandardData, standard_data, words_in
from rollbook.standards.tables.named import with_macros

# What of a rule makes it another: where it looks, when it objects, how much it weighs, what it tells whoever mends.
_TOLD = {"only": "whom it asks", "let": "what it works out", "window": "what it works out", "unless": "its exceptions"}
_TOLD |= {"error_when": "when it objects", "severity": "its severity", "needs": "what it needs", "table": "its records"}
_TOLD |= {"says": "its sentence", "fix": "its mend"}
_OF_FIELD = {"type": "kind", "length": "length", "range": "range", "pattern": "pattern", "occurs": "occurrence"}


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed, by its code or name, and in what."""

    name: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What comes, goes and changes. `unknown` are rules of the newer version whose text is not held."""

    before: Layout
    after: Layout
    come: tuple[Change, ...]
    gone: tuple[Change, ...]
    changed: tuple[Change, ...]
    unknown: tuple[Change, ...]
    fields_come: tuple[Change, ...]
    fields_gone: tuple[Change, ...]
    fields_changed: tuple[Change, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The rules that come, go or change, as plain codes."""
        return frozenset(plain_code(one.name) for one in (*self.come, *self.gone, *self.changed))


def difference(standard: str, before: str, after: str) -> Difference:
    """Compare two versions. NotFound when there are no rules for one of them."""
    old, new = _by_code(standard, before), _by_code(standard, after)
    layouts = layout_of(standard, before), layout_of(standard, after)
    old_fields, new_fields = ({_place(one): one for one in layout.fields} for layout in layouts)
    both = [(ones, new[code]) for code, ones in old.items() if code in new]
    known = {plain_code(one.code) for one in published(standard, before)}
    unknown = {
        plain_code(one.code): Change(one.code, one.why)
        for one in published(standard, after)
        if one.why
        and plain_code(one.code) not in new
        and (plain_code(one.code) in old or plain_code(one.code) not in known)
    }
    return Difference(
        *layouts,
        come=tuple(Change(ones[0].code, ones[0].says) for code, ones in new.items() if code not in old),
        gone=tuple(Change(ones[0].code, ones[0].says) for code, ones in old.items() if code not in {*new, *unknown}),
        changed=tuple(_changed(both, standard_data(standard, before), standard_data(standard, after))),
        unknown=tuple(unknown.values()),
        fields_come=tuple(Change(name) for name in new_fields if name not in old_fields),
        fields_gone=tuple(Change(name) for name in old_fields if name not in new_fields),
        fields_changed=tuple(
            Change(name, why)
            for name, one in old_fields.items()
            if name in new_fields and (why := _of_field(one, new_fields[name]))
        ),
    )


def _by_code(standard: str, version: str) -> dict[str, list[Rule]]:
    rules = rules_of(standard, version)
    if not rules:
        raise NotFound(
            f"There are no rules for {standard} {version}.", fix="Try: rollbook rules diff ilr 2025-26 2026-27."
        )
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(plain_code(rule.code), []).append(rule)
    return found


def _changed(both: list[tuple[list[Rule], list[Rule]]], old: StandardData, new: StandardData) -> Iterator[Change]:
    words = _other_words(old, new)
    macros = {macro.name: macro.sql for macro in new.macros}
    lists = {name for name in {*old.codes, *new.codes} if old.codes.get(name) != new.codes.get(name)}
    for before, after in both:
        why = [*_told(before, after)]
        used = words_in(with_macros(" ".join(text_of(rule) for rule in after), macros))
        why += [f"{word} means another thing" for word in words if word.casefold() in used]
        why += [f"the code list {name}" for rule in after for name in rule.code_lists if name in lists]
        if why:
            yield Change(after[0].code, ", ".join(dict.fromkeys(why)))


def _told(before: list[Rule], after: list[Rule]) -> Iterator[str]:
    """In what two versions of a rule differ; nothing when only the examples, or its source, do."""
    if len(before) != len(after):
        yield "how many kinds of record it asks"
        return
    for old, new in zip(before, after, strict=True):
        for one in fields(Rule):
            if one.name in _TOLD and getattr(old, one.name) != getattr(new, one.name):
                yield _TOLD[one.name]


def _other_words(old: StandardData, new: StandardData) -> list[str]:
    """Macros and derived columns whose SQL is another; those that are in one version only too."""
    before, after = _words(old), _words(new)
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _words(data: StandardData) -> Mapping[str, str]:
    derived = {one.name: one.sql for ones in data.derived.values() for one in ones}
    return {macro.name: macro.sql for macro in data.macros} | derived


def _place(field: Field) -> str:
    return f"{field.table}.{field.name}"


def _of_field(old: Field, new: Field) -> str:
    return ", ".join(said for name, said in _OF_FIELD.items() if getattr(old, name) != getattr(new, name))
