"""Where a layout's field disagrees with its data item: another type, length, code set or name; and what may differ."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rollbook.definitions import LearnerField, learner_definition
from rollbook.definitions.cbds import Dictionary, Item, dictionary
from rollbook.definitions.code_sets import code_set
from rollbook.standards.layouts import Field, Layout, folder_of
from rollbook.standards.tables.versions import holds
from rollbook.standards.uses import item_of

_ACCEPTED = Path(__file__).with_name("accepted_differences.toml")
_CODE_SET = re.compile(r"D\d{5}$")

# A field's type, and the kinds of item it may stand for. A text holds anything that is written as text.
_FITS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"text", "digits", "year", "month", "time"}),
    "int": frozenset({"digits", "number", "year"}),
    "decimal": frozenset({"digits", "number"}),
    "date": frozenset({"date"}),
    "datetime": frozenset({"time_stamp"}),
    "boolean": frozenset({"yes_no"}),
}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One way in which a field differs from its item. `what` is number, type, length, codes or tag."""

    standard: str
    version: str
    at: str
    item: str
    what: str
    field_says: str
    item_says: str

    def __str__(self) -> str:
        return (
            f"{self.standard} {self.version} {self.at}: {self.what} is {self.field_says}, "
            f"but item {self.item} says {self.item_says}"
        )


def disagreements(layout: Layout, known: Dictionary | None = None) -> Iterator[Disagreement]:
    """Each disagreement of a layout with the items its fields name. A field may follow any version of its item."""
    for field in layout.fields:
        if number := item_of(field):
            yield from _of_field(layout.standard, layout.version, field, number, known or dictionary())


def learner_disagreements(known: Dictionary | None = None) -> Iterator[Disagreement]:
    """Each disagreement of a learner's field with its item."""
    for each in learner_definition().fields.values():
        if each.item:
            yield from _of_field("learner", "", _as_field(each), each.item, known or dictionary())


def _as_field(given: LearnerField) -> Field:
    return Field(
        at=given.name,
        name=given.name,
        table="learner",
        type="date" if given.kind == "date" else "text",
        length=(0, given.max_length),
        values=tuple(code_set(given.code_set).codes) if given.code_set else (),
    )


def _of_field(standard: str, version: str, field: Field, number: str, known: Dictionary) -> Iterator[Disagreement]:
    versions = [item for each in known.items.values() if each[0].number == number for item in each]
    if not versions:
        yield Disagreement(standard, version, field.at, number, "number", number, "nothing: there is no such item")
        return
    listed = _list_of(standard, version, field)
    for what, said in _compared(field, versions, known, listed).items():
        yield Disagreement(standard, version, field.at, number, what, *said)


@dataclass(frozen=True, slots=True)
class _Listed:
    """What codes a field may hold: those of a code set, or its own."""

    code_set: str = ""
    own: frozenset[str] = frozenset()


def _list_of(standard: str, version: str, field: Field) -> _Listed:
    """The field's code list: a code set by its number, the standard's own list for the version, or its values."""
    if _CODE_SET.match(field.codes):
        return _Listed(code_set=field.codes)
    path = folder_of(standard) / "codes" / f"{field.codes}.toml"
    if not field.codes or not path.exists():
        return _Listed(own=frozenset(field.values))
    for edition in tomllib.loads(path.read_text("utf-8"))["edition"]:
        if holds(version, edition):
            own = (one if isinstance(one, str) else one["code"] for one in edition.get("codes", ()))
            return _Listed(edition.get("from", ""), frozenset(own))
    return _Listed()


def is_accepted(found: Disagreement) -> str:
    """Why a disagreement is right as it is, or an empty text."""
    return next((entry["because"] for entry in accepted() if _covers(entry, found)), "")


@cache
def accepted() -> tuple[dict[str, Any], ...]:
    """The differences that are right as they are, each with its reason."""
    return tuple(tomllib.loads(_ACCEPTED.read_text("utf-8"))["accepted"])


def _covers(entry: Mapping[str, Any], found: Disagreement) -> bool:
    named = {name: entry[name] for name in ("standard", "version", "at", "item", "what") if name in entry}
    return all(getattr(found, name) == value for name, value in named.items())


def _compared(field: Field, versions: list[Item], known: Dictionary, listed: _Listed) -> dict[str, tuple[str, str]]:
    """What differs from every version of the item: what the field says and what the latest version says."""
    checks: dict[str, Callable[[Field, Item], tuple[str, str] | None]] = {
        "type": _type,
        "length": _length,
        "codes": lambda _, item: _codes(listed, item, known),
        "tag": _tag,
    }
    found = {}
    for what, check in checks.items():
        said = [check(field, item) for item in versions]
        if all(each is not None for each in said):
            found[what] = said[-1]
    return {what: said for what, said in found.items() if said is not None}


def _type(field: Field, item: Item) -> tuple[str, str] | None:
    kind = item.format.kind
    if not kind or kind in _FITS[field.type] or (field.type == "text" and field.values):
        return None
    if field.type in ("text", "int") and item.code_set:  # codes are compared as codes
        return None
    return field.type, str(item.format)


def _length(field: Field, item: Item) -> tuple[str, str] | None:
    most = field.length[1] if field.length else field.digits or field.longest or field.width or None
    stated = item.format.length
    if not most or not stated or item.format.kind not in ("text", "digits") or most == stated:
        return None
    return str(most), str(stated)


def _codes(listed: _Listed, item: Item, known: Dictionary) -> tuple[str, str] | None:
    """A list may come from the item's code set or from one that took its place; its own codes must be in the set."""
    if listed.code_set and listed.code_set not in _line_of(item.code_set, known):
        return listed.code_set, item.code_set or "no code set"
    held = known.code_sets.get(item.code_set)
    if listed.code_set or not listed.own or held is None:
        return None
    strange = sorted(listed.own - {value for row in held.rows for value in (*row.values, row.code)})
    return (", ".join(strange), f"no such code in {held.number}") if strange else None


def _line_of(number: str, known: Dictionary) -> list[str]:
    """A code set and those that took its place, one after another."""
    line = [number]
    while (held := known.code_sets.get(line[-1])) is not None and held.superseded_by:
        line.append(held.superseded_by)
    return line


def _tag(field: Field, item: Item) -> tuple[str, str] | None:
    element = field.at.removesuffix("/.").rpartition("/")[2].lstrip("@")  # `Disability/.` is the element's own text
    names = {element, *field.also}
    return None if not item.tag or item.tag in names else (sorted(names)[0], item.tag)
