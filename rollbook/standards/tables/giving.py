"""Puts the reference tables that a caller gives where the rules look for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute

from rollbook.base.errors import SetupMissing
from rollbook.standards.tables.opening import Connection, quoted
from rollbook.standards.tables.reference import Reference, ReferenceForm

# A table; or a function that is asked about the distinct values of one column of the file, and answers with the rows
# about them: so a register of millions is never copied.
Asked = Callable[[pa.Array], Reference]
Given = Mapping[str, Reference | Asked]


def lay_references(connection: Connection, forms: Mapping[str, ReferenceForm], given: Given) -> dict[str, str]:
    """Fill the tables that are given; the version of each, by name. SetupMissing for a name no rule knows."""
    versions = {}
    for name, source in given.items():
        if name not in forms:
            raise SetupMissing(
                f"No rule of this standard looks into a reference table {name}.",
                fix=f"The tables it knows are: {', '.join(sorted(forms)) or 'none'}.",
            )
        form = forms[name]
        reference = source if isinstance(source, Reference) else source(_asked(connection, form))
        form.fill(connection, _about(connection, form, reference.rows))
        versions[name] = reference.version
    return versions


def _about(connection: Connection, form: ReferenceForm, rows: pa.Table) -> pa.Table:
    """The rows about what the file holds: a reference service knows 100,000 aims, a file uses some hundred of them."""
    column = form.asks.rpartition(".")[2]
    if not column or column not in form.columns or column not in rows.column_names:
        return rows
    asked, held = _plain(_asked(connection, form)), _plain(rows[column])
    return rows.filter(pyarrow.compute.is_in(held, asked))


def _plain(values: pa.Array) -> pa.Array:
    """As rules compare them: as text, case-blind."""
    return pyarrow.compute.utf8_upper(values.cast(pa.string()))


def _asked(connection: Connection, form: ReferenceForm) -> pa.Array:
    """The distinct values of the column that the table is asked about."""
    table, _, column = form.asks.partition(".")
    query = f"select distinct {quoted(column)} as asked from built.{quoted(table)} where {quoted(column)} is not null"
    return connection.sql(query).to_arrow_table()["asked"].combine_chunks()
