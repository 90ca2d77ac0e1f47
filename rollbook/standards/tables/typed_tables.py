"""A file's tables with numbers and dates instead of text, as Arrow: for whoever wants to work with the data."""

from __future__ import annotations

import pyarrow as pa

from rollbook.standards.layouts import Layout, Table
from rollbook.standards.loaded import Loaded
from rollbook.standards.tables.opening import Connection, open_tables, quoted
from rollbook.standards.tables.values import typed


def typed_tables(loaded: Loaded) -> dict[str, pa.Table]:
    """Each table by name, without those that are empty. A value that is not written as its kind asks is null."""
    with open_tables() as connection:
        return {
            table.name: _typed(connection, table, loaded.layout, loaded.raw[table.name])
            for table in loaded.layout.tables
            if loaded.raw[table.name].num_rows
        }


def _typed(connection: Connection, table: Table, layout: Layout, raw: pa.Table) -> pa.Table:
    fields = layout.fields_of(table.name)
    ids = [quoted(one) for one in layout.columns_of(table.name)[: -len(fields) or None]]
    values = [f"{typed(one, layout, quoted(one.name))} as {quoted(one.name)}" for one in fields]
    connection.register("raw", raw)
    found = connection.sql(f"select {', '.join(ids + values)} from raw").to_arrow_table()
    connection.unregister("raw")
    return found
