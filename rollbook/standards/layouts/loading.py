"""Turns a layout file (TOML) into a Layout, and says what is wrong with one that cannot be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any

from rollbook.base.errors import SetupMissing
from rollbook.standards.layouts.elements import (
    KINDS,
    OWN_TEXT,
    ROOT,
    Element,
    Field,
    Group,
    NamedType,
    Occurs,
    Table,
    When,
)
from rollbook.standards.layouts.layout import Layout
from rollbook.standards.layouts.likeness import made_whole

_NEWLINES = {"crlf": "\r\n", "lf": "\n"}
_TUPLES = ("also", "terms", "phases", "values", "key")
_FIELD = {one.name for one in dataclass_fields(Field)}
_TABLE = {one.name for one in dataclass_fields(Table)}
_GROUP = {one.name for one in dataclass_fields(Group)}


def load_layout(path: Path) -> Layout:
    """A layout file. SetupMissing when it does not hold what a layout needs."""
    try:
        return layout_from(made_whole(tomllib.loads(path.read_text("utf-8")), path.parent))
    except (OSError, KeyError, ValueError, TypeError, re.error) as error:
        raise SetupMissing(
            f"The layout {path.name} cannot be read: {error!r}.",
            fix="Compare it with another one of the library, such as ilr/2025-26.toml.",
        ) from error


def layout_from(data: Mapping[str, Any]) -> Layout:
    """A layout out of what its file holds. KeyError, ValueError or TypeError when something does not fit."""
    shape = data["shape"]
    if shape not in ("xml", "delimited", "fixed"):
        raise ValueError(f"shape {shape}")
    if shape == "delimited" and (data["quote"], data["headings"]) != ("all", {"row": 1, "exact": True}):
        raise ValueError("only delimited files with all values quoted and exact headings in row 1 are known so far")
    types = {name: NamedType(name, **one) for name, one in data.get("type", {}).items()}
    elements = _elements(data["element"], types, by_path=shape == "xml")
    last = next((one.name for one in reversed(elements) if isinstance(one, Table)), "")
    stream = data.get("stream", ())
    return Layout(
        standard=data["standard"],
        version=data["version"],
        shape=shape,
        title=data["title"],
        source=data["source"],
        elements=elements,
        file_name=re.compile(data["file_name"]) if "file_name" in data else Layout.file_name,
        file_name_rules={code: re.compile(names) for code, names in data.get("file_name_rules", {}).items()},
        unofficial=data.get("unofficial", ""),
        max_bytes=data.get("max_bytes", Layout.max_bytes),
        encodings=tuple(data.get("encoding", Layout.encodings)),
        types=types,
        root=data["root"] if shape == "xml" else "",
        namespace=data.get("namespace", ""),
        stream=(stream,) if isinstance(stream, str) else tuple(stream),
        known_by={at: re.compile(pattern) for at, pattern in data.get("known_by", {}).items()},
        warnings=tuple(data.get("warnings", ())),
        newline=_NEWLINES[data.get("newline", "crlf")],
        separator=data.get("separator", ","),
        returned=tuple(_field(one, last, types) for one in data.get("returned", ())),
        width=data.get("width", 0),
        date=data.get("date", Layout.date),
        blank=tuple(data.get("blank", Layout.blank)),
    )


def _elements(data: list[dict[str, Any]], types: Mapping[str, NamedType], *, by_path: bool) -> tuple[Element, ...]:
    """In XML an element belongs to the nearest table whose path it continues; elsewhere to the last one named."""
    made: list[Element] = []
    tables: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    last = ""
    for one in data:
        at = one.get("at", "")
        around = _nearest(at, tables) if by_path else "" if "table" in one else last
        if "table" in one:
            last = one["table"]
            tables[at] = last
            made.append(_table(one, "" if around == tables.get(ROOT) else around))
        elif one.get("group"):
            made.append(_group(one))
        else:
            field = _field(one, around, types)
            if not around or (around, field.name) in seen:
                raise ValueError(f"{at}: in no table, or a second field of this name (give it another `name`)")
            seen.add((around, field.name))
            made.append(field)
    return tuple(made)


def _nearest(at: str, tables: Mapping[str, str]) -> str:
    parts = at.split("/")
    for length in range(len(parts) - 1, 0, -1):
        found = tables.get("/".join(parts[:length]))
        if found:
            return found
    return tables.get(ROOT, "")


def _table(one: dict[str, Any], parent: str) -> Table:
    given = dict(one)
    name = given.pop("table")
    settings = _checked(given, _TABLE | {"rows"})
    first, _, last = settings.pop("rows", "0").partition("..")
    is_open = one.get("rows", "").endswith("..")
    parent = settings.pop("parent", parent)
    settings["occurs"] = _occurs(settings.get("occurs", [0, "many"]))
    if "when" in settings:
        when = settings["when"]
        settings["when"] = When(when["start"], when["length"], tuple(when["is"]))
    if "link" in settings:
        settings["link"] = tuple(tuple(one.split(" = ")) for one in settings["link"])
    return Table(
        name=name,
        parent="" if one.get("at") == ROOT else parent,
        first_row=int(first),
        last_row=None if is_open else int(last or first) or None,
        many=settings.pop("many", f"{name}s"),
        **settings,
    )


def _group(one: dict[str, Any]) -> Group:
    settings = _checked({key: value for key, value in one.items() if key != "group"}, _GROUP)
    settings["occurs"] = _occurs(settings.get("occurs", [1, 1]))
    return Group(**settings)


def _field(one: dict[str, Any], table: str, types: Mapping[str, NamedType]) -> Field:
    settings = _checked(one, _FIELD | {"fixed"})
    at = settings.pop("at")
    kind = settings.pop("type", "text")
    if kind in types:
        named = types[kind]
        settings |= {"type": named.base, "named": kind, "type_pattern": named.pattern}
        settings.setdefault("form", named.form)
    else:
        settings["type"] = kind
    if settings["type"] not in KINDS:
        raise ValueError(f"{at}: type {kind}")
    if "fixed" in settings:
        settings["values"] = (settings.pop("fixed"),)
    settings["occurs"] = _occurs(settings.get("occurs", [0, 1]))
    if "length" in settings:
        settings["length"] = _occurs(settings["length"])
    if "range" in settings:
        low, high = settings["range"]
        settings["range"] = (None if low == "any" else low, None if high == "any" else high)
    name = settings.pop("name", at.removesuffix(f"/{OWN_TEXT}").rpartition("/")[2].removeprefix("@"))
    return Field(at=at, name=name, table=table, **settings)


def _checked(one: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    strangers = sorted(set(one) - known)
    if strangers:
        raise ValueError(f"{one.get('at', one)}: {', '.join(strangers)} is not known")
    return {key: tuple(value) if key in _TUPLES else value for key, value in one.items()}


def _occurs(value: list[Any]) -> Occurs:
    least, most = value
    return int(least), None if most == "many" else int(most)
