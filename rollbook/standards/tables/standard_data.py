"""What a standard brings for one version beside its layout: the year, code lists, macros, derived columns.

All of it is data in `library/<standard>/`; what every standard needs (`age_on`, `dates_overlap`) in `library/macros/`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from rollbook.base.errors import SetupMissing
from rollbook.standards.layouts import LIBRARY, folder_of
from rollbook.standards.tables.code_lists import CodeList, code_lists, create_codes
from rollbook.standards.tables.opening import Connection, literal, quoted
from rollbook.standards.tables.reference import ReferenceForm, reference_forms
from rollbook.standards.tables.versions import holds


@dataclass(frozen=True, slots=True)
class Macro:
    """A word of the rules: its arguments, what it answers (`yes or no`, `number`, `date`, `text`, ...), its meaning."""

    name: str
    args: tuple[str, ...]
    answers: str
    sql: str
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived column of a table, computed once. It may use the table's parents, `year`, and those named before it."""

    table: str
    name: str
    sql: str
    says: str
    source: str


@dataclass(frozen=True, eq=False)
class StandardData:
    """All that one version of a standard brings."""

    standard: str
    version: str
    year: Mapping[str, Any]
    macros: tuple[Macro, ...]
    derived: Mapping[str, tuple[Derived, ...]]
    codes: Mapping[str, CodeList]
    references: Mapping[str, ReferenceForm]

    @property
    def year_sql(self) -> str:
        """The year's constants as a struct."""
        parts = (f"{literal(name)}: date '{day}'" for name, day in self.year.items())
        return "{" + ", ".join(parts) + "}" if self.year else "cast(null as struct(starts date))"

    @property
    def texts(self) -> tuple[str, ...]:
        """The SQL of all macros and derived columns."""
        return (
            *(macro.sql for macro in self.macros),
            *(one.sql for ones in self.derived.values() for one in ones),
        )

    def create(self, connection: Connection) -> None:
        """Create code lists, empty reference tables and macros; the tables of the file must be there."""
        create_codes(connection, self.codes)
        for form in self.references.values():
            form.create(connection)
        create_macros(connection, self.macros)


def create_macros(connection: Connection, macros: tuple[Macro, ...]) -> None:
    """Create macros, those that others use first. SetupMissing when one cannot be created, naming it."""
    waiting = list(macros)
    while waiting:
        later, reason = [], None
        for macro in waiting:
            try:
                connection.execute(f"create macro {quoted(macro.name)}({', '.join(macro.args)}) as ({macro.sql})")
            except duckdb.Error as error:
                later.append(macro)
                reason = error
        if len(later) == len(waiting):
            raise SetupMissing(f"The macro {later[0].name} cannot be made: {reason}", fix="Put its SQL right.")
        waiting = later


@cache
def standard_data(standard: str, version: str) -> StandardData:
    """The data of one version. SetupMissing when a file of it cannot be read."""
    folder = folder_of(standard)
    derived: dict[str, tuple[Derived, ...]] = {}
    for table, ones in _toml(folder / "derived.toml").items():
        found = (_derived(table, one) for one in ones if holds(version, one))
        derived[table] = tuple(found)
    return StandardData(
        standard=standard,
        version=version,
        year={name: day for name, day in _toml(folder / "years.toml").get(version, {}).items() if name != "source"},
        macros=_macros_of(standard, version),
        derived=derived,
        codes=code_lists(folder / "codes", version),
        references=reference_forms(folder / "reference.toml"),
    )


def _macros_of(standard: str, version: str) -> tuple[Macro, ...]:
    """The words of every standard, and this one's own, which take the place of those of the same name."""
    common = {macro.name: macro for macro in _macros(LIBRARY / "macros", version)}
    own = {macro.name: macro for macro in _macros(folder_of(standard) / "macros", version)}
    return tuple((common | own).values())


def _macros(folder: Path, version: str) -> Iterator[Macro]:
    for path in sorted(folder.glob("*.toml")):
        for name, ones in _toml(path).items():
            for one in ones if isinstance(ones, list) else [ones]:
                if holds(version, one):
                    yield _macro(name, one)


def _macro(name: str, one: Mapping[str, Any]) -> Macro:
    return Macro(name, tuple(one["args"]), one["answers"], one["sql"], one["says"], one.get("source", ""))


def _derived(table: str, one: Mapping[str, Any]) -> Derived:
    return Derived(table, one["name"], one["sql"], one["says"], one.get("source", ""))


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SetupMissing(f"{path.name} cannot be read: {error}.", fix="Put the file right.") from error
