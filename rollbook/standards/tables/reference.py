"""Reference tables: what a rule must look up outside the file, under agreed names and columns, given by the caller."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from rollbook.base.errors import SetupMissing, Unreadable
from rollbook.standards.tables.opening import Connection, quoted
from rollbook.standards.tables.values import SQL_TYPES


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference table as given: its rows and which version of it this is, to be named in every report."""

    rows: pa.Table
    version: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceForm:
    """What a reference table must look like: its columns and their kinds, and where to get it.

    `asks` names the column of the file whose values it is asked about (`learner.ULN`).
    """

    name: str
    says: str
    source: str
    columns: Mapping[str, str]
    asks: str = ""

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
        name: ReferenceForm(name, one["says"], one.get("source", ""), dict(one["columns"]), one.get("asks", ""))
        for name, one in data.items()
    }


def read_reference(path: Path, form: ReferenceForm) -> Reference:
    """A reference table from a CSV or Parquet file with the columns of its form, in any order.

    Unreadable when the file is of another kind; SetupMissing when columns are missing, naming them.
    """
    try:
        rows = _parquet(path) if path.suffix.lower() == ".parquet" else _csv(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise Unreadable(
            f"{path.name} cannot be read as a reference table.",
            fix="Save it as CSV in UTF-8 with headings, or Parquet.",
        ) from error
    missing = [name for name in form.columns if name not in rows.column_names]
    if missing:
        raise SetupMissing(
            f"{path.name} lacks the columns {', '.join(missing)} of {form.name}.",
            fix="Name its columns in the first row as they are named here.",
        )
    return Reference(rows.select(list(form.columns)), path.name)


def _parquet(path: Path) -> pa.Table:
    return pyarrow.parquet.read_table(path)


def _csv(path: Path) -> pa.Table:
    """All columns as text; an empty value is null. The table's own kinds are given when it is put in."""
    with path.open("rb") as stream:
        names = stream.readline().decode("utf-8-sig").strip().split(",")
    columns = {name.strip().strip('"'): pa.string() for name in names}
    options = pyarrow.csv.ConvertOptions(column_types=columns, null_values=[""], strings_can_be_null=True)
    return pyarrow.csv.read_csv(path, convert_options=options)
