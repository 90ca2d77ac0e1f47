"""Runs the field checks of a layout over rows that a test writes down."""

from __future__ import annotations

import pyarrow as pa
import pytest

from rollbook.standards.fields import check_fields
from rollbook.standards.loaded import schema_of
from rollbook.standards.tables import open_tables


def run(layout, rows, checks=()):
    """The findings for rows by table; what a row does not name is null, its id its place."""
    with open_tables() as connection:
        for table in layout.tables:
            schema = schema_of(layout, table.name)
            ids = {name: 1 for name in schema.names if name in ("line", "nth") or name.endswith("_id")}
            made = [{**ids, "id": n, **row} for n, row in enumerate(rows.get(table.name, ()), start=1)]
            columns = {name: [row.get(name) for row in made] for name in schema.names}
            connection.register(f"raw_{table.name}", pa.table(columns, schema=schema))
        return check_fields(connection, layout, checks).to_pylist()


@pytest.fixture
def check():
    return run
