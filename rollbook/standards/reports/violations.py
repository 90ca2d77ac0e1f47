"""The department's own report of violations: one row a finding, in its columns and order, as CSV.

Which columns, and where each value comes from, is data: `library/<standard>/reports/violations.toml`.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TextIO

from rollbook.base.cells import harmless
from rollbook.base.errors import NotFound
from rollbook.standards.checking import CheckResult
from rollbook.standards.layouts import Layout, folder_of
from rollbook.standards.loaded import Loaded
from rollbook.standards.tables.opening import literal, open_tables, quoted

_PIECE = 10_000
_OWN = {
    "severity": "case f.severity when 'warning' then 'W' when 'query' then 'Q' else 'E' end",
    "rule": "f.rule",
    "says": "f.says",
    "values": """array_to_string(list_transform(list_zip(f.fields, f."values"),
        lambda x: concat(x[1], '=', coalesce(x[2], ''))), '|')""",
    "nothing": "''",
}


def write_violations(checked: CheckResult, loaded: Loaded, out: TextIO) -> None:
    """Write the report on a file that was `loaded`. NotFound when the standard has none."""
    form = _form(checked.layout.standard)
    columns: Sequence[Mapping[str, Any]] = form["column"]
    writer = csv.writer(out)
    writer.writerow([column["heading"] for column in columns])
    with open_tables() as connection:
        connection.register("findings", checked.table)
        for name, table in loaded.raw.items():
            connection.register(f"raw_{name}", table)
        rows = connection.execute(_query(form, columns, checked.layout))
        while piece := rows.fetchmany(_PIECE):
            writer.writerows([harmless(cell) for cell in row] for row in piece)


@cache
def _form(standard: str) -> Mapping[str, Any]:
    path = folder_of(standard) / "reports" / "violations.toml"
    if not path.is_file():
        raise NotFound(f"There is no report of violations for {standard}.", fix="Ask for html, csv or json instead.")
    return tomllib.loads(path.read_text("utf-8"))


def _query(form: Mapping[str, Any], columns: Sequence[Mapping[str, Any]], layout: Layout) -> str:
    """Findings with the record on top and the nearest row below it, errors first, then by rule."""
    top, nearest = form["record"], form["nearest"]
    cells = ", ".join(f"{_cell(column, layout, top, nearest)} as c{place}" for place, column in enumerate(columns))
    return f"""
        select {cells}
        from (select *, {_nearest_id(layout, nearest)} as nearest_id from findings) f
        left join {quoted(f"raw_{top}")} top on top.id = f.top_id and {_below(layout, top)}
        left join {quoted(f"raw_{nearest}")} near on near.id = f.nearest_id
        order by list_position(['error', 'query', 'warning'], f.severity), f.rule, f.line, f.row_id"""


def _below(layout: Layout, top: str) -> str:
    """Whether a finding is about the record on top or something below it."""
    names = [table.name for table in layout.tables if table.name == top or top in layout.parents_of(table.name)]
    return f"""f."table" in ({", ".join(map(literal, names))})"""


def _nearest_id(layout: Layout, nearest: str) -> str:
    """The id of the nearest row: the finding's own, or the one that its row stands in."""
    link = quoted(f"{nearest}_id")
    cases = [f"when {literal(nearest)} then row_id"] + [
        f"""when {literal(table.name)} then
            (select any_value({link}) from {quoted(f"raw_{table.name}")} r where r.id = row_id)"""
        for table in layout.tables
        if nearest in layout.parents_of(table.name)
    ]
    return f"""case "table" {" ".join(cases)} end"""


def _cell(column: Mapping[str, Any], layout: Layout, top: str, nearest: str) -> str:
    if "is" in column:
        return _OWN[column["is"]]
    table, _, field = column["from"].partition(".")
    if table not in _names(layout) or field not in {one.name for one in layout.fields_of(table)}:
        return "''"  # a field of other years: the column stays, as the department's does
    if table in (top, nearest):
        return f"{'top' if table == top else 'near'}.{quoted(field)}"
    parent = layout.table(table).parent
    tests = " and ".join(f"c.{quoted(name)} = {literal(value)}" for name, value in column["of"].items())
    link = f"c.{quoted(parent + '_id')} = {'top' if parent == top else 'near'}.id"
    return f"(select any_value(c.{quoted(field)}) from {quoted(f'raw_{table}')} c where {link} and {tests})"


def _names(layout: Layout) -> frozenset[str]:
    return frozenset(table.name for table in layout.tables)
