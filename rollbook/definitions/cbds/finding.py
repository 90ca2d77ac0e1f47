"""Finds items and codes by words: number, tag, name, module and what it is about. Every word has to occur."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rollbook.definitions.cbds.items import Code, Item
from rollbook.definitions.cbds.loading import Dictionary, dictionary

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def find(words: str, given: Dictionary | None = None) -> tuple[Item, ...]:
    """The items that the words describe, best first: by number or tag, then by name, then by all that is said.

    The latest version of each item is returned. An older name or tag finds it as well.
    """
    sought = _folded(words).split()
    if not sought:
        return ()
    known = given or dictionary()
    ranked = []
    for place, versions in enumerate(known.items.values()):
        rank = min((each for item in versions if (each := _rank(item, words, sought)) is not None), default=None)
        if rank is not None:
            ranked.append((rank, versions[-1].state == "Inactive", place, versions[-1]))
    return tuple(item for *_, item in sorted(ranked, key=lambda each: each[:3]))


def find_codes(words: str, given: Dictionary | None = None) -> tuple[Code, ...]:
    """The codes whose meaning holds all the words, in the order of their sets."""
    sought = _folded(words).split()
    if not sought:
        return ()
    sets = (given or dictionary()).code_sets.values()
    return tuple(row for each in sets for row in each.rows if row.is_code and _holds(row.label, sought))


def _rank(item: Item, words: str, sought: list[str]) -> int | None:
    plain = words.strip().casefold()
    if plain in (item.key.casefold(), item.number.casefold(), item.other_number.casefold()):
        return 0
    if plain == item.tag.casefold():
        return 1
    if _holds(item.name, sought):
        return 2
    if _holds(" ".join(_said(item)), sought):
        return 3
    return None


def _said(item: Item) -> Iterator[str]:
    yield from (item.number, item.name, item.tag, _CAMEL.sub(" ", item.tag), item.module, item.about, item.code_set)


def _holds(text: str, sought: list[str]) -> bool:
    """Whether each word sought begins a word of the text."""
    folded = f" {_folded(text)}"
    return all(f" {word}" in folded for word in sought)


def _folded(text: str) -> str:
    """Lower case without accents; whatever is no letter or digit parts words."""
    if not text.isascii():
        text = "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold().replace("'", "")))
