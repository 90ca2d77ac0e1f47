"""Which fields a rule reads, and where: in its own record and those around it, or anywhere in the same top record."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from rollbook.standards.layouts import Layout, Table
from rollbook.standards.rules.parsing import Column, columns_in, expression, functions, parts_of
from rollbook.standards.rules.rule import Rule
from rollbook.standards.tables import StandardData

_WORD = re.compile(r"\w+")
Fields = dict[str, set[str]]  # by table


@dataclass
class Reads:
    """`row`: fields of the row itself, of the records around it, of the tables on top. `near`: of any record below the
    same top record."""

    row: Fields = field(default_factory=lambda: defaultdict(set))
    near: Fields = field(default_factory=lambda: defaultdict(set))

    def add(self, other: Reads) -> None:
        """Take another's in as well."""
        for table, names in other.row.items():
            self.row[table] |= names
        for table, names in other.near.items():
            self.near[table] |= names

    def as_near(self) -> Reads:
        """The same, looked for anywhere in the top record."""
        made = Reads()
        for fields in (self.row, self.near):
            for table, names in fields.items():
                made.near[table] |= names
        return made


@dataclass(eq=False)
class Reader:
    """Finds what rules of one version read; what macros and derived columns read is found once."""

    layout: Layout
    data: StandardData

    def __post_init__(self) -> None:
        self._macros = {macro.name: macro for macro in self.data.macros}
        self._derived = {table: {one.name: one for one in ones} for table, ones in self.data.derived.items()}
        self._tables = {table.name: table for table in self.layout.tables}
        self._known: dict[str, Reads] = {}

    def of_rule(self, rule: Rule) -> Reads:
        """What a rule reads, whichever of its parts reads it. ValueError when a part is not SQL."""
        parts, found = parts_of(rule), Reads()
        for node in parts.all:
            found.add(self._of(node, rule.table, frozenset(parts.let)))
        if rule.window:
            words = set(_WORD.findall(rule.window))
            found.near[rule.table] |= {one.name for one in self.layout.fields_of(rule.table) if one.name in words}
        return found

    def _of(self, node: object, table: str, without: frozenset[str] = frozenset()) -> Reads:
        found = Reads()
        for column in columns_in(node, table, without):
            found.add(self._column(column))
        for name in functions(node) & self._macros.keys():
            found.add(self._macro(name))
        return found

    def _column(self, column: Column) -> Reads:
        found = self._path(column.path, column.table)
        if column.depth:
            return found.as_near()
        if column.in_window:
            found.add(found.as_near())
        return found

    def _path(self, path: tuple[str, ...], table: str) -> Reads:
        """What stands at a path below a row of a table: a field, a parent's, a child's, a derived column's sources."""
        found = Reads()
        if table not in self._tables:
            return found
        name = path[0]
        own = next((one.name for one in self.layout.fields_of(table) if one.name.casefold() == name.casefold()), "")
        if own:
            found.row[table].add(own)
        elif name in self._derived.get(table, {}):
            found = self._derivation(table, name).as_near()
        elif name in self._tables and len(path) > 1:
            found = self._path(path[1:], name)
            found = found.as_near() if self._tables[name].parent == table else found
        else:
            child = next((one for one in self.layout.children_of(table) if name in (one.many, one.name)), None)
            if child is not None:
                found.near[child.name] |= self._in_list(child)
        return found

    def _in_list(self, child: Table) -> set[str]:
        words = set(_WORD.findall(child.short.split(" ")[0])) if child.short else set()
        return {one.name for one in self.layout.fields_of(child.name) if not child.short or one.name in words}

    def _macro(self, name: str) -> Reads:
        if name not in self._known:
            self._known[name] = Reads()  # a macro that came back to itself would read nothing more
            macro = self._macros[name]
            self._known[name] = self._of(expression(f"({macro.sql})"), "", frozenset(macro.args)).as_near()
        return self._known[name]

    def _derivation(self, table: str, name: str) -> Reads:
        key = f"{table}.{name}"
        if key not in self._known:
            self._known[key] = Reads()
            self._known[key] = self._of(expression(f"({self._derived[table][name].sql})"), table)
        return self._known[key]


@lru_cache(maxsize=8)
def reader_for(layout: Layout, data: StandardData) -> Reader:
    """One reader for each version."""
    return Reader(layout, data)


def fields_of(reads: Iterable[Fields]) -> set[tuple[str, str]]:
    """All (table, field) of some reads."""
    return {(table, name) for fields in reads for table, names in fields.items() for name in names}
