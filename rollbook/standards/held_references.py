"""Reference tables that are kept between checks: one Parquet file each, in a folder of the user's.

What is kept says which version it is (the day its file was written, and a fingerprint of it), and every report of a
check names that. How a table gets there: `loading_references.py`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from rollbook.base.errors import NotFound, Unreadable
from rollbook.standards.layouts import folder_of, library_files
from rollbook.standards.rules.loading import every_rule
from rollbook.standards.tables import Reference, ReferenceForm
from rollbook.standards.tables.reference import reference_forms

VERSION = b"rollbook.version"  # where in a kept file its version stands
_ENDING = ".parquet"
_FORMS = "reference.toml"


@dataclass(frozen=True, slots=True)
class Held:
    """A table that is kept: which, how many rows it has, and which version it is."""

    name: str
    rows: int
    version: str


def standards_that_look_up() -> tuple[str, ...]:
    """The standards whose rules look anything up."""
    return tuple(sorted(path.parent.name for path in library_files(f"*/{_FORMS}")))


def forms_of(standard: str) -> dict[str, ReferenceForm]:
    """The tables that a standard's rules look things up in, by name."""
    return reference_forms(folder_of(standard) / _FORMS)


def known_forms(standard: str) -> dict[str, ReferenceForm]:
    """The same. NotFound for a standard whose rules look nothing up."""
    forms = forms_of(standard)
    if not forms:
        raise NotFound(f"The rules of {standard} look nothing up.", fix="Try: rollbook reference list --standard ilr.")
    return forms


def form_of(standard: str, name: str) -> ReferenceForm:
    """One of them. NotFound, saying which there are, for a name no rule of the standard knows."""
    forms = known_forms(standard)
    if name not in forms:
        raise NotFound(
            f"No rule of {standard} looks into a table {name}.", fix=f"There are {', '.join(sorted(forms))}."
        )
    return forms[name]


def rules_needing(standard: str, name: str) -> tuple[str, ...]:
    """The codes of the rules that need a table, of whatever version."""
    return tuple(sorted({rule.code for rule in every_rule(standard) if name in rule.needs}))


def place_of(folder: Path, standard: str, name: str) -> Path:
    """The file of one table."""
    return folder / standard / f"{name}{_ENDING}"


def names_held(folder: Path, standard: str) -> tuple[str, ...]:
    """The names of the tables that are kept. Unreadable for a folder that is there and cannot be looked into."""
    try:
        with os.scandir(folder / standard) as found:
            return tuple(sorted(each.name.removesuffix(_ENDING) for each in found if each.name.endswith(_ENDING)))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise Unreadable(
            "The folder of reference tables cannot be read.", fix="Let the user that runs this read it."
        ) from error


def held(folder: Path, standard: str) -> tuple[Held, ...]:
    """The tables that are kept for a standard, by name; their rows are not read. Unreadable where one is damaged."""
    return tuple(held_table(folder, standard, name) for name in names_held(folder, standard))


def held_table(folder: Path, standard: str, name: str) -> Held:
    """What is kept under this name, without its rows. Unreadable where it is damaged or of an earlier form."""
    with _whole(name), pyarrow.parquet.ParquetFile(place_of(folder, standard, name)) as file:
        _require_columns(file.schema_arrow, forms_of(standard).get(name))
        return Held(name, file.metadata.num_rows, _version_in(file.schema_arrow))


def held_references(folder: Path, standard: str) -> dict[str, Reference]:
    """The tables that are kept and that the standard's rules know, ready to be given to a check."""
    forms = forms_of(standard)
    return {
        name: held_reference(folder, standard, forms[name]) for name in names_held(folder, standard) if name in forms
    }


def held_reference(folder: Path, standard: str, form: ReferenceForm) -> Reference:
    """One table with its rows. Unreadable where it is damaged, or was loaded before its form had all its columns."""
    with _whole(form.name):
        rows = pyarrow.parquet.read_table(place_of(folder, standard, form.name))
    _require_columns(rows.schema, form)
    return Reference(rows, _version_in(rows.schema))


def _require_columns(schema: pa.Schema, form: ReferenceForm | None) -> None:
    missing = [column for column in form.columns if column not in schema.names] if form else []
    if form and missing:  # left empty, they would make rules find what is not there
        raise Unreadable(
            f"The reference table {form.name} was loaded for an earlier version, without {', '.join(missing)}.",
            fix="Load it again.",
        )


@contextmanager
def _whole(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise Unreadable(f"The reference table {name} is damaged.", fix="Load it again.") from error


def _version_in(schema: pa.Schema) -> str:
    version: bytes = (schema.metadata or {}).get(VERSION, b"")
    return version.decode()
