"""What there is to say of a layout as a whole: its source and standing, how a file is recognised and named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from rollbook.standards.layouts import Layout

_ANYTHING = (".*", "(?s).*")
_A_DAY = date(2026, 8, 31)
_SIGNS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_ENDS = {"\r\n": "CR and LF", "\n": "LF"}
_NAMED_GROUP = re.compile(r"\(\?P<(\w+)>")
_DIGITS = re.compile(r"\\d\{(\d+)\}")


def facts(layout: Layout) -> list[tuple[str, str]]:
    """What is said of a layout, in order: what it is called, and a sentence or a few words. Code in backticks."""
    return [*_standing(layout), *_shape(layout), *_types(layout)]


def _standing(layout: Layout) -> Iterator[tuple[str, str]]:
    yield "Source", layout.source
    yield "Standing", layout.unofficial or "As published in the source."
    if layout.warnings:
        codes = ", ".join(f"`{one}`" for one in layout.warnings)
        yield "Only a warning", f"what may be the fault of this reading: {codes}"


def _shape(layout: Layout) -> Iterator[tuple[str, str]]:
    match layout.shape:
        case "xml":
            space = f"in the namespace `{layout.namespace}`" if layout.namespace else "in no namespace"
            yield "Shape", f"XML, with the root `{layout.root}` {space}"
            for at, pattern in layout.known_by.items():
                there = "stands there" if pattern.pattern in _ANYTHING else f"matches `{pattern.pattern}`"
                yield "Known by", f"`{at}` {there}"
        case "delimited":
            sign = _SIGNS.get(layout.separator, layout.separator)
            yield "Shape", f"values between {sign}, all in double quotes; lines end with {_ENDS[layout.newline]}"
            yield "Known by", "its first line: exactly these headings, in this order"
        case _:
            yield "Shape", f"lines of {layout.width} characters, each value at its own place"
    if layout.shape != "xml":
        yield "Encoding", " or ".join(f"`{one}`" for one in layout.encodings)
    yield "File name", _file_name(layout)
    yield "At most", f"{layout.max_bytes // 1_000_000:,} MB"
    if any(field.type == "date" for field in layout.fields):
        yield "Dates", f"written as `{_A_DAY.strftime(layout.date)}`"
    if layout.returned:
        yield "An answer adds", ", ".join(f"`{one.at}`" for one in layout.returned)


def _types(layout: Layout) -> Iterator[tuple[str, str]]:
    for one in layout.types.values():
        yield f"`{one.name}`", f"{one.form}: `{one.pattern}`"


def _file_name(layout: Layout) -> str:
    pattern = layout.file_name.pattern
    return "any will do" if pattern == "(?!)" else f"`{_readable(pattern)}`; exactly `{pattern}`"


def _readable(pattern: str) -> str:
    """A pattern as a person would write the name: `ILR-UKPRN-2526-DAY-TIME-SERIAL.xml`, 9 for any digit."""
    made, place = [], 0
    while found := _NAMED_GROUP.search(pattern, place):
        made += [pattern[place : found.start()], found[1].upper()]
        place = _closing(pattern, found.end())
    text = "".join([*made, pattern[place:]]).removeprefix("(?i)").replace("\\.", ".")
    text = re.sub(r"\.\((\w+)\|\w+\)$", r".\1", text)  # the first of the endings
    return _DIGITS.sub(lambda one: "9" * int(one[1]), text)


def _closing(pattern: str, place: int) -> int:
    """Behind the bracket that closes the group which began before this place."""
    depth = 1
    while depth:
        if pattern[place - 1] != "\\":
            depth += {"(": 1, ")": -1}.get(pattern[place], 0)
        place += 1
    return place
