"""Tables that somebody works with, numbers and dates among them, as the raw tables that a file is written from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa

from rollbook.base.errors import UserError
from rollbook.standards.layouts import Layout, Table
from rollbook.standards.loaded import schema_of
from rollbook.standards.tables.opening import Connection, open_tables, quoted
from rollbook.standards.tables.texts import as_text


def written_tables(layout: Layout, tables: Mapping[str, Any]) -> dict[str, pa.Table]:
    """One raw table for each table of the layout; one that is not given is empty.

    A table is Arrow, or anything that hands Arrow over (Polars, pandas). Its columns are fields of the layout, its
    own `id`, and the `id` of the row it belongs to, named as `typed_tables` names it (`learner_id`). A field that is
    left out is null. Rows keep their order among those of one parent; `id`, `line` and `nth` are counted anew.
    UserError says which table, column or value does not fit, and never the value itself.
    """
    known = [table.name for table in layout.tables]
    for name in tables:
        if name not in known:
            raise UserError(f"{layout.title} has no table {name}.", fix=f"It has these: {', '.join(known)}.")
    with open_tables() as connection:
        return {table.name: _written(connection, layout, table, tables.get(table.name)) for table in layout.tables}


def _written(connection: Connection, layout: Layout, table: Table, given: Any) -> pa.Table:
    schema = schema_of(layout, table.name)
    held = _arrow(table.name, schema.empty_table() if given is None else given)
    _check_columns(layout, table, held)
    connection.register("held", held.append_column("its place", pa.array(range(held.num_rows), pa.int64())))
    try:
        _lay_ids(connection, layout, table, held.column_names)
        found = connection.sql(
            f"select ids.* exclude (own, place), {', '.join(_texts(layout, table, held))} "
            f'from held join {_ids(table.name)} as ids on held."its place" = ids.place order by ids.id'
        ).to_arrow_table()
    except (duckdb.ConversionException, duckdb.InvalidInputException) as wrong:
        raise UserError(
            f"The table {table.name} holds a value that its column cannot: a fraction where a whole number stands, "
            "an id that is no number.",
            fix="Look at its numbers, and call again.",
        ) from wrong
    finally:
        connection.unregister("held")
    return found.select(schema.names).cast(schema)


def _arrow(name: str, given: Any) -> pa.Table:
    try:
        return given if isinstance(given, pa.Table) else pa.table(given)
    except (TypeError, ValueError, pa.ArrowException) as wrong:
        raise UserError(
            f"The table {name} does not hand Arrow over.", fix="Make it Arrow, Polars or pandas."
        ) from wrong


def _check_columns(layout: Layout, table: Table, held: pa.Table) -> None:
    known = layout.columns_of(table.name)
    stranger = next((one for one in held.column_names if one not in known), None)
    if stranger is not None:
        fields = ", ".join(one.name for one in layout.fields_of(table.name))
        raise UserError(f"The table {table.name} has no column {stranger}.", fix=f"Its fields are {fields}.")
    around = f"{table.parent}_id"
    if table.parent and held.num_rows and around not in held.column_names:
        raise UserError(
            f"The table {table.name} does not say which {table.parent} each row belongs to.",
            fix=f"Give it a column {around}, with the id of that row.",
        )


def _lay_ids(connection: Connection, layout: Layout, table: Table, columns: list[str]) -> None:
    """A table of each row's place, its id as given (`own`) and the ids that it and those around it have in the file."""
    own = "held.id::bigint" if "id" in columns else 'held."its place" + 1'
    parents = layout.parents_of(table.name)
    kept = [f"around.{quoted(f'{one}_id')}," for one in parents[:-1]]
    kept += [f"around.id as {quoted(f'{parents[-1]}_id')}," for _ in parents[-1:]]
    after, join = "", ""
    if table.parent:
        link = f"held.{quoted(f'{table.parent}_id')}::bigint" if f"{table.parent}_id" in columns else "null::bigint"
        after, join = "around.id, ", f"left join {_ids(table.parent)} as around on {link} = around.own"
    connection.execute(
        f'create temp table {_ids(table.name)} as select {own} as own, held."its place" as place, '
        f'row_number() over (order by {after}held."its place") as id, 1::bigint as line, {" ".join(kept)} '
        f'row_number() over ({"partition by around.id" if table.parent else ""} order by held."its place") as nth '
        f"from held {join}"
    )
    _check_ids(connection, table)


def _check_ids(connection: Connection, table: Table) -> None:
    lost = f"count(*) filter ({quoted(f'{table.parent}_id')} is null)" if table.parent else "0"
    sql = f"select count(*) - count(distinct own), {lost} from {_ids(table.name)}"
    twice, orphans = connection.sql(sql).fetchall()[0]
    if twice:
        raise UserError(f"In the table {table.name}, {twice:,} ids are missing or stand twice.", fix="Number its rows.")
    if orphans:
        raise UserError(
            f"In the table {table.name}, {orphans:,} rows belong to no {table.parent}.",
            fix=f"Its {table.parent}_id has to be an id of the table {table.parent}.",
        )


def _texts(layout: Layout, table: Table, held: pa.Table) -> list[str]:
    """Each field of the layout as a column of text, in order."""
    texts = []
    for field in layout.fields_of(table.name):
        there = field.name in held.column_names
        sql = as_text(layout, field, held.schema.field(field.name).type) if there else "null"
        texts.append(f"({sql})::varchar as {quoted(field.name)}")
    return texts


def _ids(table: str) -> str:
    return quoted(f"ids of {table}")
