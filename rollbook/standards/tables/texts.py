"""How a number, a date, a yes or no becomes the text that a file holds: as SQL, the way back from `values`."""

from __future__ import annotations

import pyarrow as pa
from pyarrow import types

from rollbook.base.errors import UserError
from rollbook.standards.layouts import Field, Layout
from rollbook.standards.tables.opening import literal
from rollbook.standards.tables.values import SQL_TYPES

_A_DAY = types.is_date, types.is_timestamp
_WHOLE = types.is_integer, types.is_floating, types.is_decimal  # pandas holds a column with gaps as floating
# What a column may hold for each type of field, beside text, which is always written as it is.
_HOLDS = {
    "text": (types.is_integer,),
    "int": _WHOLE,
    "decimal": _WHOLE,
    "date": _A_DAY,
    "datetime": _A_DAY,
    "boolean": (types.is_boolean,),
}


def as_text(layout: Layout, field: Field, kind: pa.DataType) -> str:
    """The text of a field's column that holds values of this kind. UserError for a kind that the field cannot hold.

    The SQL fails with a conversion error where a value does not fit: a fraction in a whole number.
    """
    column = '"' + field.name.replace('"', '""') + '"'
    while types.is_dictionary(kind):
        kind = kind.value_type
    if types.is_null(kind) or any(one(kind) for one in (types.is_string, types.is_large_string, types.is_string_view)):
        return column
    if not any(one(kind) for one in _HOLDS[field.type]):
        raise UserError(
            f"The column {field.name} of the table {field.table} holds {kind}, and the file {SQL_TYPES[field.type]}.",
            fix="Turn it into that, or into the text that is to stand in the file.",
        )
    return _written(layout, field.type, column)


def _written(layout: Layout, kind: str, column: str) -> str:
    if kind == "int":
        fraction = "error('Conversion Error: a fraction where a whole number stands')"
        return f"case when {column} is null or {column} = trunc({column}) then {column}::bigint else {fraction} end"
    if kind == "decimal":
        return rf"regexp_replace({column}::{SQL_TYPES[kind]}::varchar, '\.?0+$', '')"
    if kind == "date":
        return f"strftime({column}::date, {literal(layout.date)})"
    if kind == "datetime":
        return rf"regexp_replace(strftime({column}::timestamp, '%Y-%m-%dT%H:%M:%S.%f'), '\.0+$', '')"
    return column  # DuckDB writes `true` and `false` as XML does
