"""Which standard and version is a file of? Decided by what it holds; its name is looked at only afterwards."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from lxml import etree

from rollbook.base.errors import Unreadable
from rollbook.standards.fixed.recognising import recognise_fixed
from rollbook.standards.layouts import Layout, known_layouts
from rollbook.standards.recognising import begins_with_headings, recognise_by_headings, refuse_unless_text
from rollbook.standards.xml.prolog import HEAD, Prolog, read_prolog

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def recognise(head: bytes, name: str = "") -> Layout:
    """The layout of a file, by its first bytes (64 KB are enough), then by its name.

    Unreadable when it is nothing that the library knows, or damaged beyond knowing.
    """
    if looks_like_xml(head):
        return _recognise_xml(head)
    # A row of a delimited file may have the right digits at the right place by chance: headings say more.
    fixed = None if begins_with_headings(head) else recognise_fixed(head)
    if fixed is not None:
        return fixed
    refuse_unless_text(head)
    return recognise_by_headings(head, name)


def looks_like_xml(head: bytes) -> bool:
    """Does it begin with a tag, in any encoding? Web pages are told from it by their names."""
    start = head
    for mark in _MARKS:
        start = start.removeprefix(mark)
    start = start.replace(b"\0", b"")[:64].lstrip().lower()
    return start.startswith(b"<") and not start.startswith((b"<!doctype html", b"<html"))


def _recognise_xml(head: bytes) -> Layout:
    prolog = read_prolog(head)
    # The newest first: where nothing tells two versions apart, a file is more likely of the later one.
    same_root = [one for one in reversed(known_layouts("xml")) if one.root == prolog.root]
    values = dict(_first_values(head, prolog)) if same_root else {}
    ranked = sorted(same_root, key=lambda one: _likeness(one, prolog, values), reverse=True)
    if ranked and _likeness(ranked[0], prolog, values) > 0:
        return ranked[0]
    known = ", ".join(one.title for one in known_layouts("xml"))
    kind = f"{prolog.root[:100]}{prolog.namespace and ' in '}{prolog.namespace[:100]}"
    raise Unreadable(
        f"This XML file begins with {kind}, which is no version that is known here.",
        fix=f"Send one of: {known}; or say which of them it is to be read as.",
    )


def _likeness(layout: Layout, prolog: Prolog, values: dict[str, str]) -> int:
    """The namespace says most, then values that only this version has; another's value rules it out.

    A file of an unknown year is not taken for the nearest year: everything in it would look wrong.
    """
    known = {one.at: re.compile(re.escape(one.fixed)) for one in layout.fields if one.fixed} | dict(layout.known_by)
    fitting = sum(at in values and pattern.fullmatch(values[at]) is not None for at, pattern in known.items())
    contrary = sum(at in values and pattern.fullmatch(values[at]) is None for at, pattern in known.items())
    if layout.namespace and layout.namespace == prolog.namespace:
        return 1000 + fitting - contrary
    return 0 if contrary else fitting


def _first_values(head: bytes, prolog: Prolog) -> Iterator[tuple[str, str]]:
    """The values near the start of a file, by their paths below the root."""
    text = codecs.getincrementaldecoder(prolog.encoding)("replace").decode(head).lstrip("\ufeff \t\r\n")
    parser = etree.XMLPullParser(
        events=("end",), encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        parser.feed(text.encode("utf-8", "replace"))
        for _, element in parser.read_events():
            path = "/".join(_local(one) for one in [*reversed([*element.iterancestors()]), element][1:])
            if not len(element):
                yield path, (element.text or "").strip()
            for attribute, value in element.attrib.items():
                yield f"{path}/@{attribute}", str(value)
    except etree.XMLSyntaxError:
        return


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


__all__ = ["HEAD", "looks_like_xml", "recognise"]
