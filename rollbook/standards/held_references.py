"""Reference tables that are kept between checks: one Parquet file each, in a folder of the user's.

What is kept says which version it is (the day its file was written, and a fingerprint of it), and every report of a
check names that. Nothing is kept of which a value does not fit its column.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from rollbook.base.errors import NotFound, Unreadable
from rollbook.standards.layouts import LIBRARY
from rollbook.standards.tables import Connection, Reference, ReferenceForm, open_tables, quoted, read_reference
from rollbook.standards.tables.reference import reference_forms
from rollbook.standards.tables.values import SQL_TYPES

_VERSION = b"rollbook.version"
_KIND = {"int": "whole number", "date": "date", "decimal": "number", "boolean": "yes or no (true, false)"}


@dataclass(frozen=True, slots=True)
class Held:
    """A table that is kept: which, how many rows it has, and which version it is."""

    name: str
    rows: int
    version: str


def forms_of(standard: str) -> dict[str, ReferenceForm]:
    """The tables that a standard's rules look things up in, by name."""
    return reference_forms(LIBRARY / standard / "reference.toml")


def hold(folder: Path, standard: str, form: ReferenceForm, source: Path) -> Held:
    """Read a CSV or Parquet file, check it against its form, and keep it; what was kept before is replaced.

    NotFound when there is no such file; Unreadable or SetupMissing when it does not fit, naming column and row.
    """
    if not source.is_file():
        raise NotFound(f"There is no file {source.name}.", fix="Name a CSV or Parquet file.")
    given = read_reference(source, form)
    with open_tables() as connection:
        connection.register("given", given.rows)
        for sentence in _unfit(connection, form):
            raise Unreadable(f"{source.name} is not loaded: {sentence}", fix="Put the values right, and load it again.")
        form.create(connection)
        form.fill(connection, given.rows)
        rows = connection.sql(f"from {quoted(form.name)}").to_arrow_table()
    version = _version_of(source)
    path = _place(folder, standard, form.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_suffix(".part")  # so that a check never reads half a table
    pyarrow.parquet.write_table(rows.replace_schema_metadata({_VERSION: version.encode()}), written)
    written.replace(path)
    return Held(form.name, rows.num_rows, version)


def held(folder: Path, standard: str) -> tuple[Held, ...]:
    """The tables that are kept for a standard, by name; their rows are not read."""
    return tuple(_held(path) for path in _paths(folder, standard))


def held_references(folder: Path, standard: str) -> dict[str, Reference]:
    """The tables that are kept and that the standard's rules know, ready to be given to a check."""
    forms, found = forms_of(standard), {}
    for path in _paths(folder, standard):
        if path.stem in forms:
            rows = _read(path)
            found[path.stem] = Reference(rows, _version_in(rows.schema))
    return found


def _paths(folder: Path, standard: str) -> list[Path]:
    return sorted((folder / standard).glob("*.parquet"))


def _place(folder: Path, standard: str, name: str) -> Path:
    return folder / standard / f"{name}.parquet"


def _held(path: Path) -> Held:
    with _whole(path):
        file = pyarrow.parquet.ParquetFile(path)
        return Held(path.stem, file.metadata.num_rows, _version_in(file.schema_arrow))


def _read(path: Path) -> pa.Table:
    with _whole(path):
        return pyarrow.parquet.read_table(path)


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowInvalid) as error:
        raise Unreadable(f"The reference table {path.stem} is damaged.", fix="Load it again.") from error


def _version_in(schema: pa.Schema) -> str:
    version: bytes = (schema.metadata or {}).get(_VERSION, b"")
    return version.decode()


def _version_of(source: Path) -> str:
    """The day the file was written, and a fingerprint: two files of one day are told apart."""
    day = datetime.fromtimestamp(source.stat().st_mtime, tz=UTC).date()
    with source.open("rb") as stream:
        digest = sha256()
        while block := stream.read(1 << 20):
            digest.update(block)
    return f"{day} {digest.hexdigest()[:12]}"


def _unfit(connection: Connection, form: ReferenceForm) -> Iterator[str]:
    """A sentence for each column with values of another kind. The values are not shown: some tables hold numbers of
    people."""
    for name, kind in form.columns.items():
        if kind == "text":
            continue
        column = quoted(name)
        query = f"""select count(*), min(row) from (select {column} as value, row_number() over () as row from given)
            where value is not null and try_cast(value as {SQL_TYPES[kind]}) is null"""
        count, first = connection.execute(query).fetchone() or (0, 0)
        if count:
            values = f"{count:,} values of {name} are" if count > 1 else f"1 value of {name} is"
            yield f"{values} no {_KIND[kind]}, the first in row {first:,} below the headings."
