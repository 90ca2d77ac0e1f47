"""The line an element begins on, also far down a long file."""

from __future__ import annotations

from lxml import etree

COUNTED = 65535  # the parser keeps an element's own line up to here; beyond, it knows where a text near it ends


def line_of(element: etree._Element) -> int:
    """The line of an element's start tag."""
    line = int(element.sourceline or 0)
    if line < COUNTED:
        return line
    near: etree._Element | None = element
    while near is not None:
        if near.text:
            return line - str(near.text).count("\n")
        near = near[0] if len(near) else None
    return line - str(element.tail or "").count("\n")
