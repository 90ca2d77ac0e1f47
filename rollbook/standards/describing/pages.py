"""The reference page of each layout: its head, its parts as tables, its code lists, where it leaves the dictionary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

from rollbook.definitions.cbds.pages import cell
from rollbook.definitions.cbds.pages import page_name as page_of_data_set
from rollbook.standards.agreement import disagreements, is_accepted
from rollbook.standards.describing.heads import facts
from rollbook.standards.describing.lists import HeldList, lists_of
from rollbook.standards.describing.parts import Line, Part, parts_of
from rollbook.standards.describing.words import check_words, holds, how_often, item_called, table_words
from rollbook.standards.layouts import LIBRARY, Field, Layout, Table, layout_files, layout_of, load_layout
from rollbook.standards.rules.pages import coverage_pages
from rollbook.standards.rules.told_pages import told_pages

_MOST_CODES = 40  # of longer lists only the number stands there
_MOST_RULES = 6  # named in a row; `rollbook layouts show` names them all
_HEADINGS = ("Element", "How often", "What it holds", "What it is", "How it is checked")


def layout_pages() -> dict[str, Callable[[], str]]:
    """What makes each page, by name: one for each layout that comes with Rollbook."""
    packaged = (path for path in layout_files().values() if path.is_relative_to(LIBRARY))
    return {page_name(path): partial(_page_of, path) for path in packaged}


def page_name(path: Path) -> str:
    """The page of a layout's file."""
    return f"layout-{path.parent.name}-{path.stem}.md"


@cache
def told_at(standard: str, version: str, at: str = "") -> tuple[str, str]:
    """The page that tells a field, and the heading it stands under; without a field, a version's page and no heading.

    Two empty texts where there is none: standards of one's own have no page.
    """
    for (*named, shape), path in layout_files().items():
        if named == [standard, version] and path.is_relative_to(LIBRARY):
            layout = layout_of(standard, version, shape)
            part = next((one for one in parts_of(layout) for line in one.lines if line.element.at == at), None)
            if part is not None or (not at and layout is layout_of(standard, version)):
                return page_name(path), anchor(part.name) if part else ""
    return "", ""


def _page_of(path: Path) -> str:
    return layout_markdown(load_layout(path))


def layout_markdown(layout: Layout) -> str:
    """One page."""
    return "\n".join(_lines(layout)) + "\n"


def _lines(layout: Layout) -> Iterator[str]:
    parts = parts_of(layout)
    yield from (f"# Layout: {layout.title}", "")
    yield from ("What a file of this kind holds, part by part, and how each value is checked.", "")
    yield from (f"- **{name}**: {text}" for name, text in facts(layout))
    rules = f"rules-{layout.standard}-{layout.version}.md"
    for pages, what in ((coverage_pages(), "what became of every published one"), (told_pages(), "each with examples")):
        if rules in pages:
            yield f"- **Rules**: [{what}]({rules})"
    yield from ("", *_how_to_read(layout))
    yield from ("", "## What stands in what", "", *_outline(layout, parts))
    for part in parts:
        yield from ("", f"## {part.name}", "", *_part(layout, part))
    yield from _code_lists(lists_of(layout))
    yield from _differences(layout)


def _how_to_read(layout: Layout) -> Iterator[str]:
    shape = " --shape xml" if layout.shape == "xml" and _has_another_shape(layout) else ""
    shown = f"rollbook layouts show {layout.standard} {layout.version}{shape}"
    field = next((one.key[0] for one in layout.tables if one.key), layout.fields[0].name)
    yield "A number is that of the data item in the dictionary. A check with a code reports under that published code,"
    yield "one without under a name of ours; rules are those that show the value. On the command line, one field with"
    yield f"all its rules: `{shown} {field}`."
    if layout.shape == "xml":
        yield f"The schema that follows from it: `{shown} --xsd`."


def _has_another_shape(layout: Layout) -> bool:
    return sum(key[:2] == (layout.standard, layout.version) for key in layout_files()) > 1


