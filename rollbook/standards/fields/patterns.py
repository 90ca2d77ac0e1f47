"""Patterns of XML Schema as DuckDB's expressions: nearly the same; what is not is said rather than guessed."""

from __future__ import annotations

import re

_UNKNOWN = re.compile(r"\\[ic]|\\p\{Is|-\[")  # name characters, blocks, subtraction: none of our standards uses them


def as_expression(pattern: str) -> str:
    """The expression for a whole value. ValueError for what DuckDB does not know."""
    if _UNKNOWN.search(pattern):
        raise ValueError(f"the pattern {pattern} cannot be expressed")
    return _without_line_ends(pattern)


def _without_line_ends(pattern: str) -> str:
    """A full stop of XML Schema matches neither line end; DuckDB's matches a carriage return."""
    made, in_class, place = [], False, 0
    while place < len(pattern):
        sign = pattern[place]
        if sign == "\\":
            made.append(pattern[place : place + 2])
            place += 2
            continue
        in_class = (in_class or sign == "[") and sign != "]"
        made.append(r"[^\r\n]" if sign == "." and not in_class else sign)
        place += 1
    return "".join(made)
