"""Loads a reference table into the folder where they are kept: read, held against its form, then put in place whole.

Nothing is kept of which a value does not fit its column. A check that runs meanwhile goes on with the table it opened.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet

from rollbook.base.errors import NotFound, SetupMissing, StorageFull, Unreadable
from rollbook.standards.held_references import VERSION, Held, place_of
from rollbook.standards.tables import Connection, ReferenceForm, open_tables, quoted, read_reference
from rollbook.standards.tables.values import SQL_TYPES

_KIND = {"int": "whole number", "date": "date", "decimal": "number", "boolean": "yes or no (true, false)"}


@dataclass(slots=True)
class Prepared:
    """A table that fits and lies beside its place; `put` takes it there, until then nothing has changed."""

    held: Held
    written: Path
    place: Path
    before: Path
    is_put: bool = False

    def put(self) -> None:
        """Put it in place of what was kept before."""
        with _writing():
            with suppress(FileNotFoundError):
                shutil.copyfile(self.place, self.before)
            self.written.replace(self.place)
        self.is_put = True

    def take_back(self) -> None:
        """What was kept before is kept again."""
        if self.is_put and self.before.exists():
            self.before.replace(self.place)
        elif self.is_put:
            self.place.unlink()


def hold(folder: Path, standard: str, form: ReferenceForm, source: Path) -> Held:
    """Read a CSV or Parquet file, check it against its form, and keep it; what was kept before is replaced.

    NotFound when there is no such file; Unreadable when it does not fit, naming column and row.
    """
    with opened(source) as (file, day), prepared(folder, standard, form, file, name=source.name, day=day) as table:
        table.put()
        return table.held


@contextmanager
def opened(source: Path) -> Iterator[tuple[BinaryIO, date]]:
    """A file to load and the day it was written. NotFound when there is no such file."""
    if not source.is_file():
        raise NotFound(f"There is no file {source.name}.", fix="Name a CSV or Parquet file.")
    try:
        file = source.open("rb")
    except OSError as error:
        raise Unreadable(f"{source.name} cannot be opened.", fix="Look at who may read it.") from error
    with file:
        yield file, datetime.fromtimestamp(source.stat().st_mtime, tz=UTC).date()


@contextmanager
def prepared(
    folder: Path, standard: str, form: ReferenceForm, file: BinaryIO, *, name: str, day: date
) -> Iterator[Prepared]:
    """A table read and found to fit, for the caller to put in place; taken back when what the caller does then fails.

    `name` is what the file is called, `day` when it was written: its version. Unreadable when it does not fit.
    """
    version = _version_of(file, day)
    rows = _fitting(form, file, name)
    place = place_of(folder, standard, form.name)
    mark = secrets.token_hex(4)  # two may load at the same moment
    written, before = (place.with_name(f"{form.name}.{mark}.{what}") for what in ("part", "before"))
    table = Prepared(Held(form.name, rows.num_rows, version), written, place, before)
    try:
        with _writing():
            _write(rows.replace_schema_metadata({VERSION: version.encode()}), written)
        yield table
    except BaseException:
        table.take_back()
        raise
    finally:
        for each in (written, before):
            with suppress(OSError):
                each.unlink()


def _fitting(form: ReferenceForm, file: BinaryIO, name: str) -> pa.Table:
    """The rows in the kinds of their columns. Unreadable where one is of another kind."""
    with open_tables() as connection:
        connection.register("read", read_reference(file, form, name=name).rows)
        as_text = ", ".join(f"cast({quoted(column)} as varchar) as {quoted(column)}" for column in form.columns)
        given = connection.sql(f"select {as_text} from read").to_arrow_table()  # Parquet may bring kinds of its own
        connection.unregister("read")
        connection.register("given", given)
        for sentence in _unfit(connection, form):
            raise Unreadable(f"{name} is not loaded: {sentence}", fix="Put the values right, and load it again.")
        if given.num_rows == 0 and not form.whose:  # rules would call every aim, every employer unknown
            raise Unreadable(f"{name} is not loaded: it has no rows.", fix="Export it again, and load it again.")
        form.create(connection)
        form.fill(connection, given)
        return connection.sql(f"from {quoted(form.name)}").to_arrow_table()


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


def _version_of(file: BinaryIO, day: date) -> str:
    """The day the file was written, and a fingerprint: two files of one day are told apart."""
    digest = sha256()
    file.seek(0)
    while block := file.read(1 << 20):
        digest.update(block)
    return f"{day} {digest.hexdigest()[:12]}"


def _write(rows: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as out:
        pyarrow.parquet.write_table(rows, out)
        out.flush()
        os.fsync(out.fileno())  # a machine that stops must not leave half a table under a whole one's name


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull from error
        raise SetupMissing(
            "The folder of reference tables cannot be written to.",
            fix="Let the user that runs this write there, or name another folder in ROLLBOOK_REFERENCE.",
        ) from error
