"""Reference tables: what a rule must look up outside the file, under agreed names and columns, given by the caller."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from rollbook.base.errors import Unreadable
from rollbook.standards.tables.opening import Connection, quoted
from rollbook.standards.tables.values import SQL_TYPES

_LONGEST_HEADING = 1 << 20  # bytes of the first row: a file of one endless line is no table


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference table as given: its rows and which version of it this is, to be named in every report."""

    rows: pa.Table
    version: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceForm:
    """What a reference table must look like: its columns and their kinds, and where to get it.

    `asks` names the column of the file whose values it is asked about (`learner.ULN`). `whose` says who alone has it:
    `provider`, whoever sends the file; `register`, the register itself; "" for one that is the same for everybody.
    """

    name: str
    says: str
    source: str
    columns: Mapping[str, str]
    asks: str = ""
    whose: str = ""

    def create(self, connection: Connection) -> None:
        """The empty table: rules that need it can be parsed, and are not run."""
        columns = ", ".join(f"{quoted(name)} {SQL_TYPES[kind]}" for name, kind in self.columns.items())
        connection.execute(f"create table {quoted(self.name)} ({columns})")

    def fill(self, connection: Connection, rows: pa.Table, *, into: str = "", also: Mapping[str, str] = {}) -> None:
        """Put the rows in; columns that are not named here are left out, those that are missing stay empty."""
        kinds = {name: SQL_TYPES[kind] for name, kind in self.columns.items()} | dict(also)
        names = [name for name in kinds if name in rows.column_names]
        values = ", ".join(f"cast({quoted(name)} as {kinds[name]})" for name in names)
        columns = ", ".join(map(quoted, names))
        connection.register("given_reference", rows)
        connection.execute(f"insert into {quoted(into or self.name)} ({columns}) select {values} from given_reference")
        connection.unregister("given_reference")


def reference_forms(path: Path) -> dict[str, ReferenceForm]:
    """The reference tables that a standard's rules may need."""
    if not path.is_file():
        return {}
    data = tomllib.loads(path.read_text("utf-8"))
    return {
        name: ReferenceForm(
            name, one["says"], one.get("source", ""), dict(one["columns"]), one.get("asks", ""), one.get("whose", "")
        )
        for name, one in data.items()
    }


def read_reference(source: Path | BinaryIO, form: ReferenceForm, *, name: str = "") -> Reference:
    """A reference table from a CSV or Parquet file with the columns of its form, in any order; others are passed over.

    `name` is what a file without a path is called. Unreadable when the file is of another kind, or
    lacks columns, naming them.
    """
    called = source.name if isinstance(source, Path) else name
    try:
        with _opened(source) as stream:
            rows = _parquet(stream, form, called) if _is_parquet(stream) else _csv(stream, form, called)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise Unreadable(
            f"{called} cannot be read as a reference table.",
            fix="Save it as CSV in UTF-8 with headings, or Parquet.",
        ) from error
    return Reference(rows, called)


@contextmanager
def _opened(source: Path | BinaryIO) -> Iterator[BinaryIO]:
    if not isinstance(source, Path):
        source.seek(0)
        yield source
        return
    with source.open("rb") as stream:
        yield stream


def _is_parquet(stream: BinaryIO) -> bool:
    """By what it holds: a file's name may say anything."""
    head = stream.read(4)
    stream.seek(0)
    return head == b"PAR1"


def _parquet(stream: BinaryIO, form: ReferenceForm, called: str) -> pa.Table:
    file = pyarrow.parquet.ParquetFile(stream)
    schema = file.schema_arrow
    _require_columns(schema.names, form, called)
    nested = [name for name in form.columns if pa.types.is_nested(schema.field(name).type)]
    if nested:
        raise Unreadable(
            f"{called} holds several values in one field of {', '.join(nested)}.", fix="Give each value a row."
        )
    return file.read(columns=list(form.columns)).select(list(form.columns))


def _csv(stream: BinaryIO, form: ReferenceForm, called: str) -> pa.Table:
    """All columns as text; an empty value is null. The table's own kinds are given when it is put in."""
    line = stream.readline(_LONGEST_HEADING).decode("utf-8-sig")
    stream.seek(0)
    _require_columns(next(csv.reader([line]), []), form, called)
    options = pyarrow.csv.ConvertOptions(
        column_types={name: pa.string() for name in form.columns},
        null_values=[""],
        strings_can_be_null=True,
        include_columns=list(form.columns),  # of a directory of 50 columns one is wanted
    )
    return pyarrow.csv.read_csv(stream, convert_options=options)


def _require_columns(found: list[str], form: ReferenceForm, called: str) -> None:
    missing = [name for name in form.columns if name not in found]
    if missing:
        raise Unreadable(
            f"{called} lacks the columns {', '.join(missing)} of {form.name}.",
            fix="Name its columns in the first row as they are named here.",
        )
    twice = [name for name in form.columns if found.count(name) > 1]
    if twice:
        raise Unreadable(
            f"{called} has more than one column {', '.join(twice)}.",
            fix="Leave each column in once, and load it again.",
        )
