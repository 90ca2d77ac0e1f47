"""Runs a layout's checks over the raw tables of a file, one scan for each table; findings come out as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from rollbook.standards.columns import column, without_rows
from rollbook.standards.fields.asked import keep_said
from rollbook.standards.fields.check import FieldCheck, Kind
from rollbook.standards.fields.generating import field_checks
from rollbook.standards.finding_table import FINDING_COLUMNS
from rollbook.standards.layouts import Layout, Table
from rollbook.standards.tables import Connection, literal, quoted


def check_fields(connection: Connection, layout: Layout, checks: Sequence[FieldCheck] = ()) -> pa.Table:
    """Run all checks of a layout, or these, over the views `raw_…`. The findings have FINDING_COLUMNS, by line."""
    numbered = dict(enumerate(checks or field_checks(layout)))
    keep_said(connection, layout)
    schema = pa.schema(list(FINDING_COLUMNS.items()))
    connection.register("given_checks", _check_table(numbered))
    # One query for each table: planning all of them as one takes longer than running them.
    found = [_findings(connection, query) for query in _queries(connection, layout, numbered)]
    connection.unregister("given_checks")
    kept = [one.cast(schema) for one in found if one.num_rows]
    if not kept:
        return without_rows(schema)
    return pa.concat_tables(kept).sort_by([("line", "ascending"), ("row_id", "ascending"), ("rule", "ascending")])


def _filled_tables(connection: Connection, layout: Layout) -> set[str]:
    """The tables that hold anything at all: most files use few."""
    counts = " union all ".join(
        f"select {literal(one.name)}, exists (from {quoted(f'raw_{one.name}')})" for one in layout.tables
    )
    return {name for name, is_filled in connection.execute(counts).fetchall() if is_filled}


def _queries(connection: Connection, layout: Layout, checks: dict[int, FieldCheck]) -> Iterator[str]:
    filled = _filled_tables(connection, layout)
    for table in layout.tables:
        own = {number: one for number, one in checks.items() if one.table == table.name}
        on_values = {number: one for number, one in own.items() if one.wrong}
        hit = _that_object(connection, table, on_values) if on_values and table.name in filled else {}
        if hit:
            yield _named(layout, table, _rows_sql(table, hit))
        for number, one in own.items():
            if (one.kind is Kind.TOO_MANY and table.name in filled) or (
                one.kind is Kind.TOO_FEW and (not table.parent or table.parent in filled)
            ):
                yield _counted(layout, table, one, number)


def _that_object(connection: Connection, table: Table, checks: dict[int, FieldCheck]) -> dict[int, FieldCheck]:
    """The checks that object to any row: mostly none, and to ask this is planned in a third of the time."""
    any_wrong = ", ".join(f"bool_or({one.wrong})" for one in checks.values())
    found = connection.execute(f"select {any_wrong} from {quoted(f'raw_{table.name}')} r").fetchall()[0]
    return {number: one for (number, one), is_hit in zip(checks.items(), found, strict=True) if is_hit}


def _findings(connection: Connection, query: str) -> pa.Table:
    columns = ", ".join(
        f"cast({_COLUMNS[name]} as {_sql(kind)}) as {quoted(name)}" for name, kind in FINDING_COLUMNS.items()
    )
    return connection.sql(
        f"select {columns} from ({query}) w join given_checks c on c.number = w.number"
    ).to_arrow_table()


_COLUMNS = {
    "rule": "c.code", "severity": "c.severity", "table": 'w."table"', "field": "c.field", "fix": "c.fix",
    "says": "replace(c.says, '{length}', cast(coalesce(length(trim(w.value)), 0) as varchar))",
    "fields": "[c.field]", "values": "[w.value]", "row_id": "w.row_id", "top_id": "w.top_id", "record": "w.record",
    "line": "w.line", "value": "w.value",
}  # fmt: skip


def _sql(kind: pa.DataType) -> str:
    return {pa.string(): "varchar", pa.int64(): "bigint"}.get(kind, "varchar[]")


def _rows_sql(table: Table, checks: dict[int, FieldCheck]) -> str:
    """The rows that some check objects to, once for each check."""
    hits = ", ".join(
        f"case when {one.wrong} then struct_pack(number := {number}, value := {_value(one)}) end"
        for number, one in checks.items()
    )
    some = " or ".join(one.wrong for one in checks.values())
    return f"""select r.*, unnest(list_filter([{hits}], lambda x: x is not null)) as hit
               from {quoted(f"raw_{table.name}")} r where {some}"""


def _value(check: FieldCheck) -> str:
    return f"r.{quoted(check.column)}" if check.column else "cast(null as varchar)"


def _named(layout: Layout, table: Table, rows: str) -> str:
    """Those rows with the name of their record."""
    parents = layout.parents_of(table.name)
    top = f"r.{quoted(parents[0] + '_id')}" if parents else "r.id"
    return f"""select r.hit.number as number, r.hit.value as value, {literal(table.name)} as "table", r.id as row_id,
               {top} as top_id, {_record(layout, table, "r")} as record, r.line as line
               from ({rows}) r {_joins(layout, table, "r")}"""


def _joins(layout: Layout, table: Table, row: str) -> str:
    return " ".join(
        f"left join {quoted(f'raw_{name}')} p_{place} on p_{place}.id = {row}.{quoted(name + '_id')}"
        for place, name in enumerate(layout.parents_of(table.name))
    )


def _record(layout: Layout, table: Table, row: str) -> str:
    """A row's name for people: each table's key, or its place where it has none."""
    parts = []
    rows = [f"p_{place}" for place, _ in enumerate(layout.parents_of(table.name))]
    for name, alias in zip((*layout.parents_of(table.name), table.name), (*rows, row), strict=True):
        keys = ", ".join(f"{alias}.{quoted(key)}" for key in layout.table(name).key)
        label = (
            f"coalesce(nullif(concat_ws(' ', {keys}), ''), cast({alias}.nth as varchar))" if keys else f"{alias}.nth"
        )
        parts.append(f"concat('{name} ', {label})")
    return f"concat_ws(' / ', {', '.join(parts)})"


def _counted(layout: Layout, table: Table, check: FieldCheck, number: int) -> str:
    raw = quoted(f"raw_{table.name}")
    if check.kind is Kind.TOO_MANY:
        # The first that is one too many stands for all of them.
        rows = f"""select *, struct_pack(number := {number}, value := cast(null as varchar)) as hit
                   from {raw} where nth = {table.at_most} + 1"""
        return _named(layout, table, rows)
    least = table.occurs[0]
    if not table.parent:
        return f"""select {number} as number, cast(null as varchar) as value, {literal(table.name)} as "table",
                   cast(null as bigint) as row_id, cast(null as bigint) as top_id, '' as record, 1 as line
                   where (select count(*) from {raw}) < {least}"""
    link = quoted(f"{table.parent}_id")
    enough = f"exists (from {raw} b where b.{link} = q.id)"
    if least > 1:
        enough = f"(select count(*) from {raw} b where b.{link} = q.id) >= {least}"
    rows = f"""select *, struct_pack(number := {number}, value := cast(null as varchar)) as hit
               from {quoted(f"raw_{table.parent}")} q where not {enough}"""
    return _named(layout, layout.table(table.parent), rows)


def _check_table(checks: dict[int, FieldCheck]) -> pa.Table:
    said = {
        "code": [one.code for one in checks.values()],
        "field": [one.field for one in checks.values()],
        "says": [one.says for one in checks.values()],
        "fix": [one.fix for one in checks.values()],
        "severity": [str(one.severity) for one in checks.values()],
    }
    texts = {name: column(values, pa.string()) for name, values in said.items()}
    return pa.table({"number": column(list(checks), pa.int32()), **texts})
