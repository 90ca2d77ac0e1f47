"""Whether a part of a record is there at all, as SQL: its fields count, and the records below it."""

from __future__ import annotations

from rollbook.standards.layouts import ROOT, Element, Field, Group, Layout, Table
from rollbook.standards.tables import quoted


def group_is_there(layout: Layout, at: str, table: str) -> str:
    """True where anything of the element at this path is there; `table` is the one around it."""
    below = f"{at}/"
    fields = [one for one in layout.fields_of(table) if one.at.startswith(below) or one.at == at]
    tables = [one for one in layout.children_of(table) if one.at.startswith(below) or one.at == at]
    found = [f"{quoted(one.name)} is not null" for one in fields] + [table_is_there(one) for one in tables]
    return f"({' or '.join(found)})" if found else "false"


def nearest_table(layout: Layout, element: Element) -> str:
    """The table that an element stands in."""
    if isinstance(element, Field):
        return element.table
    if isinstance(element, Table):
        return element.parent
    within = [one for one in layout.tables if one.at == ROOT or element.at.startswith(f"{one.at}/")]
    return max(within, key=lambda one: len(one.at.strip(ROOT)), default=Table("")).name


def table_is_there(table: Table) -> str:
    """True where a row has at least one of this table below it."""
    raw = quoted(f"raw_{table.name}")
    link = f"b.{quoted(table.parent + '_id')} = r.id" if table.parent else "true"
    return f"exists (from {raw} b where {link})"


def conditions_of(layout: Layout, field: Field) -> list[str]:
    """What has to be there for a needed field to be needed: each optional group between it and its table."""
    return [
        group_is_there(layout, group.at, field.table)
        for group in layout.groups
        if field.at.startswith(f"{group.at}/")
        and (group.occurs[0] == 0 or group.one_of)
        and _is_within(layout, group, field.table)
    ]


def is_behind_an_optional_group(layout: Layout, table: Table) -> bool:
    """Does a group stand between a table and the one around it that may be away?"""
    return any(
        table.at.startswith(f"{group.at}/")
        and (group.occurs[0] == 0 or group.one_of)
        and (not table.parent or group.at.startswith(layout.table(table.parent).at))
        for group in layout.groups
    )


def _is_within(layout: Layout, group: Group, table: str) -> bool:
    at = layout.table(table).at
    return at in ("", ".") or group.at.startswith(f"{at}/")
