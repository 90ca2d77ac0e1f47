"""A layout: one standard, version and shape of file as data. From it come the reader, the writer and the doctor."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from rollbook.base.errors import SetupMissing

_LIBRARY = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its table, and what its values must be.

    `field` is the learner's field it carries; `also` are other headings it is known by (read only); `counts` names
    the table whose records it counts; `unchanged` says that no mending may touch it.
    """

    at: str
    table: str
    field: str = ""
    type: str = "text"
    fixed: str = ""
    digits: int = 0
    counts: str = ""
    also: tuple[str, ...] = ()
    needed: bool = False
    personal: bool = False
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What stands in a range of rows: first and last row (None: to the end), how many records there may be at most,
    and the columns that tell one record from another."""

    name: str
    first_row: int
    last_row: int | None
    at_most: int | None
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A delimited file: its tables and columns in the order of the file, and how it is written down."""

    standard: str
    version: str
    title: str
    source: str
    encodings: tuple[str, ...]
    newline: str
    separator: str
    file_name: re.Pattern[str]
    max_bytes: int
    tables: tuple[Table, ...]
    columns: tuple[Column, ...]
    returned: tuple[Column, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings in order."""
        return tuple(column.at for column in self.columns)

    def table(self, name: str) -> Table:
        """The table of that name; KeyError when there is none."""
        return {table.name: table for table in self.tables}[name]

    def columns_of(self, table: str) -> tuple[Column, ...]:
        """The columns of one table, in order."""
        return tuple(column for column in self.columns if column.table == table)

    def as_fields(self, values: Mapping[str, str]) -> dict[str, str]:
        """The learner's details under their field names, out of values under their headings."""
        return {column.field: values.get(column.at, "") for column in self.columns if column.field}

    def heading_of(self, field: str) -> str:
        """The heading of a learner's field, or the field's own name where the file has no such column."""
        return next((column.at for column in self.columns if column.field == field), field)

    def with_return_columns(self) -> Layout:
        """The same layout with the columns that an answer adds at the end."""
        return replace(self, columns=(*self.columns, *self.returned), returned=())


@cache
def known_layouts() -> tuple[Layout, ...]:
    """Every layout of batch files; those of other standards are read by `standards.layouts`."""
    return tuple(load_layout(path) for path in sorted(_LIBRARY.glob("lrs_batch/*.toml")) if path.stem != "return_codes")


def layout_of(standard: str, version: str) -> Layout:
    """One layout of the library. SetupMissing when it is not there."""
    for found in known_layouts():
        if (found.standard, found.version) == (standard, version):
            return found
    raise SetupMissing(f"There is no layout {standard} {version}.", fix="Add its file to the library of standards.")


def load_layout(path: Path) -> Layout:
    """A layout file. SetupMissing when it does not hold what a layout needs."""
    try:
        return _layout(tomllib.loads(path.read_text("utf-8")))
    except (OSError, KeyError, ValueError, TypeError, re.error) as error:
        raise SetupMissing(
            f"The layout {path.name} cannot be read: {error!r}.", fix="Compare it with 2A.toml."
        ) from error


def _layout(data: dict[str, Any]) -> Layout:
    if (data["shape"], data["quote"], data["headings"]) != ("delimited", "all", {"row": 1, "exact": True}):
        raise ValueError("only delimited files, all values quoted, with exact headings in row 1, are known so far")
    tables: list[Table] = []
    columns: list[Column] = []
    for element in data["element"]:
        if "table" in element:
            tables.append(_table(element))
        else:
            columns.append(_column(element, tables[-1].name))
    return Layout(
        standard=data["standard"],
        version=data["version"],
        title=data["title"],
        source=data["source"],
        encodings=tuple(data["encoding"]),
        newline={"crlf": "\r\n", "lf": "\n"}[data["newline"]],
        separator=data["separator"],
        file_name=re.compile(data["file_name"]),
        max_bytes=data["max_bytes"],
        tables=tuple(tables),
        columns=tuple(columns),
        returned=tuple(_column(element, tables[-1].name) for element in data.get("returned", ())),
    )


def _table(element: dict[str, Any]) -> Table:
    first, _, last = element["rows"].partition("..")
    is_open = element["rows"].endswith("..")
    at_most = element["occurs"][1]
    return Table(
        name=element["table"],
        first_row=int(first),
        last_row=None if is_open else int(last or first),
        at_most=None if at_most == "many" else int(at_most),
        key=tuple(element.get("key", ())),
    )


def _column(element: dict[str, Any], table: str) -> Column:
    settings = dict(element)
    occurs = settings.pop("occurs", [0, 1])
    settings["also"] = tuple(settings.get("also", ()))
    return Column(table=table, needed=occurs[0] > 0, **settings)
