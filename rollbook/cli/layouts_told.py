"""How a layout is told: lines for people, and documents for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from rollbook.standards.describing import Line, Part, facts, lists_of, parts_of
from rollbook.standards.describing.words import check_words, holds, how_often, item_called, table_words
from rollbook.standards.layouts import Element, Field, Layout, Table

_MOST_CODES = 40


def listed(layout: Layout) -> str:
    """One line of the list."""
    note = " (unofficial)" if layout.unofficial else ""
    named = f"{layout.standard:14} {layout.version:11} {layout.shape:10}"
    return f"{named} {len(layout.fields):4} fields  {layout.title}{note}"


def parts_with(layout: Layout, name: str) -> list[Part]:
    """The parts with what is called so (all of it for no name): by its name, its path, its column, or a name that it
    is read under as well, in any case."""
    if not name:
        return list(parts_of(layout))
    kept = (replace(part, lines=tuple(one for one in part.lines if _is_called(one, name))) for part in parts_of(layout))
    return [part for part in kept if part.lines]


def _is_called(line: Line, name: str) -> bool:
    element = line.element
    path = element.at.removesuffix("/.")
    names = {
        path,
        path.rpartition("/")[2],
        path.rpartition("@")[2],
        line.name,
        getattr(element, "name", ""),
        *element.also,
    }
    return name.casefold() in {one.casefold() for one in names if one}


def layout_lines(layout: Layout, parts: Sequence[Part]) -> Iterator[str]:
    """The whole of it."""
    yield layout.title
    yield from (f"  {name + ':':18} {text}" for name, text in facts(layout))
    for part in parts:
        often = f"  ({how_often(part.table)})" if part.table and part.table.at != "." else ""
        yield from ("", f"{part.name}{often}")
        for line in part.lines:
            codes = getattr(line.element, "codes", "")
            what = f"{_holds(line.element, layout)}{codes and f'; code of {codes}'}"
            item = f"item {line.item}" if line.item else ""
            said = "  ".join(one for one in (what, getattr(line.element, "title", ""), item) if one)
            yield f"  {line.name or '(its own text)':40} {how_often(line.element):10} {said}"


def field_lines(layout: Layout, parts: Sequence[Part]) -> Iterator[str]:
    """One element, or those of one name, with everything around."""
    for part in parts:
        for line in part.lines:
            yield line.element.at or line.name
            yield from (f"  {name + ':':13} {text}" for name, text in _about(layout, part, line))


def _about(layout: Layout, part: Part, line: Line) -> Iterator[tuple[str, str]]:
    element = line.element
    if title := getattr(element, "title", ""):
        yield "What it is", title
    if line.item:
        item = item_called(line.item)
        yield "Item", f"{line.item} {item.title if item else 'is not in the dictionary'}"
    yield "Stands in", part.name
    yield "How often", how_often(element)
    yield "Holds", _holds(element, layout)
    if isinstance(element, Field) and element.codes:
        yield "Codes", _codes(layout, element.codes)
    if checks := ", ".join(dict.fromkeys(check_words(check) for check in line.checks)):
        yield "Checked for", checks
    if isinstance(element, Field) and element.field:
        yield "Checked as", f"the learner's field {element.field}"
    if line.rules:
        yield "Rules", ", ".join(line.rules)


def _holds(element: Element, layout: Layout) -> str:
    if isinstance(element, Field):
        return holds(element, layout)
    return table_words(element) if isinstance(element, Table) else "the elements that follow"


def _codes(layout: Layout, name: str) -> str:
    found = next(one for one in lists_of(layout) if one.name == name)
    shown = "; ".join(f"{code.code} {code.in_words}".strip() for code in found.codes[:_MOST_CODES])
    more = f"; and {len(found.codes) - _MOST_CODES} more (--json lists all)" if len(found.codes) > _MOST_CODES else ""
    return f"{name}: {found.state}.{shown and ' '}{shown}{more}"


def layout_as_json(layout: Layout) -> dict[str, Any]:
    """What a layout is, without its elements."""
    return {
        "standard": layout.standard,
        "version": layout.version,
        "shape": layout.shape,
        "title": layout.title,
        "source": layout.source,
        "unofficial": layout.unofficial,
        "root": layout.root,
        "namespace": layout.namespace,
        "file_name": layout.file_name.pattern,
        "tables": len(layout.tables),
        "fields": len(layout.fields),
    }


def elements_as_json(layout: Layout, parts: Sequence[Part]) -> dict[str, Any]:
    """The elements, those of one part together, and the code lists that they name."""
    named = {getattr(line.element, "codes", "") for part in parts for line in part.lines}
    lists = (one for one in lists_of(layout) if one.name in named)
    return {
        "elements": [_element_as_json(part, line) for part in parts for line in part.lines],
        "code_lists": {one.name: asdict(one) for one in lists},
    }


def _element_as_json(part: Part, line: Line) -> dict[str, Any]:
    element = line.element
    said: dict[str, Any] = {
        "kind": type(element).__name__.casefold(),
        "at": element.at,
        "part": part.name,
        "occurs": list(element.occurs),
        "one_of": element.one_of,
        "terms": list(element.terms),
        "phases": list(element.phases),
        "checks": list(dict.fromkeys(check.code for check in line.checks)),
    }
    if isinstance(element, Table):
        said |= {"name": element.name, "title": element.title, "key": list(element.key)}
    if isinstance(element, Field):
        names = ("name", "title", "type", "length", "digits", "decimals", "range", "pattern", "form", "values", "codes")
        said |= {name: getattr(element, name) for name in (*names, "also", "personal")}
        said |= {"item": line.item, "rules": list(line.rules)}
    return said
