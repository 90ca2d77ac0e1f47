"""The burden register: of each item who asks for it, how often in a year, and what is asked again though it is held."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rollbook.definitions.cbds.items import Collection, Item
from rollbook.definitions.cbds.loading import Dictionary, dictionary

HEADINGS = (
    *("number", "name", "tag", "data_set", "module", "asked_by", "asked_of", "times_a_year", "carried_by", "stays"),
    *("asked_again", "also_asked_as", "why"),
)
_FOR_LIFE, _EACH_PERIOD, _UNTIL = "for life", "for one period", "until it changes"


@dataclass(frozen=True, slots=True)
class Asking:
    """One collection that asks for an item: how often in a year, and when."""

    collection: Collection
    times: int
    when: str

    def __str__(self) -> str:
        return f"{self.collection.title} ({self.times} a year{': ' + self.when if self.when else ''})"


@dataclass(frozen=True, slots=True)
class Burden:
    """What an item costs in a year, counted for one person or one school.

    `times` is how often the question is asked at most, under any of its numbers; `again` how many of those are for
    what is already held, `also` the other numbers of the same question, `why` the reason in words.
    """

    item: Item
    askings: tuple[Asking, ...]
    carried_by: tuple[Collection, ...]
    stays: str
    times: int
    again: int
    also: tuple[str, ...]
    why: str

    def row(self) -> dict[str, str]:
        """The register's row under its headings."""
        asked_of = dict.fromkeys(asking.collection.asked_of for asking in self.askings)
        values = (
            *(self.item.number, self.item.title, self.item.tag, self.item.data_set, self.item.module),
            *("; ".join(map(str, self.askings)), "; ".join(asked_of), str(self.times)),
            *("; ".join(f"{each.title} ({each.when})" for each in self.carried_by), self.stays, str(self.again)),
            *("; ".join(self.also), self.why),
        )
        return dict(zip(HEADINGS, values, strict=True))


def burden(given: Dictionary | None = None) -> tuple[Burden, ...]:
    """The register: every item that the latest lists of collections ask for or carry, in published order."""
    known = given or dictionary()
    current = {each.key: each for each in latest_of_each(known.collections.values())}
    keeps, times = _keeps(known.folder), _times(known.folder)
    items = [item for item in known.latest() if any(key in current for key in item.collections)]
    asked = {item.key: tuple(_askings(item, current, times)) for item in items}
    return tuple(_burden(item, items, asked, current, keeps) for item in items)


def latest_of_each(collections: Iterable[Collection]) -> tuple[Collection, ...]:
    """Of each kind of collection the latest list that was finished."""
    found: dict[str, Collection] = {}
    for each in collections:
        if not each.draft and (each.family not in found or each.year >= found[each.family].year):
            found[each.family] = each
    return tuple(found.values())


def _askings(item: Item, current: Mapping[str, Collection], times: Mapping[tuple[str, str], Any]) -> Iterator[Asking]:
    for key in item.collections:
        collection = current.get(key)
        if collection is not None and not collection.carries:
            fewer = times.get((key, item.number), {})
            often = fewer.get("times", collection.times_a_year)
            yield Asking(collection, often, fewer.get("when", collection.when))


def _burden(
    item: Item,
    items: list[Item],
    asked: Mapping[str, tuple[Asking, ...]],
    current: Mapping[str, Collection],
    keeps: Mapping[str, Any],
) -> Burden:
    group = _group_of(item.number, keeps)
    also = [each for each in items if each.number in group and each.number != item.number]
    everybody = [*asked[item.key], *(asking for each in also for asking in asked[each.key])]
    times, kinds = _at_most(everybody)
    stays = _stays(item, keeps)
    again = max(0, (kinds if stays == _EACH_PERIOD else times) - 1) if asked[item.key] else 0
    return Burden(
        item=item,
        askings=asked[item.key],
        carried_by=tuple(current[key] for key in item.collections if key in current and current[key].carries),
        stays=stays,
        times=times if asked[item.key] else 0,
        again=again,
        also=tuple(dict.fromkeys(each.number for each in also)),
        why=_why(stays, again, bool(asked[item.key]), also),
    )


def _at_most(askings: Iterable[Asking]) -> tuple[int, int]:
    """How often one person or school is asked at most in a year, and by how many kinds of collection.

    A pupil is in one of a group of collections that take each other's place (at school, or in a unit): of such a
    group only the most frequent counts.
    """
    often: dict[str, int] = {}
    for asking in askings:
        kind = asking.collection.one_of or asking.collection.family
        often[kind] = max(often.get(kind, 0), asking.times)
    return sum(often.values()), len([kind for kind, times in often.items() if times])


def _stays(item: Item, keeps: Mapping[str, Any]) -> str:
    if item.number in keeps.get("for_life", {}).get("items", ()):
        return _FOR_LIFE
    period = keeps.get("each_period", {})
    if item.number in period.get("items", ()) or item.module in period.get("modules", ()):
        return _EACH_PERIOD
    return _UNTIL


def _why(stays: str, again: int, is_asked: bool, also: list[Item]) -> str:
    if not is_asked:
        return "Nobody is asked: it is carried from one holder to the next."
    if not again:
        return "Asked once, or anew for each period."
    other = f" It is the same question as {', '.join(dict.fromkeys(each.number for each in also))}." if also else ""
    if stays == _FOR_LIFE:
        return f"It stays for life: the first answer is enough.{other}"
    if stays == _EACH_PERIOD:
        return f"More than one collection asks for the same period.{other}"
    return f"It stays until it changes: only changes would have to be told.{other}"


def _group_of(number: str, keeps: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(next((same["items"] for same in keeps.get("same", ()) if number in same["items"]), (number,)))


@cache
def _keeps(folder: Path) -> dict[str, Any]:
    path = folder / "keeps.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


@cache
def _times(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    path = folder / "times.toml"
    if not path.exists():
        return {}
    entries = tomllib.loads(path.read_text("utf-8")).get("times", ())
    return {(entry["collection"], number): entry for entry in entries for number in entry["items"]}


def asked_again(rows: Iterable[Burden]) -> int:
    """How many answers of a year are for what is held; a question under several numbers counts once."""
    groups = {frozenset((row.item.number, *row.also)): row.again for row in rows}
    return sum(groups.values())
