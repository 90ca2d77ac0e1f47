"""The dictionary of data items, as pages and programs see it. The same for everybody: nothing here asks who reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rollbook.base.errors import NotFound
from rollbook.definitions.cbds import Burden, Code, CodeSet, DataSet, Item, Shown, Use, burden, dictionary, find, show
from rollbook.definitions.cbds.burden import asked_again
from rollbook.definitions.cbds.finding import find_codes
from rollbook.standards.uses import uses

MOST_CODES = 100


@dataclass(frozen=True, slots=True)
class Found:
    """What words found: items, best first; codes where no item was found, of more than are told only so many."""

    items: tuple[Item, ...]
    codes: tuple[Code, ...]
    more_codes: int


def found(words: str) -> Found:
    """Items that the words describe; where there are none, codes that they mean."""
    items = find(words)
    codes = () if items else find_codes(words)
    return Found(items, codes[:MOST_CODES], max(len(codes) - MOST_CODES, 0))


def data_sets() -> list[tuple[DataSet, int]]:
    """Each data set with how many items it holds."""
    latest = list(dictionary().latest())
    return [(each, sum(item.data_set == each.name for item in latest)) for each in dictionary().data_sets]


def data_set(name: str) -> tuple[DataSet, list[Item]]:
    """A data set with its items, by module. NotFound where there is none."""
    chosen = next((each for each in dictionary().data_sets if each.name == name), None)
    if chosen is None:
        raise NotFound("There is no such data set.", fix="Choose one of the dictionary’s page.")
    return chosen, sorted((each for each in dictionary().latest() if each.data_set == name), key=lambda one: one.module)


def items(number: str) -> tuple[Shown, ...]:
    """The item of a number with all that uses it; more than one where the number stands twice. NotFound for none."""
    first = dictionary().versions(number)[0][0]
    return show(number, uses=_uses(first.number))


def code_sets() -> list[CodeSet]:
    """Every code set."""
    return list(dictionary().code_sets.values())


def code_set(number: str) -> tuple[CodeSet, list[Item]]:
    """A code set with the items whose values it holds. NotFound where its codes are not held."""
    chosen = dictionary().code_set(number)
    return chosen, [each for each in dictionary().latest() if each.code_set == chosen.number]


def burden_register() -> tuple[tuple[Burden, ...], int]:
    """Who asks for each item, and how many answers of a year are for what is held."""
    return _burden()


@cache
def _burden() -> tuple[tuple[Burden, ...], int]:
    rows = burden()
    return rows, asked_again(rows)


@cache
def _uses(number: str) -> dict[str, list[Use]]:
    return uses([number])
