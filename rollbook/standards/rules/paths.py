"""Where a record stands in a file: `learner 2 / aim 1` for people, `learner 2 aim 1` as an example writes it."""

from __future__ import annotations

from rollbook.standards.layouts import Layout, Table
from rollbook.standards.rules.records import main_table
from rollbook.standards.tables import quoted


def path_sql(table: Table, layout: Layout) -> str:
    """A row's path by places. Left out above it: the first of the main table, and tables of which there is but one."""
    main = main_table(layout).name
    parts = []
    for name in (*(one for one in layout.parents_of(table.name) if not layout.table(one).is_single), table.name):
        nth = "nth" if name == table.name else f"{quoted(name)}.nth"
        place = f"concat('{name} ', {nth})"
        if name == main and name != table.name:
            place = f"case when {nth} > 1 then {place} end"
        parts.append(place)
    return f"concat_ws(' ', {', '.join(parts)})"


def parsed(at: str, layout: Layout) -> str:
    """A path as an example writes it, made whole: `aim 1`, `header` become `aim 1`, `header 1`.

    ValueError when it names no table.
    """
    words = at.split()
    names = {table.name for table in layout.tables}
    parts: list[tuple[str, int]] = []
    for word in words:
        if word in names:
            parts.append((word, 1))
        elif word.isdigit() and parts:
            parts[-1] = (parts[-1][0], int(word))
        else:
            raise ValueError(f"{at}: {word} is no table")
    above = [one for one in parts[:-1] if not layout.table(one[0]).is_single]
    if above[:1] == [(main_table(layout).name, 1)]:
        above = above[1:]
    parts = [*above, *parts[-1:]]
    return " ".join(f"{name} {nth}" for name, nth in parts)


def record_sql(table: Table, layout: Layout) -> str:
    """A row's name for people, from the top: the keys of each table, or its place where it has none."""
    parts = []
    for name in (*layout.parents_of(table.name), table.name):
        row = "" if name == table.name else f"{quoted(name)}."
        keys = ", ".join(f"{row}{quoted(key)}" for key in layout.table(name).key)
        label = f"coalesce(nullif(concat_ws(' ', {keys}), ''), cast({row}nth as varchar))" if keys else f"{row}nth"
        parts.append(f"concat('{name} ', {label})")
    return f"concat_ws(' / ', {', '.join(parts)})"
