"""How the text of a value becomes a number, a date, a yes or no: as SQL. What cannot be typed becomes null.

DuckDB's own casts are too kind for a check: they take `1e3` and `12.7` for whole numbers and `2025-8-1` for a date.
"""

from __future__ import annotations

from rollbook.standards.layouts import Field, Layout
from rollbook.standards.tables.opening import literal

SQL_TYPES = {
    "text": "varchar",
    "int": "bigint",
    "decimal": "decimal(18, 4)",
    "date": "date",
    "datetime": "timestamp",
    "boolean": "boolean",
}
_ISO_DATE = "%Y-%m-%d"
# XML lets blanks stand around any value that is not text.
_PATTERNS = {
    "int": r"[ \t\r\n]*[+-]?[0-9]{1,18}[ \t\r\n]*",
    "decimal": r"[ \t\r\n]*[+-]?([0-9]{1,14}(\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*",
    "date": r"[ \t\r\n]*[0-9]{4}-[0-9]{2}-[0-9]{2}[ \t\r\n]*",
    "datetime": r"[ \t\r\n]*[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?[ \t\r\n]*",
}
_OFFSET = r"(Z|[+-][0-9]{2}:[0-9]{2})[ \t\r\n]*$"  # the clock where it was written counts, not Greenwich's


def typed(field: Field, layout: Layout, column: str) -> str:
    """The typed value of a column of text. An empty one is null, as is one that the layout calls blank."""
    if field.type == "text":
        filled = _filled(column, layout)
        return f"upper({filled})" if field.codes else filled
    if field.type == "boolean":
        return (
            f"case trim({column}) when 'true' then true when '1' then true "
            "when 'false' then false when '0' then false end"
        )
    if field.type == "date" and layout.date != _ISO_DATE:
        return f"cast(try_strptime({_filled(column, layout)}, {literal(layout.date)}) as date)"
    pattern, kind = literal(_PATTERNS[field.type]), SQL_TYPES[field.type]
    if field.type == "datetime":
        bare = f"regexp_replace({column}, {literal(_OFFSET)}, '')"
        return f"case when regexp_full_match({column}, {pattern}) then try_cast({bare} as {kind}) end"
    return f"case when regexp_full_match({column}, {pattern}) then try_cast({column} as {kind}) end"


def is_blank(layout: Layout, column: str) -> str:
    """Does this column of text hold nothing? Never null."""
    return f"({column} is null or trim({column}) in ({', '.join(map(literal, {'', *layout.blank}))}))"


def _filled(column: str, layout: Layout) -> str:
    if set(layout.blank) <= {""}:
        return f"nullif({column}, '')"
    return f"case when {column} not in ({', '.join(map(literal, {'', *layout.blank}))}) then {column} end"
