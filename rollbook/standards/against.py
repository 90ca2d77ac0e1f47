"""Holds a file against the one before it: who is gone, who has become somebody else, what went on and has vanished.

What is compared is data: `library/<standard>/against.toml`. The findings stand beside those of the rules.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa

from rollbook.base.errors import InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.standards.columns import without_rows
from rollbook.standards.finding_table import FINDING_COLUMNS, FINDING_SCHEMA
from rollbook.standards.layouts import folder_of
from rollbook.standards.loaded import Loaded
from rollbook.standards.tables.opening import literal, open_tables, quoted

CODES = {"gone": "against_gone", "changed": "against_changed", "vanished": "against_vanished"}


@dataclass(frozen=True, slots=True)
class Moved:
    """How the findings of two checks differ: those of the newer file alone, and those that have been cleared."""

    new: int
    cleared: int


def against(now: Loaded, before: Loaded) -> pa.Table:
    """The findings of one file against another of its standard, in FINDING_COLUMNS.

    InvalidInput when the two are of different standards; NotFound when nothing is said about how to compare them.
    """
    if now.layout.standard != before.layout.standard:
        says = f"One file is {now.layout.title}, the other {before.layout.title}."
        found = [Finding("against", "", says, "Give two files of one standard.")]
        raise InvalidInput(found, "Files of two standards cannot be compared.")
    form = _form(now.layout.standard)
    with open_tables() as connection:
        for side, loaded in (("now", now), ("before", before)):
            for name, rows in loaded.raw.items():
                connection.register(f"{side}_{name}", rows)
        parts = [connection.sql(query).to_arrow_table().cast(FINDING_SCHEMA) for query in _queries(form, now)]
    return pa.concat_tables(parts) if parts else without_rows(FINDING_SCHEMA)


def moved(now: pa.Table, before: pa.Table) -> Moved:
    """How many findings (rule, record and field) stand in only one of two checks."""
    ours, theirs = (
        set(zip(*(table[name].to_pylist() for name in ("rule", "record", "field")), strict=True))
        for table in (now, before)
    )
    return Moved(len(ours - theirs), len(theirs - ours))


@cache
def _form(standard: str) -> Mapping[str, Any]:
    path = folder_of(standard) / "against.toml"
    if not path.is_file():
        raise NotFound(f"Files of {standard} cannot be compared with earlier ones.", fix="Check the file alone.")
    return tomllib.loads(path.read_text("utf-8"))


def _queries(form: Mapping[str, Any], loaded: Loaded) -> Iterator[str]:
    top = form["record"]
    key = quoted(loaded.layout.table(top).key[0])
    same = f"upper(trim(n.{key})) = upper(trim(b.{key}))"
    if "gone" in form:
        rows = f"from before_{top} b where not exists (from now_{top} n where {same})"
        yield _finding("gone", form["gone"], top, key.strip('"'), f"b.{key}", f"b.{key}", "null", "1", rows)
    for one in form.get("changed", ()):
        field = quoted(one["fields"][0])
        told = "".join(
            f" and n.{field} <> {literal(value)} and b.{field} <> {literal(value)}" for value in one.get("unless", ())
        )
        rows = f"from now_{top} n join before_{top} b on {same} where n.{field} <> b.{field}{told}"
        yield _finding("changed", one, top, one["fields"][0], f"n.{key}", f"n.{field}", "n.id", "n.line", rows)
    for one in form.get("vanished", ()):
        yield _vanished(one, top, key, same)


def _vanished(one: Mapping[str, Any], top: str, key: str, same: str) -> str:
    table, link = one["table"], quoted(f"{top}_id")
    kept = " and ".join(f"nc.{quoted(name)} is not distinct from bc.{quoted(name)}" for name in one["key"])
    was = " and ".join(f"bc.{quoted(name)} = {literal(value)}" for name, value in one["while"].items())
    rows = f"""from before_{top} b join before_{table} bc on bc.{link} = b.id join now_{top} n on {same}
        where {was} and not exists (from now_{table} nc where nc.{link} = n.id and {kept})"""
    return _finding(
        "vanished", one, top, one["field"], f"n.{key}", f"bc.{quoted(one['field'])}", "n.id", "n.line", rows
    )


def _finding(
    kind: str, one: Mapping[str, Any], top: str, field: str, name: str, value: str, row: str, line: str, rows: str
) -> str:
    """A query whose rows are findings. `name`, `value`, `row` and `line` are SQL."""
    values = {
        "rule": literal(CODES[kind]), "severity": literal(one["severity"]), "table": literal(top), "row_id": row,
        "top_id": row, "record": f"concat({literal(top + ' ')}, {name})", "line": line, "field": literal(field),
        "value": value, "says": literal(one["says"]), "fix": literal(one["fix"]), "fields": f"[{literal(field)}]",
        "values": f"[{value}]",
    }  # fmt: skip
    types = {pa.int64(): "bigint", pa.string(): "varchar"}
    cells = ", ".join(
        f"cast({values[column]} as {types.get(kind, 'varchar[]')}) as {quoted(column)}"
        for column, kind in FINDING_COLUMNS.items()
    )
    return f"select {cells} {rows} order by {line}, {name}"
