"""A layout: one standard, version and shape of file, as data. Reader, writer, XSD and field checks come from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from rollbook.standards.layouts.elements import ROOT, Element, Field, Group, NamedType, Table


@dataclass(frozen=True, eq=False)
class Layout:
    """One kind of file. `elements` are groups, tables and fields in the order of the document.

    `shape` is `xml`, `delimited` or `fixed`. `known_by` holds patterns of what is found at a path in a file of this
    kind (`{"Header/CTFversion": "12.0"}`) where root and namespace do not tell. `stream` are the paths whose elements
    are read one at a time and then forgotten. `unofficial` says whose reading it is, where no published document could
    be had; what is wrong by that reading alone (`warnings`: codes of findings about the structure) is a warning.
    `file_name_rules` are the standard's own rules about a file's name, each with a pattern of the names that it judges:
    of those, reading says nothing.
    """

    standard: str
    version: str
    shape: str
    title: str
    source: str
    elements: tuple[Element, ...]
    file_name: re.Pattern[str] = re.compile("(?!)")  # matches nothing: any name will do
    file_name_rules: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    unofficial: str = ""
    max_bytes: int = 2_000_000_000
    encodings: tuple[str, ...] = ("utf-8",)
    types: Mapping[str, NamedType] = field(default_factory=dict)
    # xml
    root: str = ""
    namespace: str = ""
    stream: tuple[str, ...] = ()
    known_by: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    # delimited
    newline: str = "\r\n"
    separator: str = ","
    returned: tuple[Field, ...] = ()
    # fixed
    width: int = 0
    date: str = "%Y-%m-%d"
    blank: tuple[str, ...] = ("",)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables, in the order of the document."""
        return tuple(one for one in self.elements if isinstance(one, Table))

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All fields, in the order of the document."""
        return tuple(one for one in self.elements if isinstance(one, Field))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups, in the order of the document."""
        return tuple(one for one in self.elements if isinstance(one, Group))

    @cached_property
    def _by_name(self) -> dict[str, Table]:
        return {table.name: table for table in self.tables}

    @cached_property
    def _by_table(self) -> dict[str, tuple[Field, ...]]:
        return {table.name: tuple(one for one in self.fields if one.table == table.name) for table in self.tables}

    def table(self, name: str) -> Table:
        """The table of that name; KeyError when there is none."""
        return self._by_name[name]

    def fields_of(self, table: str) -> tuple[Field, ...]:
        """The fields of one table, in order."""
        return self._by_table.get(table, ())

    def parents_of(self, table: str) -> tuple[str, ...]:
        """The tables around this one, the outermost first."""
        parent = self.table(table).parent
        return (*self.parents_of(parent), parent) if parent else ()

    def children_of(self, table: str) -> tuple[Table, ...]:
        """The tables right below this one (below none, for an empty name), in order."""
        return tuple(one for one in self.tables if one.parent == table and one.at != ROOT)

    def columns_of(self, table: str) -> tuple[str, ...]:
        """The columns of a raw table: `id`, `line`, `nth`, one id for each table around it, then its fields."""
        ids = (f"{parent}_id" for parent in self.parents_of(table))
        return ("id", "line", "nth", *ids, *(one.name for one in self.fields_of(table)))

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of a delimited file, in order."""
        return tuple(one.at for one in self.fields)

    def as_fields(self, values: Mapping[str, str]) -> dict[str, str]:
        """The learner's details under their field names, out of values under their headings."""
        return {one.field: values.get(one.at, "") for one in self.fields if one.field}

    def heading_of(self, name: str) -> str:
        """The column of a learner's field, or the field's own name where the file has no such column."""
        return next((one.name for one in self.fields if one.field == name), name)

    def with_return_columns(self) -> Layout:
        """The same layout with the columns that an answer adds at the end."""
        return replace(self, elements=(*self.elements, *self.returned), returned=())
