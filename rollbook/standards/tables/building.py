"""Builds what a rule sees out of raw tables: typed columns, parents as structs, lists of children, derived columns.

Three layers, each a schema: `base` (typed, with what stands below a record), `built` (with what stands above it, and
what is derived) and the views that rules read (with the single tables on top, the year, today, the file's name).
They are built once, so that no rule joins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from rollbook.standards.layouts import Layout, Table
from rollbook.standards.tables.base import base_sql
from rollbook.standards.tables.named import Named, with_macros, words_in
from rollbook.standards.tables.opening import Connection, quoted
from rollbook.standards.tables.standard_data import StandardData

EXAMPLE = "example_no"  # a raw column beside the others where tables hold many examples, each a file for itself
GIVEN = {"today": "date", "file_name": "varchar", "return_period": "bigint"}  # what the caller may say beside the file
_ALWAYS = ("id", "nth", "broken")  # of every record around another


def lay_raw(connection: Connection, layout: Layout, raw: Mapping[str, pa.Table], *, examples: bool = False) -> None:
    """Make the views `raw_...` of the tables as they were read."""
    if examples:
        see_examples(connection, 0, 0)
    only = f" where {seen_examples()}" if examples else ""
    for table in layout.tables:
        connection.register(f"arrow_{table.name}", raw[table.name])
        view, arrow = quoted(f"raw_{table.name}"), quoted(f"arrow_{table.name}")
        connection.execute(f"create or replace view {view} as from {arrow}{only}")


def build(
    connection: Connection, layout: Layout, data: StandardData, *, texts: Sequence[str] = (), examples: bool = False
) -> None:
    """Make the tables of one file, or of many `examples` (`see_examples` shows some), out of what `lay_raw` laid.

    What the caller says of each example stands in a table `given_examples`, by number.

    `texts` is all SQL that will be asked, one text for each question. Where it is given, the structs hold what it
    names and no more, and raw tables that it does not name are let go: that halves the memory.
    """
    connection.execute("create schema base; create schema built")
    for name, kind in GIVEN.items():
        connection.execute(f"set variable {name} = cast(null as {kind})")
    named = Named(texts, data.texts) if texts else None
    for table in reversed(layout.tables):
        connection.execute(base_sql(table, layout, (EXAMPLE,) if examples else ()))
        connection.execute(f"create view {quoted(table.name)} as from base.{quoted(table.name)}")
        if named and not named.word(f"raw_{table.name}"):
            connection.execute(f"drop view {quoted(f'raw_{table.name}')}")
            connection.unregister(f"arrow_{table.name}")
    data.create(connection)
    connection.execute("set search_path = 'base,main'")
    _build_upwards(connection, layout, data, named)
    connection.execute("set search_path = 'main'")
    _make_views(connection, layout, data, examples=examples)
    connection.execute("drop schema base cascade")


def give(connection: Connection, **given: object) -> None:
    """Say of the file what it does not hold itself: GIVEN."""
    for name, value in given.items():
        connection.execute(f"set variable {name} = cast($1 as {GIVEN[name]})", [value])


def see_examples(connection: Connection, first: int, last: int) -> None:
    """Let the views show these examples only."""
    connection.execute(f"set variable {EXAMPLE} = [{first}, {last}]")


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


def narrowed(table: Table, layout: Layout, data: StandardData, words: set[str]) -> str:
    """The rows of a table with only those of its columns that stand among `words`, as the source of a query.

    The same as its view; but to bind eighty columns in each of 500 queries takes longer than a small file does.
    """
    ids = [f"{parent}_id" for parent in layout.parents_of(table.name)]
    own = [*columns_of(table, layout, data), *ids, *layout.parents_of(table.name)]
    parts = [quoted(one) for one in own if one == "id" or one.casefold() in words]
    parts += [f"getvariable('{one}') as {quoted(one)}" for one in _around(table, layout) if one.casefold() in words]
    return f"(select {', '.join(parts)} from built.{quoted(table.name)})"


def _build_upwards(connection: Connection, layout: Layout, data: StandardData, named: Named | None) -> None:
    """Make the second layer from the top down, and let go of the first as soon as nothing needs it."""
    macros = {macro.name: macro.sql for macro in data.macros}
    looked_into = [
        words_in(with_macros(" ".join(one.sql for one in data.derived.get(table.name, ())), macros))
        for table in layout.tables
    ]
    waiting: set[str] = set()
    for place, table in enumerate(layout.tables):
        connection.execute(_built_sql(table, layout, data, named))
        waiting.add(table.name)
        for name in sorted(one for one in waiting if not any(one in words for words in looked_into[place + 1 :])):
            connection.execute(f"drop table base.{quoted(name)} cascade")
            waiting.remove(name)


def _built_sql(table: Table, layout: Layout, data: StandardData, named: Named | None) -> str:
    name, parents = quoted(table.name), layout.parents_of(table.name)
    above = "".join(f", {_struct(layout.table(one), layout, data, named, table)} as {quoted(one)}" for one in parents)
    joins = " ".join(f"join built.{quoted(one)} on {quoted(one)}.id = b.{quoted(one + '_id')}" for one in parents)
    without, year = ("", "") if _has(table, layout, "year") else (" exclude (year)", f", {data.year_sql} as year")
    rows = f"(select b.*{above}{year} from base.{name} b {joins})"
    for one in data.derived.get(table.name, ()):  # each sees those before it as columns
        rows = f"(select *, ({one.sql}) as {quoted(one.name)} from {rows} {name})"
    return f"create table built.{name} as select *{without} from {rows} {name}"


def _has(table: Table, layout: Layout, name: str) -> bool:
    """Has the table a field of this name? SQL takes `Year` and `year` for the same."""
    return any(one.name.casefold() == name.casefold() for one in layout.fields_of(table.name))


def _struct(
    table: Table, layout: Layout, data: StandardData, named: Named | None = None, below: Table | None = None
) -> str:
    """A record as a struct; for one `below` it, with the columns that are named there."""
    always = (*_ALWAYS, *table.key)
    parts = [
        f"{quoted(one)} := {quoted(table.name)}.{quoted(one)}"
        for one in columns_of(table, layout, data)
        if named is None or below is None or one in always or named.in_table(below.name, table.name, one)
    ]
    return f"struct_pack({', '.join(parts)})"


def _make_views(connection: Connection, layout: Layout, data: StandardData, *, examples: bool) -> None:
    connection.execute(f"set variable year = {data.year_sql}")
    for table in single_tables(layout):
        name = quoted(table.name)
        row = f"select {_struct(table, layout, data)} from built.{name} order by id limit 1"
        connection.execute(f"set variable {name} = ({row})")
    for table in layout.tables:
        around, rows = _around(table, layout), f"built.{quoted(table.name)}"
        if examples:
            rows = _keep_around(connection, table, around, layout, data)
            around = ["year"] if "year" in around else []
        seen = "".join(f", getvariable('{one}') as {quoted(one)}" for one in around)
        only = f" where {seen_examples()}" if examples else ""
        connection.execute(f"create or replace view {quoted(table.name)} as select *{seen} from {rows}{only}")


def _keep_around(connection: Connection, table: Table, around: list[str], layout: Layout, data: StandardData) -> str:
    """Where tables hold many examples, what stands around each is kept beside its rows, in a table of this name."""
    singles = [one for one in single_tables(layout) if one.name in around]
    kept = "".join(f", {_struct(one, layout, data)} as {quoted(one.name)}" for one in singles)
    joins = " ".join(f"left join built.{quoted(one.name)} using ({EXAMPLE})" for one in singles)
    given = "".join(f", given_examples.{one}" for one in GIVEN if one in around)
    name, made = quoted(table.name), f"built.{quoted('with ' + table.name)}"
    connection.execute(f"""create table {made} as select {name}.*{kept}{given}
        from built.{name} {joins} left join given_examples using ({EXAMPLE})""")
    return made


def seen_examples() -> str:
    """The condition by which views show the examples that are to be seen."""
    return f"{EXAMPLE} between getvariable('{EXAMPLE}')[1] and getvariable('{EXAMPLE}')[2]"


def _around(table: Table, layout: Layout) -> list[str]:
    """What every row of a table sees beside its own: single tables on top, the year, what the caller said."""
    around = [*(one.name for one in single_tables(layout)), "year", *GIVEN]
    return [one for one in around if one != table.name and not _has(table, layout, one)]
