"""Which columns some SQL names, so that no other is copied from record to record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_PAIR = re.compile(r"(?=\b(\w+)\.(\w+)\b)")
_WORD = re.compile(r"\w+")


class Named:
    """What texts of SQL name, by the tables they speak of. Names are compared case-blind, as SQL does.

    `everywhere` are texts that may be used together with any other: macros, derived columns.
    """

    def __init__(self, texts: Iterable[str], everywhere: Iterable[str]) -> None:
        always = {pair for text in everywhere for pair in _pairs(text)}
        self._always = always
        self._by_table: dict[str, set[tuple[str, str]]] = {}
        self._words: set[str] = words_in(" ".join(everywhere))
        for text in texts:
            pairs, words = _pairs(text), words_in(text)
            self._words |= words
            for word in words:
                self._by_table.setdefault(word, set()).update(pairs)

    def in_table(self, table: str, parent: str, column: str) -> bool:
        """Does anything that speaks of `table` name this column of the record around it?"""
        pair = (parent.casefold(), column.casefold())
        return pair in self._always or pair in self._by_table.get(table.casefold(), ())

    def word(self, name: str) -> bool:
        """Is it named at all?"""
        return name.casefold() in self._words


def words_in(text: str) -> set[str]:
    """The words of a text, case-blind."""
    return set(_WORD.findall(text.casefold()))


def with_macros(text: str, macros: Mapping[str, str]) -> str:
    """A text together with the text of every macro that it uses, directly or not."""
    found, waiting = [text], [text]
    left = dict(macros)
    while waiting:
        for name in words_in(waiting.pop()) & left.keys():
            waiting.append(left.pop(name))
            found.append(waiting[-1])
    return " ".join(found)


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(_PAIR.findall(text.casefold()))
