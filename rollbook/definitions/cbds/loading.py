"""Reads a dictionary from its folder: the packaged one, or that of another authority. Codes only when asked for."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rollbook.base.errors import NotFound, SetupMissing
from rollbook.definitions.cbds.changes import with_code_changes, with_collection_changes, with_item_changes
from rollbook.definitions.cbds.items import (
    CODE_COLUMNS,
    CODE_SET_COLUMNS,
    COLLECTION_COLUMNS,
    COLUMNS,
    Code,
    CodeSet,
    Collection,
    DataSet,
    Item,
)

PACKAGED = Path(__file__).with_name("data")


class Dictionary:
    """Every item with its versions, every code set and every collection of one dictionary."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            about = tomllib.loads((folder / "edition.toml").read_text("utf-8"))
            self.data_sets = tuple(
                DataSet(each["name"], each["title"], each["says"], tuple(each["levels"])) for each in about["data_set"]
            )
            self.title, self.source, self.licence = about["title"], about["source"], about.get("licence", "")
            self.items = MappingProxyType(with_item_changes(self._published(), self._changes, self.source))
        except (OSError, KeyError, ValueError, tomllib.TOMLDecodeError) as error:
            raise SetupMissing(
                f"The dictionary in {folder} cannot be read: {error!r}.", fix="`rollbook definitions import` makes one."
            ) from error

    def versions(self, number: str) -> tuple[tuple[Item, ...], ...]:
        """The items of a number or key, each with its versions, oldest first. NotFound when there is none."""
        wanted = number.strip().upper()
        found = [versions for key, versions in self.items.items() if wanted in (key, versions[0].number)]
        if not found:
            raise NotFound(
                f"There is no item {number}.", fix="Look for it by its words: `rollbook definitions find WORDS`."
            )
        exact = [versions for versions in found if versions[0].key == wanted and wanted != versions[0].number]
        return tuple(exact or found)

    def latest(self) -> Iterator[Item]:
        """The latest version of each item, in published order."""
        return (versions[-1] for versions in self.items.values())

    def in_force(self, on: date) -> dict[str, Item]:
        """By key, the version of each item that counted on a day."""
        pairs = ((key, [item for item in versions if item.is_in_force(on)]) for key, versions in self.items.items())
        return {key: found[-1] for key, found in pairs if found}

    @cached_property
    def code_sets(self) -> Mapping[str, CodeSet]:
        """Every code set by its number."""
        rows: dict[str, list[Code]] = {}
        for given in self._rows("codes.csv", CODE_COLUMNS):
            rows.setdefault(given["code_set"], []).append(_code(given))
        sets = {
            given["number"]: CodeSet(
                given["number"],
                given["title"],
                tuple(rows.get(given["number"], ())),
                tuple(given["detail"].split("|")) if given["detail"] else (),
                given["superseded_by"],
            )
            for given in self._rows("code_sets.csv", CODE_SET_COLUMNS)
        }
        return MappingProxyType(with_code_changes(sets, self._changes))

    def code_set(self, number: str) -> CodeSet:
        """One code set. NotFound when its codes are not held."""
        try:
            return self.code_sets[number.strip().upper()]
        except KeyError:
            raise NotFound(f"The codes of {number} are not held.", fix="Import the list that holds them.") from None

    @cached_property
    def collections(self) -> Mapping[str, Collection]:
        """Every collection by its key, in published order, then those that came beside them."""
        rows = self._rows("collections.csv", COLLECTION_COLUMNS)
        published = {given["key"]: _collection(given) for given in rows}
        return MappingProxyType(with_collection_changes(published, self._changes))

    @cached_property
    def _changes(self) -> dict[str, Any]:
        path = self.folder / "changes.toml"
        return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}

    def _published(self) -> dict[str, Item]:
        of_level = {level: each.name for each in self.data_sets for level in each.levels}
        rows = [row for path in sorted((self.folder / "items").glob("*.csv")) for row in _read(path, COLUMNS)]
        rows.sort(key=lambda row: int(row["row"] or 0))
        seen: Counter[str] = Counter()
        made = {}
        for row in rows:
            seen[row["number"]] += 1
            times = seen[row["number"]]
            key = row["number"] if times == 1 else f"{row['number']}.{times}"
            made[key] = _item(row, key, of_level.get(row["level"], ""), self.source)
        return made

    def _rows(self, name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
        try:
            return _read(self.folder / name, columns)
        except OSError as error:
            raise SetupMissing(f"The dictionary in {self.folder} has no {name}.", fix="Import it again.") from error


@cache
def dictionary(folder: Path | None = None) -> Dictionary:
    """The packaged dictionary, or the one in a folder. SetupMissing when it cannot be read."""
    return Dictionary(folder or PACKAGED)


def _read(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a file; a column that it does not have is empty, so a dictionary written by hand may be small."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{column: row.get(column) or "" for column in columns} for row in csv.DictReader(file)]


def _item(row: Mapping[str, str], key: str, data_set: str, source: str) -> Item:
    as_they_are: dict[str, Any] = {name: row[name] for name in _AS_THEY_ARE}
    return Item(
        **as_they_are,
        key=key,
        data_set=data_set,
        notation=row["format"],
        row=int(row["row"] or 0),
        valid_from=_day(row["valid_from"]),
        first_used=_day(row["first_used"]),
        valid_to=_day(row["valid_to"]),
        collections=tuple(row["collections"].split()),
        source=source,
    )


_AS_THEY_ARE = (
    *("number", "other_number", "name", "tag", "level", "module", "code_set", "values", "default", "standing"),
    *("occurs", "history", "needed", "sif", "rfc", "state", "dates", "superseded_by", "about"),
)


def _code(row: Mapping[str, str]) -> Code:
    return Code(
        *(row["code_set"], row["code"], row["label"], row["finer"], row["kind"] or "code", row["part"]),
        row["restated"] == "yes",
        tuple(row["detail"].split("|")) if row["detail"] else (),
        int(row["row"] or 0),
    )


def _collection(row: Mapping[str, str]) -> Collection:
    return Collection(
        *(row["key"], row["title"], row["family"], int(row["year"] or 0), row["draft"] == "yes", row["asked_of"]),
        *(int(row["times_a_year"] or 0), row["when"], row["says"], row["carries"] == "yes", row["one_of"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
