"""Code lists as data: which codes a list has in which version, and whether the list is held completely.

A file holds editions, each for some versions (`since`, `until`). Its codes stand there, or in the Common Basic Data Set
(`from = "D00018"`; `parts` names other tables of the set to take in, such as codes no longer given). Without a complete
edition no rule may call a code wrong: it is not run, and says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from rollbook.base.errors import SetupMissing
from rollbook.definitions.cbds import dictionary
from rollbook.standards.columns import text_column
from rollbook.standards.tables.opening import Connection
from rollbook.standards.tables.versions import holds


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list, from when to when it may be used (None: without end), and what it means in a few words."""

    code: str
    valid_from: date | None = None
    valid_to: date | None = None
    says: str = ""

    @property
    def in_words(self) -> str:
        """What it means, and the days it counts for; empty where neither is known."""
        days = (("from", self.valid_from), ("until", self.valid_to))
        dated = " ".join(f"{word} {day}" for word, day in days if day)
        return f"{self.says}{' ' * bool(self.says)}({dated})" if dated else self.says


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list in one edition. `complete` says that every code of it is here; `taken_from` is the set of the Common Basic
    Data Set that its codes come from, if they do."""

    name: str
    complete: bool
    source: str
    codes: tuple[Code, ...]
    taken_from: str = ""


def code_lists(folder: Path, version: str) -> dict[str, CodeList]:
    """Every list that has an edition for this version."""
    found = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text("utf-8"))
            for edition in data["edition"]:
                if holds(version, edition):
                    found[path.stem] = _list(path.stem, edition)
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise SetupMissing(
                f"The code list {path.name} cannot be read: {error!r}.", fix="Compare it with another one."
            ) from error
    return found


def _list(name: str, edition: Mapping[str, Any]) -> CodeList:
    given = tuple(code_from(one) for one in edition.get("codes", ()))
    codes = (*_of_definitions(edition["from"], parts=edition.get("parts", ())), *given) if "from" in edition else given
    return CodeList(name, edition["complete"], edition["source"], codes, edition.get("from", ""))


def _of_definitions(number: str, *, parts: Sequence[str]) -> Iterator[Code]:
    """The codes of a set of the Common Basic Data Set, with those that came later and the days of those that ended."""
    for row in dictionary().code_set(number).rows:
        if row.is_code and (not row.part or row.part in parts):
            for value in row.values:  # one row may stand for a range: 1-14
                yield Code(value, row.valid_from, row.valid_to, row.label)


def code_from(one: str | Mapping[str, Any]) -> Code:
    """A code as data writes it: `"4"`, or `{ code = "15", from = 2015-08-01, to = 2025-07-31, says = "Other" }`."""
    if isinstance(one, str):
        return Code(one)
    return Code(one["code"], one.get("from"), one.get("to"), one.get("says", ""))


def create_codes(connection: Connection, lists: Mapping[str, CodeList]) -> None:
    """The table `codes(list, code, valid_from, valid_to)`, codes in capitals: they are compared case-blind."""
    rows = [(one.name, code) for one in lists.values() for code in one.codes]
    texts: dict[str, list[str | None]] = {
        "list": [name for name, _ in rows],
        "code": [code.code.upper() for _, code in rows],
        "valid_from": [code.valid_from.isoformat() if code.valid_from else None for _, code in rows],
        "valid_to": [code.valid_to.isoformat() if code.valid_to else None for _, code in rows],
    }
    connection.register("given_codes", pa.table({name: text_column(values) for name, values in texts.items()}))
    days = ", ".join(f"cast({name} as date) as {name}" for name in ("valid_from", "valid_to"))
    connection.execute(f"create table codes as select list, code, {days} from given_codes")
    connection.unregister("given_codes")
