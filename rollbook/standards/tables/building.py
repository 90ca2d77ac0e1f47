"""Builds what a rule sees out of raw tables: typed columns, parents as structs, lists of children, derived columns.

Three layers, each a schema: `base` (typed, with what stands below a record), `built` (with what stands above it, and
what is derived) and the views that rules read (with the single tables on top, the year, today, the file's name).
They are built once, so that no rule joins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa

from rollbook.standards.layouts import Layout, Table
from rollbook.standards.tables.opening import Connection, literal, quoted
from rollbook.standards.tables.shorthand import first_word_sql
from rollbook.standards.tables.standard_data import StandardData
from rollbook.standards.tables.values import is_blank, typed

EXAMPLE = "example_no"  # a raw column beside the others where tables hold many examples, each a file for itself
GIVEN = {"today": "date", "file_name": "varchar", "return_period": "bigint"}  # what the caller may say beside the file


def build(
    connection: Connection, layout: Layout, raw: Mapping[str, pa.Table], data: StandardData, *, examples: bool = False
) -> None:
    """Make the tables of one file, or of many `examples`, of which `see_examples` then shows some."""
    connection.execute("create schema base; create schema built")
    for name, kind in GIVEN.items():
        connection.execute(f"set variable {name} = cast(null as {kind})")
    lay_raw(connection, layout, raw, examples=examples)
    for table in reversed(layout.tables):
        connection.execute(_base_sql(table, layout, examples=examples))
        connection.execute(f"create view {quoted(table.name)} as from base.{quoted(table.name)}")
    data.create(connection)
    connection.execute("set search_path = 'base,main'")
    for table in layout.tables:
        connection.execute(_built_sql(table, layout, data))
    connection.execute("set search_path = 'main'")
    _make_views(connection, layout, data, examples=examples)
    connection.execute("drop schema base cascade")


def lay_raw(connection: Connection, layout: Layout, raw: Mapping[str, pa.Table], *, examples: bool = False) -> None:
    """Make the views `raw_...` of the tables as they were read."""
    if examples:
        see_examples(connection, 0, 0)
    for table in layout.tables:
        connection.register(f"arrow_{table.name}", raw[table.name])
        view, arrow = quoted(f"raw_{table.name}"), quoted(f"arrow_{table.name}")
        connection.execute(f"create or replace view {view} as from {arrow}{_only(examples=examples)}")


def give(connection: Connection, **given: object) -> None:
    """Say of the file what it does not hold itself: GIVEN."""
    for name, value in given.items():
        connection.execute(f"set variable {name} = cast($1 as {GIVEN[name]})", [value])


def see_examples(connection: Connection, first: int, last: int) -> None:
    """Let the views show these examples only; what stands on top is that of `see_around`."""
    connection.execute(f"set variable {EXAMPLE} = {first}; set variable last_{EXAMPLE} = {last}")


def see_around(connection: Connection, layout: Layout, data: StandardData, number: int) -> None:
    """Let every row see the single tables on top of this example."""
    _set_single(connection, layout, data, f"where {EXAMPLE} = {number}")


def single_tables(layout: Layout) -> tuple[Table, ...]:
    """The tables that stand on top and occur at most once: every row of the others sees them as a struct."""
    return tuple(table for table in layout.tables if not table.parent and table.is_single)


def columns_of(table: Table, layout: Layout, data: StandardData) -> Iterator[str]:
    """A table's own columns, as they also stand in the structs of those below: no ids of parents, no parents."""
    yield from ("id", "line", "nth")
    for field in layout.fields_of(table.name):
        yield field.name
    yield "broken"
    for child in layout.children_of(table.name):
        if child.is_single:
            yield child.name
        elif child.short:
            yield child.many
    for one in data.derived.get(table.name, ()):
        yield one.name