def _outline(layout: Layout, parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        depth = len(layout.parents_of(part.table.name)) + 1 if part.table and part is not parts[0] else 0
        often = f": {how_often(part.table)}" if part.table and part is not parts[0] else ""
        fields = f" ({part.fields} field{'s' * (part.fields != 1)})" if part.fields else ""
        yield f"{'  ' * depth}- [{part.name.rpartition('/')[2]}](#{anchor(part.name)}){fields}{often}"


def _part(layout: Layout, part: Part) -> Iterator[str]:
    if part.table is not None:
        key = f" Told apart by {', '.join(f'`{one}`' for one in part.table.key)}." if part.table.key else ""
        title = f"{cell(part.table.title)}. " if part.table.title else ""
        yield from (f"{title}The table `{part.table.name}` of rules and programs.{key}", "")
    yield from _table_row(*_HEADINGS)
    yield from _table_row(*("---" for _ in _HEADINGS))
    for line in part.lines:
        yield from _table_row(*_cells(layout, line))


def _table_row(*cells: str) -> Iterator[str]:
    yield "|" + "".join(f" {one} |" if one else " |" for one in cells)


def _cells(layout: Layout, line: Line) -> tuple[str, ...]:
    element = line.element
    name = f"`{line.name}`" if line.name else "*its own text*"
    if isinstance(element, Field):
        what = _holds(element, layout)
    elif isinstance(element, Table):
        what = table_words(element).replace("a record", f"[a record](#{anchor(element.at or element.name)})")
    else:
        what = "the elements that follow"
    return name, how_often(element), what, _meaning(line), _checks(line)


def _holds(field: Field, layout: Layout) -> str:
    codes = f"; code of [{field.codes}](#{anchor(_heading(field.codes))})" if field.codes else ""
    return f"{holds(field, layout)}{codes}".replace("|", "\\|")


def _meaning(line: Line) -> str:
    title = cell(getattr(line.element, "title", ""))
    if not line.item:
        return title
    item = item_called(line.item)
    if item is None:
        return f"{title} {line.item} (not in the dictionary)".strip()
    link = f"[{item.number}]({page_of_data_set(item.data_set)}#{anchor(item.module)})"
    return f"{title or cell(item.title)} {link}"


def _checks(line: Line) -> str:
    told = list(dict.fromkeys(check_words(check) for check in line.checks))
    learner = getattr(line.element, "field", "")
    if learner:
        told.append(f"as the [learner's field](learner-fields.md) `{learner}`")
    named = ", ".join(f"`{code}`" for code in line.rules[:_MOST_RULES])
    more = f" and {len(line.rules) - _MOST_RULES} more" if len(line.rules) > _MOST_RULES else ""
    rules = f"rule{'s' * (len(line.rules) != 1)} {named}{more}" if line.rules else ""
    return "; ".join(one for one in (", ".join(told), rules) if one)


def _code_lists(lists: tuple[HeldList, ...]) -> Iterator[str]:
    if lists:
        yield from ("", "## Code lists")
    for one in lists:
        yield from ("", f"### {_heading(one.name)}", "", f"{one.state.capitalize()}.{_source(one)}")
        if one.codes and not one.code_set:
            yield from ("", _codes(one))


def _source(one: HeldList) -> str:
    if one.code_set:
        heading = f"{one.code_set} {one.code_set_title}"
        return f" {len(one.codes)} codes, those of [{cell(heading)}](code-sets.md#{anchor(heading)})."
    return f" Source: {cell(one.source)}." if one.codes else ""


def _codes(one: HeldList) -> str:
    if len(one.codes) > _MOST_CODES:
        return f"{len(one.codes)} codes."
    return "; ".join(f"`{code.code}` {cell(code.in_words)}".strip() for code in one.codes) + "."


def _differences(layout: Layout) -> Iterator[str]:
    found = [one for one in disagreements(layout) if one.what != "tag" and is_accepted(one)]
    if not found:
        return
    yield from ("", "## Where it differs from the dictionary", "")
    yield from ("The same question as a data item, written otherwise. Other names are not listed.", "")
    yield from (*_table_row("Element", "Item", "Why"), *_table_row("---", "---", "---"))
    for one in found:
        yield from _table_row(f"`{one.at}`", one.item, cell(is_accepted(one)))


def _heading(name: str) -> str:
    return f"Codes: {name}"


def anchor(heading: str) -> str:
    """Where a heading is reached on its page: small letters, no marks, hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")
