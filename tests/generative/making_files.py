"""Anything a file of a layout can hold, right or wrong, made from the layout alone: one way for every standard."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from rollbook.standards.layouts import ROOT, Field, Layout, Table
from rollbook.standards.loaded import Loaded, schema_of

# What XML can hold: no controls but these three, no half of a surrogate pair.
_XML = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from(
    "\t\n\r &<>\"'"
)
_CELL = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufeff") | st.sampled_from(
    "\r\n,;\"' "
)
_PLACE = st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"])
_MOST = 3


def files_of(layout: Layout) -> st.SearchStrategy[Loaded]:
    """Files of this layout: any number of records, any text in any field that its shape can carry."""
    return _loaded(layout)


@st.composite
def _loaded(draw: st.DrawFn, layout: Layout) -> Loaded:
    making = _Making(draw, layout)
    top = [table for table in layout.tables if not table.parent]
    for table in top:
        making.add(table, {}, {})
    raw = {}
    for table in layout.tables:
        rows = making.rows[table.name]
        schema = schema_of(layout, table.name)
        raw[table.name] = pa.table({name: [row.get(name) for row in rows] for name in schema.names}, schema=schema)
    return Loaded(layout, raw)


class _Making:
    def __init__(self, draw: st.DrawFn, layout: Layout) -> None:
        self.draw, self.layout, self.line = draw, layout, 0
        self.rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in layout.tables}

    def add(self, table: Table, ids: dict[str, int], parent: dict[str, Any]) -> None:
        """The rows of a table below one of its parent's, each with what stands below it."""
        for nth in range(1, self._how_many(table) + 1):
            self.line += 1
            row = {"id": len(self.rows[table.name]) + 1, "line": self.line, "nth": nth, **ids}
            row |= self._values(table, parent)
            self.rows[table.name].append(row)
            for below in self.layout.children_of(table.name):
                self.add(below, {**ids, f"{table.name}_id": row["id"]}, row)

    def _how_many(self, table: Table) -> int:
        if table.at == ROOT or (self.layout.shape != "xml" and table.is_single):
            return 1
        return self.draw(st.integers(0, 1 if table.is_single else _MOST))

    def _values(self, table: Table, parent: dict[str, Any]) -> dict[str, Any]:
        fields = self.layout.fields_of(table.name)
        named = {one.name: one for one in fields}
        some = self.draw(st.lists(st.sampled_from(list(named)), max_size=6, unique=True)) if fields else []
        made = {name: self.draw(self._value(named[name])) for name in some}
        if self.layout.shape == "fixed":
            self._be_a_record(table, made, parent)
        if self.layout.shape == "delimited" and not any((value or "").strip() for value in made.values()):
            made[fields[0].name] = "1"  # a row of blanks is no record
        for one in fields:
            is_own_text = one.at.endswith("/.")
            holder = next((other for other in fields if one.at.startswith(f"{other.at}/@")), None)
            if is_own_text or (holder and made.get(one.name) is not None):
                name = one.name if is_own_text else holder.name  # type: ignore[union-attr]
                made[name] = made.get(name) or ""  # an element that is there has a text, if an empty one
        return made

    def _value(self, field: Field) -> st.SearchStrategy[str]:
        if self.layout.shape == "xml":
            return st.text(_XML, max_size=6)
        if self.layout.shape == "delimited":
            return st.text(_CELL, max_size=6).filter(bool)
        text = st.text(_PLACE, min_size=1, max_size=field.width)
        return text.filter(lambda value: value.rstrip(" ") == value and value not in self.layout.blank)

    def _be_a_record(self, table: Table, made: dict[str, Any], parent: dict[str, Any]) -> None:
        """A line of fixed width says what it is, and which record it belongs to."""
        if table.when is None:
            made[self.layout.fields_of(table.name)[0].name] = "a line"
            return
        mark = next(one for one in self.layout.fields_of(table.name) if one.start == table.when.start)
        made[mark.name] = self.draw(st.sampled_from(table.when.values))
        for own, theirs in table.link:
            made[own] = parent.get(theirs)
        for own in [theirs for below in self.layout.children_of(table.name) for _, theirs in below.link]:
            made.setdefault(own, f"{len(self.rows[table.name]) + 1}")
