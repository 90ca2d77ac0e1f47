"""The first layer: typed columns, and what stands below a record (lists of small ones, single ones as structs)."""

from __future__ import annotations

from collections.abc import Iterator

from rollbook.standards.layouts import Layout, Table
from rollbook.standards.tables.opening import literal, quoted
from rollbook.standards.tables.shorthand import first_word_sql
from rollbook.standards.tables.values import is_blank, typed


def base_sql(table: Table, layout: Layout, also: tuple[str, ...] = ()) -> str:
    """Makes `base.<table>` out of `raw_<table>` and the base tables of its children. `also` are columns to keep."""
    fields = layout.fields_of(table.name)
    kept = [*layout.columns_of(table.name)[: 3 + len(layout.parents_of(table.name))], *also]
    given = [f"r.{quoted(one)}" for one in kept]
    values = [f"{typed(one, layout, f'r.{quoted(one.name)}')} as {quoted(one.name)}" for one in fields]
    checked = [one for one in fields if one.type != "text"]
    raws = [f"r.{quoted(one.name)} as {quoted('raw ' + one.name)}" for one in checked]
    own = ", ".join([*kept, *(quoted(one.name) for one in fields)])
    return f"""create table base.{quoted(table.name)} as
        select t.*{"".join(_below(table, layout))}
        from (select {own}, {_broken([one.name for one in checked], layout)} as broken
              from (select {", ".join(given + values + raws)} from {quoted("arrow_" + table.name)} r)) t
        {" ".join(_joins_below(table, layout))}"""


def _broken(names: list[str], layout: Layout) -> str:
    """The names of the fields that hold something that could not be typed. The list is only made where one is."""
    wrong = {name: f"({quoted(name)} is null and not {is_blank(layout, quoted('raw ' + name))})" for name in names}
    if not wrong:
        return "cast([] as varchar[])"
    cases = ", ".join(f"case when {sql} then {literal(name)} end" for name, sql in wrong.items())
    return f"case when {' or '.join(wrong.values())} then list_filter([{cases}], lambda x: x is not null) else [] end"


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
