"""A layout taken apart for a reader: one part for each table, and in it the elements in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rollbook.standards.fields import FieldCheck, Kind, field_checks
from rollbook.standards.fields.presence import nearest_table
from rollbook.standards.layouts import OWN_TEXT, ROOT, Element, Field, Layout, Table
from rollbook.standards.rules.loading import rules_of
from rollbook.standards.rules.shown import field_shown
from rollbook.standards.uses import item_of

_OF_RECORDS = (Kind.TOO_MANY, Kind.TOO_FEW)
_OF_CHOICES = (Kind.SEVERAL, Kind.NONE)


@dataclass(frozen=True, slots=True)
class Line:
    """One element. `name` is its path within the part, or the heading of its column; empty for a table's own text.

    `item` is its number in the Common Basic Data Set, `rules` the codes of the rules that show its value.
    """

    element: Element
    name: str
    item: str = ""
    checks: tuple[FieldCheck, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The elements of one table. The first part is the file itself: its table is None, unless its root is one."""

    name: str
    table: Table | None
    lines: tuple[Line, ...]

    @property
    def fields(self) -> int:
        """How many values it holds."""
        return sum(isinstance(line.element, Field) for line in self.lines)


@cache
def parts_of(layout: Layout) -> tuple[Part, ...]:
    """Every part that holds anything, the file itself first, then the tables in the order of the document."""
    root = next((one for one in layout.tables if one.at == ROOT), None)
    tables = [root, *(one for one in layout.tables if one.at != ROOT)]
    known = _Known(layout, field_checks(layout), _rules_by_field(layout))
    made = (Part(_name(layout, table), table, tuple(_lines(known, table))) for table in tables)
    return tuple(part for part in made if part.lines)


def _name(layout: Layout, table: Table | None) -> str:
    if table is None or table.at == ROOT:
        return layout.root or "The file"
    return table.at or table.name


@dataclass(frozen=True, slots=True)
class _Known:
    """What is looked up for every line. `rules` are by table and field."""

    layout: Layout
    checks: tuple[FieldCheck, ...]
    rules: dict[tuple[str, str], tuple[str, ...]]


def _lines(known: _Known, table: Table | None) -> Iterator[Line]:
    own = table.name if table else ""
    for element in known.layout.elements:
        around = nearest_table(known.layout, element)
        is_here = around == own or (around == "" and table is not None and table.at == ROOT)
        if not is_here or element is table:
            continue
        name = _path_within(element, table)
        checks = tuple(one for one in known.checks if _is_about(one, element, around))
        if isinstance(element, Field):
            yield Line(element, name, item_of(element), checks, known.rules.get((element.table, element.name), ()))
        else:
            yield Line(element, name, checks=checks)


def _path_within(element: Element, table: Table | None) -> str:
    if isinstance(element, Table) and not element.at:
        return element.name
    base = f"{table.at}/" if table and table.at not in ("", ROOT) else ""
    within = element.at.removeprefix(base)
    return "" if within == OWN_TEXT else within


def _is_about(check: FieldCheck, element: Element, around: str) -> bool:
    if isinstance(element, Field) and check.kind not in _OF_CHOICES:
        return check.definition is element
    if isinstance(element, Table) and check.kind not in _OF_CHOICES:
        return check.table == element.name and check.definition is None and _says_of_itself(check, element)
    name = element.at.rpartition("/")[2]
    return check.definition is None and (check.table, check.field) == (around, name) and check.kind not in _OF_RECORDS


def _says_of_itself(check: FieldCheck, table: Table) -> bool:
    return check.kind in _OF_RECORDS or check.field == table.at.rpartition("/")[2]


def _rules_by_field(layout: Layout) -> dict[tuple[str, str], tuple[str, ...]]:
    """By table and field, the codes of the rules whose findings show its value, in alphabetical order."""
    found: dict[tuple[str, str], set[str]] = {}
    for rule in rules_of(layout.standard, layout.version):
        for name in rule.fields:
            field = field_shown(layout, rule.table, name)
            if field is not None:
                found.setdefault((field.table, field.name), set()).add(rule.code)
    return {field: tuple(sorted(codes, key=str.casefold)) for field, codes in found.items()}
