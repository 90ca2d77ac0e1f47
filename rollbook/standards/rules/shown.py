"""Which field of a layout a rule shows beside its findings."""

from __future__ import annotations

from rollbook.standards.layouts import Field, Layout


def field_shown(layout: Layout, table: str, name: str) -> Field | None:
    """The field that a rule of this table shows under a name: its own, or one of a record around it.

    `ULN` and `learner.ULN` are fields; None for what is none, such as the list of the records below (`fams`).
    """
    near, _, column = name.rpartition(".")
    wanted = near.rpartition(".")[2] or table
    return next((field for field in layout.fields if field.table == wanted and field.name == column), None)
