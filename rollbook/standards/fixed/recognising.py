"""Is this a file of fixed width? Its lines say so: the right length, and a known kind of record at its place."""

from __future__ import annotations

from rollbook.standards.layouts import Layout, known_layouts

_ENOUGH = 3 / 4  # of the first lines have to be of a kind the layout knows


def recognise_fixed(head: bytes) -> Layout | None:
    """The layout whose records most of the first lines are; none when they are no such lines."""
    lines = head.decode("latin-1").splitlines()[1:20]
    for layout in known_layouts("fixed"):
        known = sum(is_known(line, layout) for line in lines)
        if lines and known >= len(lines) * _ENOUGH:
            return layout
    return None


def is_known(line: str, layout: Layout) -> bool:
    """Is a line one of the layout's records?"""
    return any(
        table.when is not None and line[table.when.start - 1 :][: table.when.length] in table.when.values
        for table in layout.tables
    )
