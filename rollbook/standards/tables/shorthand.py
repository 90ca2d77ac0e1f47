"""The shorthand of a small record, such as `ACT1 2025-08-01..2025-10-31`: read in examples, written in lists."""

from __future__ import annotations

import re
from functools import cache

from rollbook.standards.layouts import Layout, Table
from rollbook.standards.tables.opening import quoted

_PLACE = re.compile(r"\{(\w+)\}")


def first_word_sql(table: Table) -> str:
    """The first word of a row's shorthand as SQL: what stands for the row in its parent's list."""
    parts = _PLACE.split(table.short.split(" ")[0])
    texts = [f"'{part}'" if place % 2 == 0 else f"{quoted(part)}" for place, part in enumerate(parts) if part]
    return f"concat({', '.join(texts)})"


def read_shorthand(text: str, table: Table, layout: Layout) -> dict[str, str]:
    """The values of a shorthand. Words at the end may be left out. A part that touches the next, as in
    `SOF105`, is letters only: the digits belong to the next. ValueError when it does not fit."""
    dates = frozenset(one.name for one in layout.fields_of(table.name) if one.type == "date")
    found: dict[str, str] = {}
    templates = table.short.split(" ")
    words = text.split(" ", len(templates) - 1)
    for template, word in zip(templates, words, strict=False):
        match = _pattern(template, dates).fullmatch(word)
        if match is None:
            raise ValueError(f"{text!r} is not written like {table.short!r}")
        found |= {name: value for name, value in match.groupdict().items() if value}
    return found


@cache
def _pattern(template: str, dates: frozenset[str]) -> re.Pattern[str]:
    """One word of a shorthand. Beside the first part, each may be left out with what joins it on."""
    places = _PLACE.split(template)
    pattern = ""
    for place in range(1, len(places), 2):
        name, joint = places[place], re.escape(places[place - 1])
        touches = place + 2 < len(places) and not places[place + 1]
        value = "[^ .]*" if name in dates else "[A-Za-z]+" if touches else ".*"
        one = f"{joint}(?P<{name}>{value})"
        pattern += one if place == 1 else f"(?:{one})?"
    return re.compile(pattern + re.escape(places[-1]))