def _base_sql(table: Table, layout: Layout, *, examples: bool) -> str:
    fields = layout.fields_of(table.name)
    kept = [*layout.columns_of(table.name)[: 3 + len(layout.parents_of(table.name))], *([EXAMPLE] * examples)]
    given = [f"r.{quoted(one)}" for one in kept]
    values = [f"{typed(one, layout, f'r.{quoted(one.name)}')} as {quoted(one.name)}" for one in fields]
    checked = [one for one in fields if one.type != "text"]
    raws = [f"r.{quoted(one.name)} as {quoted('raw ' + one.name)}" for one in checked]
    wrong = {
        one.name: f"({quoted(one.name)} is null and not {is_blank(layout, quoted('raw ' + one.name))})"
        for one in checked
    }
    names = ", ".join(f"case when {sql} then {literal(name)} end" for name, sql in wrong.items())
    broken = f"case when {' or '.join(wrong.values())} then list_filter([{names}], lambda x: x is not null) else [] end"
    own = ", ".join([*kept, *(quoted(one.name) for one in fields)])
    return f"""create table base.{quoted(table.name)} as
        select t.*{"".join(_below(table, layout))}
        from (select {own}, {broken if wrong else "cast([] as varchar[])"} as broken
              from (select {", ".join(given + values + raws)} from {quoted("arrow_" + table.name)} r)) t
        {" ".join(_joins_below(table, layout))}"""


def _below(table: Table, layout: Layout) -> Iterator[str]:
    for child in layout.children_of(table.name):
        one = quoted(child.name)
        if child.is_single:
            yield f", case when {one}.id is not null then {one} end as {one}"
        elif child.short:
            yield f", coalesce({one}.words, []) as {quoted(child.many)}"


def _joins_below(table: Table, layout: Layout) -> Iterator[str]:
    for child in layout.children_of(table.name):
        one, link = quoted(child.name), quoted(f"{table.name}_id")
        if child.is_single:
            yield f"left join (from base.{one} where nth = 1) {one} on {one}.{link} = t.id"
        elif child.short:
            words = f"select {link}, list({first_word_sql(child)} order by id) as words from base.{one} group by all"
            yield f"left join ({words}) {one} on {one}.{link} = t.id"


def _built_sql(table: Table, layout: Layout, data: StandardData) -> str:
    name, parents = quoted(table.name), layout.parents_of(table.name)
    above = "".join(f", {_struct(layout.table(one), layout, data)} as {quoted(one)}" for one in parents)
    joins = " ".join(f"join built.{quoted(one)} on {quoted(one)}.id = b.{quoted(one + '_id')}" for one in parents)
    without, year = ("", "") if _has(table, layout, "year") else (" exclude (year)", f", {data.year_sql} as year")
    rows = f"(select b.*{above}{year} from base.{name} b {joins})"
    for one in data.derived.get(table.name, ()):  # each sees those before it as columns
        rows = f"(select *, ({one.sql}) as {quoted(one.name)} from {rows} {name})"
    return f"create table built.{name} as select *{without} from {rows} {name}"


def _has(table: Table, layout: Layout, name: str) -> bool:
    """Has the table a field of this name? SQL takes `Year` and `year` for the same."""
    return any(one.name.casefold() == name.casefold() for one in layout.fields_of(table.name))


def _struct(table: Table, layout: Layout, data: StandardData) -> str:
    parts = (f"{quoted(one)} := {quoted(table.name)}.{quoted(one)}" for one in columns_of(table, layout, data))
    return f"struct_pack({', '.join(parts)})"


def _make_views(connection: Connection, layout: Layout, data: StandardData, *, examples: bool) -> None:
    connection.execute(f"set variable year = {data.year_sql}")
    _set_single(connection, layout, data, "")
    around = [*(one.name for one in single_tables(layout)), "year", *GIVEN]
    for table in layout.tables:
        given = [one for one in around if one != table.name and not _has(table, layout, one)]
        seen = "".join(f", getvariable('{one}') as {quoted(one)}" for one in given)
        name = quoted(table.name)
        only = _only(examples=examples)
        connection.execute(f"create or replace view {name} as select *{seen} from built.{name}{only}")


def _only(*, examples: bool) -> str:
    """Where tables hold many examples: those that are to be seen."""
    span = f"getvariable('{EXAMPLE}') and getvariable('last_{EXAMPLE}')"
    return f" where {EXAMPLE} between {span}" if examples else ""


def _set_single(connection: Connection, layout: Layout, data: StandardData, where: str) -> None:
    for table in single_tables(layout):
        name = quoted(table.name)
        row = f"select {_struct(table, layout, data)} from built.{name} {where} order by id limit 1"
        connection.execute(f"set variable {name} = ({row})")
