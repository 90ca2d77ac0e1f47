"""Values as cells of a table that spreadsheets open: nothing that was typed into a register runs as a formula."""

from __future__ import annotations

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: object) -> str:
    """The value as text; one that a spreadsheet would take for a formula gets an apostrophe before it.

    A number of ours is none, though it may begin with a minus. Source: OWASP, CSV injection.
    """
    if isinstance(value, int | float):
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
