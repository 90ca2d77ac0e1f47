"""What changed between two years: items, codes, what each collection asks for, and what each change touches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding
from rollbook.definitions.cbds.items import Code, Collection, Item
from rollbook.definitions.cbds.loading import Dictionary, dictionary
from rollbook.definitions.cbds.showing import Use, Uses

_YEAR = re.compile(r"(?P<first>\d{4})(?:[-/](?P<last>\d{2}))?$")
_TOLD = {
    "name": "name",
    "tag": "tag",
    "notation": "format",
    "code_set": "code set",
    "values": "values",
    "about": "meaning",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. `kind` is item, code or collection; `how` is came, went, changed, asked or no longer asked.

    `what` names the changed thing, `from_value` and `to_value` what stood there; `touches` are the places that use
    the item or the code set, `asked_by` the kinds of collection that ask for it.
    """

    kind: str
    how: str
    number: str
    what: str
    from_value: str = ""
    to_value: str = ""
    on: date | None = None
    sure: str = "day"
    because: str = ""
    source: str = ""
    asked_by: tuple[str, ...] = ()
    touches: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class YearDifference:
    """The days that were compared, the changes, and the collections that could not be compared."""

    earlier: date
    later: date
    changes: tuple[Difference, ...]
    not_compared: tuple[str, ...]


def diff(earlier: str, later: str, given: Dictionary | None = None, uses: Uses | None = None) -> YearDifference:
    """The difference of two years. A year is `2013`, as it stood on its last day, or a school year `2013-14`.

    InvalidInput when one is no year, or they stand in the wrong order.
    """
    known, first, last = given or dictionary(), last_day(earlier), last_day(later)
    if last < first:
        raise _wrong("later", "The second year is before the first.", "Name the earlier year first.")
    touched = _Touched(known, uses or {})
    changes = [*_items(known, first, last, touched), *_codes(known, first, last, touched)]
    pairs, not_compared = _pairs(known, first.year, last.year)
    changes += [change for pair in pairs for change in _asked(known, *pair, touched)]
    return YearDifference(first, last, tuple(changes), not_compared)


def last_day(year: str) -> date:
    """The last day of a calendar year (`2013`) or of a school year (`2013-14`)."""
    found = _YEAR.match(year.strip())
    if found is None or not 1900 <= int(found["first"]) <= 2999:
        raise _wrong("year", "This is no year.", "Write 2013, or 2013-14 for a school year.")
    if found["last"] is None:
        return date(int(found["first"]), 12, 31)
    if (int(found["first"]) + 1) % 100 != int(found["last"]):
        raise _wrong("year", "A school year ends in the year after it begins.", "Write 2013-14.")
    return date(int(found["first"]) + 1, 8, 31)


class _Touched:
    """Looks up who uses an item, or any item of a code set."""

    def __init__(self, known: Dictionary, uses: Uses) -> None:
        self.known, self.uses = known, uses

    def by_item(self, number: str) -> tuple[Use, ...]:
        return tuple(self.uses.get(number, ()))

    def by_code_set(self, code_set: str) -> tuple[Use, ...]:
        numbers = sorted({item.number for item in self.known.latest() if item.code_set == code_set})
        return tuple(use for number in numbers for use in self.by_item(number))

    def asked_by(self, items: Sequence[Item]) -> tuple[str, ...]:
        keys = dict.fromkeys(key for item in items for key in item.collections)
        held = (self.known.collections[key] for key in keys if key in self.known.collections)
        return tuple(dict.fromkeys(each.family or each.title for each in held))


def _items(known: Dictionary, first: date, last: date, touched: _Touched) -> Iterator[Difference]:
    before, after = known.in_force(first), known.in_force(last)
    for key in known.items:
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None and old.version != new.version:
            yield from _changed(old, new, touched)
        elif old is None and new is not None:
            yield _item_change("came", new, new.valid_from, touched)
        elif old is not None and new is None:
            yield _item_change("went", old, old.valid_to, touched)


def _item_change(how: str, item: Item, on: date | None, touched: _Touched) -> Difference:
    successor = f"superseded by {item.superseded_by}" if how == "went" and item.superseded_by else ""
    return Difference(
        *("item", how, item.number, item.title, "", successor, on, item.sure, item.because, item.source),
        asked_by=touched.asked_by([item]),
        touches=touched.by_item(item.number),
    )


def _changed(old: Item, new: Item, touched: _Touched) -> Iterator[Difference]:
    for field, told in _TOLD.items():
        if getattr(old, field) != getattr(new, field):
            yield Difference(
                *("item", "changed", new.number, told, getattr(old, field), getattr(new, field)),
                *(new.valid_from, new.sure, new.because, new.source),
                asked_by=touched.asked_by([new]),
                touches=touched.by_item(new.number),
            )


def _codes(known: Dictionary, first: date, last: date, touched: _Touched) -> Iterator[Difference]:
    for code_set in known.code_sets.values():
        using = [item for item in known.latest() if item.code_set == code_set.number]
        for row in code_set.rows:
            was, is_now = row.is_in_force(first), row.is_in_force(last)
            if row.is_code and was != is_now:
                yield _code_change(row, "came" if is_now else "went", touched.asked_by(using), touched)


def _code_change(row: Code, how: str, asked_by: tuple[str, ...], touched: _Touched) -> Difference:
    return Difference(
        *("code", how, row.code_set, f"{row.value} ({row.label})" if row.label else row.value, "", ""),
        *(row.valid_from if how == "came" else row.valid_to, row.sure, row.because, row.source),
        asked_by=asked_by,
        touches=touched.by_code_set(row.code_set),
    )


def _pairs(known: Dictionary, first: int, last: int) -> tuple[list[tuple[Collection, Collection]], tuple[str, ...]]:
    """Of each kind of collection its lists for the two years; those of which only one is held."""
    held: dict[str, dict[int, Collection]] = {}
    for each in known.collections.values():
        if each.year and not each.draft:
            held.setdefault(each.family, {})[each.year] = each
    both = [(years[first], years[last]) for years in held.values() if first in years and last in years]
    one = [family for family, years in held.items() if (first in years) != (last in years)]
    return [] if first == last else both, () if first == last else tuple(one)


def _asked(known: Dictionary, old: Collection, new: Collection, touched: _Touched) -> Iterator[Difference]:
    for item in known.latest():
        was, is_now = old.key in item.collections, new.key in item.collections
        if was != is_now:
            yield Difference(
                *("collection", "asked" if is_now else "no longer asked", item.number, item.title),
                *(old.title, new.title),
                source=known.source,
                touches=touched.by_item(item.number),
            )


def _wrong(field: str, says: str, fix: str) -> InvalidInput:
    return InvalidInput([Finding("YEAR", field, says, fix)], "These years cannot be compared.")
