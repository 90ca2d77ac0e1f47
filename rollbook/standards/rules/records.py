"""Examples as records: the standard's valid record, changed as an example says, laid out as raw tables.

A list given for a table replaces the valid one. Its items start from the valid item at the same place, or from the
first one with a key of its own; items of tables that have a shorthand start empty. `""` takes a value or table away;
`{ long = 36 }` stands for a value of 36 letters, and `{ many = 3 }` for a list of so many records, all as the first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

import pyarrow as pa

from rollbook.base.errors import SetupMissing
from rollbook.standards.layouts import Layout, Table, folder_of
from rollbook.standards.loaded import schema_of
from rollbook.standards.tables import read_shorthand

Node = dict[str, Any]  # one record: its fields as text, its single tables as nodes, its lists as lists of nodes
_END = re.compile(r"\d*$")


@cache
def valid_record(standard: str, version: str) -> Mapping[str, Any]:
    """The record that all examples of a version start from. SetupMissing when the standard has none."""
    path = folder_of(standard) / "valid" / f"{version}.toml"
    if not path.is_file():
        raise SetupMissing(f"{standard} {version} has no valid record.", fix=f"Write {path.name} in {path.parent}.")
    return tomllib.loads(path.read_text("utf-8"))


def main_table(layout: Layout) -> Table:
    """The table of the people a file is about: the one that is streamed, or the first on top that may repeat."""
    streamed = [one for one in layout.tables if one.at in layout.stream]
    return next(iter([*streamed, *(one for one in _on_top(layout) if not one.is_single)]))


def changed(layout: Layout, valid: Mapping[str, Any], changes: Mapping[str, Any]) -> Node:
    """The whole document of an example. ValueError when a change names nothing in the layout."""
    document = _merged_children(layout, "", {}, valid)
    main = main_table(layout)
    on_top = {one.name if one.is_single else one.many for one in _on_top(layout)}
    own = {key: one for key, one in changes.items() if key not in on_top}
    if own:  # before the lists, so that what is said once holds for every record that starts from the first
        first, *others = document.get(main.many) or [{}]
        document[main.many] = [_merged(layout, main, first, own), *others]
    return _merged_children(layout, "", document, {key: one for key, one in changes.items() if key in on_top})


def raw_tables(layout: Layout, document: Node) -> dict[str, pa.Table]:
    """A document as the raw tables that reading its file would give; every line is 1."""
    rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in layout.tables}
    _lay_out(layout, "", document, {}, rows)
    return {table.name: _arrow(layout, table, rows[table.name]) for table in layout.tables}


def as_text(value: Any) -> str:
    """A value of TOML as a file writes it."""
    if isinstance(value, Mapping):
        return "A" * int(value["long"])
    return str(value).lower() if isinstance(value, bool) else str(value)


def _on_top(layout: Layout) -> list[Table]:
    return [one for one in layout.tables if not one.parent]


def _children(layout: Layout, name: str) -> dict[str, Table]:
    """The tables below, under the word an example uses: its name if it is single, else its plural."""
    found = [one for one in layout.tables if one.parent == name]
    return {one.name if one.is_single else one.many: one for one in found}


def _merged(layout: Layout, table: Table, node: Node, changes: Mapping[str, Any]) -> Node:
    fields = {one.name for one in layout.fields_of(table.name)}
    made = dict(node)
    for key in changes.keys() & fields:
        made[key] = as_text(changes[key])
    made = {key: one for key, one in made.items() if one != ""}
    return _merged_children(layout, table.name, made, {key: changes[key] for key in changes if key not in fields})


def _merged_children(layout: Layout, name: str, node: Node, changes: Mapping[str, Any]) -> Node:
    children, made = _children(layout, name), dict(node)
    for key, given in changes.items():
        if key not in children:
            raise ValueError(f"{key} is no field and no table of {name or 'the file'}")
        if given == "":
            made.pop(key, None)
        elif children[key].is_single:
            made[key] = _merged(layout, children[key], made.get(key, {}), given)
        else:
            made[key] = _merged_list(layout, children[key], made.get(key, []), given)
    return made


def _merged_list(layout: Layout, table: Table, nodes: list[Node], given: list[Any] | Mapping[str, int]) -> list[Node]:
    if isinstance(given, Mapping):
        return [nodes[0]] * given["many"]
    made = []
    for place, one in enumerate(given):
        changes = read_shorthand(one, table, layout) if isinstance(one, str) else one
        node = {} if table.short else nodes[place] if place < len(nodes) else _another(table, nodes, place)
        made.append(_merged(layout, table, node, changes))
    return made


def _another(table: Table, nodes: list[Node], place: int) -> Node:
    """A copy of the first one with a key of its own: `L1` becomes `L2`."""
    if not nodes:
        return {}
    return nodes[0] | {key: _END.sub(str(place + 1), nodes[0][key], count=1) for key in table.key if key in nodes[0]}


def _lay_out(layout: Layout, name: str, node: Node, ids: dict[str, int], rows: dict[str, list[dict[str, Any]]]) -> None:
    for key, table in _children(layout, name).items():
        given = node.get(key)
        for nth, child in enumerate([given] if isinstance(given, dict) else given or [], start=1):
            number = len(rows[table.name]) + 1
            fields = {one.name: child.get(one.name) for one in layout.fields_of(table.name)}
            rows[table.name].append({"id": number, "line": 1, "nth": nth, **ids, **fields})
            _lay_out(layout, table.name, child, ids | {f"{table.name}_id": number}, rows)


@cache
def empty_table(layout: Layout, name: str) -> pa.Table:
    """A raw table without rows."""
    return schema_of(layout, name).empty_table()


def _arrow(layout: Layout, table: Table, rows: list[dict[str, Any]]) -> pa.Table:
    if not rows:
        return empty_table(layout, table.name)
    schema = schema_of(layout, table.name)
    return pa.table([pa.array([row[one.name] for row in rows], one.type) for one in schema], schema=schema)
