"""Reads an XML file of a known layout, record by record, in one loose pass: what can be read is, and the rest is said.

Memory stays flat but for the tables it makes: a record is forgotten when its values have been taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import BinaryIO

from lxml import etree

from rollbook.base.findings import Finding, Position
from rollbook.standards.gathering import Gathering
from rollbook.standards.layouts import Layout
from rollbook.standards.loaded import Loaded
from rollbook.standards.xml.following import Following
from rollbook.standards.xml.parsing import records
from rollbook.standards.xml.plan import Plan
from rollbook.standards.xml.prolog import HEAD, Prolog, read_prolog
from rollbook.standards.xml.taking import Taking
from rollbook.standards.xml.text import Progress, utf8_pieces


def read_xml(stream: BinaryIO, layout: Layout, *, name: str = "") -> Loaded:
    """All of a file. Unreadable when it is not well-formed XML, or has no end; else findings tell what is wrong.

    `stream` can be wound back and is left open. `name` is the file's own name.
    """
    stream.seek(0)
    prolog = read_prolog(stream.read(HEAD))
    stream.seek(0)
    seen = Progress()
    tags = {path.rpartition("/")[2] for path in layout.stream}
    elements = records(utf8_pieces(stream, prolog.encoding, seen, max_bytes=layout.max_bytes), tags, seen)
    # The last element is the root, so there is a first.
    first = next(elements)
    root = etree.QName(first.getroottree().getroot())
    plan = Plan(layout, root.namespace or "")
    taking = Taking(plan, seen)
    gathering, following = Gathering(layout, plan.tables), Following(taking)
    for element in chain((first,), elements):
        if element.getparent() is None:
            following.finish(element)
        elif following.take(element):
            seen.mark_taken()
            if gathering.is_enough():
                taking.structure.settle()
                gathering.hand_over()
    taking.structure.settle(keep_open=False)
    gathering.hand_over(keep_open=False)
    on_document = _on_document(layout, replace(prolog, root=root.localname, namespace=root.namespace or ""), seen)
    findings = [*on_document, *taking.structure.findings, *taking.structure.counted()]
    return Loaded(layout, gathering.tables(), findings, name, seen.size, prolog.encoding)


def _on_document(layout: Layout, prolog: Prolog, seen: Progress) -> Iterator[Finding]:
    """What is wrong with the document as a whole."""
    root = f"{layout.root}{layout.namespace and ' in '}{layout.namespace}"
    top = Position(1 + seen.skipped)
    if prolog.root != layout.root:
        says = f"The outermost element is {prolog.root[:100]}; it has to be {root}."
        yield Finding("wrong_root", prolog.root[:100], says, "Check what file this is.", position=top)
    elif prolog.namespace != layout.namespace:
        says = (
            f"The file's namespace is {prolog.namespace[:100] or 'missing'}; it has to be {layout.namespace or 'none'}."
        )
        yield Finding("wrong_namespace", layout.root, says, f"Write {layout.root} in that namespace.", position=top)
    if seen.first_foreign_line:
        says = (
            f"From line {seen.first_foreign_line:,} on, bytes are not {prolog.encoding.removesuffix('-sig').upper()}."
        )
        fix = "They were read as Windows-1252. Save the file as UTF-8, and look at letters with accents."
        yield Finding("wrong_encoding", "", says, fix, position=Position(seen.first_foreign_line))
    elif prolog.declared and not _same_encoding(prolog):
        says = f"The file is declared to be in {prolog.declared}, but it is in {prolog.encoding}."
        yield Finding("wrong_encoding", "", says, "Correct its first line, or leave the encoding out.", position=top)
    if seen.skipped:
        yield Finding("blank_start", "", "The file begins with blank lines.", "Take them out.", position=Position(1))


def _same_encoding(prolog: Prolog) -> bool:
    declared, actual = prolog.declared.replace("utf8", "utf-8"), prolog.encoding.removesuffix("-sig")
    return declared[:6] == actual[:6] or not (declared.startswith("utf") or actual.startswith("utf-16"))
