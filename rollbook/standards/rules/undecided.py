"""What a rule cannot decide: a record in which a field it reads could not be typed. It is counted, never guessed.

A value that is broken has a finding of its own; to report it a second time as missing or wrong would mislead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rollbook.standards.layouts import Layout
from rollbook.standards.rules.reads import Fields, Reads, reader_for
from rollbook.standards.rules.rule import Rule
from rollbook.standards.tables import Connection, StandardData, literal, quoted, single_tables


@dataclass(frozen=True, slots=True)
class NotDecided:
    """In how many records of its table a rule could not be decided."""

    rule: str
    table: str
    count: int


def leave_undecided(
    connection: Connection, layout: Layout, data: StandardData, ran: Sequence[tuple[int, Rule]]
) -> Iterator[NotDecided]:
    """Take away what rules said of records they could not read, and count these."""
    broken = _broken(connection, layout)
    if not broken:
        return
    reader = reader_for(layout, data)
    for number, rule in ran:
        rows = _undecided_sql(rule, reader.of_rule(rule), layout, broken)
        if rows:
            connection.execute(f"create or replace temp table undecided as {rows}")
            found = connection.execute("select count(*) from undecided").fetchone()
            if found and found[0]:
                connection.execute(f"delete from hits where rule = {number} and row_id in (from undecided)")
                yield NotDecided(rule.code, rule.table, found[0])


def _broken(connection: Connection, layout: Layout) -> Fields:
    """Which fields of which tables are broken anywhere in the file."""
    found: Fields = {}
    for table in layout.tables:
        query = f"select distinct unnest(broken) from built.{quoted(table.name)} where len(broken) > 0"
        names = {row[0] for row in connection.execute(query).fetchall()}
        if names:
            found[table.name] = names
    return found


def _undecided_sql(rule: Rule, reads: Reads, layout: Layout, broken: Fields) -> str:
    """The ids of the records that a rule cannot decide; empty when it reads nothing that is broken."""
    row = {table: names & broken.get(table, set()) for table, names in reads.row.items()}
    near = {table: names & broken.get(table, set()) for table, names in reads.near.items()}
    on_top = {table.name for table in single_tables(layout)}
    tests = [_is_broken(table, rule.table, names) for table, names in row.items() if names]
    for table, names in near.items():
        if names and table in on_top:
            tests.append(_is_broken(table, rule.table, names))
        elif names:
            tests.append(_has_near(table, rule.table, names, layout))
    if not tests:
        return ""
    kept = f"({rule.only}) is distinct from false and " if rule.only else ""
    return f"select id from {quoted(rule.table)} where {kept}({' or '.join(tests)})"


def _is_broken(table: str, own: str, names: set[str]) -> str:
    place = "broken" if table == own else f"{quoted(table)}.broken"
    return f"coalesce(list_has_any({place}, [{', '.join(map(literal, sorted(names)))}]), false)"


def _has_near(table: str, own: str, names: set[str], layout: Layout) -> str:
    listed = ", ".join(map(literal, sorted(names)))
    there = f"from built.{quoted(table)} where list_has_any(broken, [{listed}])"
    (top, top_id), (own_top, own_id) = _top(table, layout), _top(own, layout)
    return f"{own_id} in (select {top_id} {there})" if top == own_top else f"exists ({there})"


def _top(table: str, layout: Layout) -> tuple[str, str]:
    """The table on top of a table, and the column that holds its id."""
    parents = layout.parents_of(table)
    return (parents[0], quoted(parents[0] + "_id")) if parents else (table, "id")
