"""The values of a dictionary: an item, a code set with its codes, a collection, a data set. None is ever changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rollbook.definitions.cbds.formats import Format, read_format

# The columns of an item's file, in order; each is a field of `Item`, but for the row in the published workbook.
COLUMNS = (
    *("row", "number", "other_number", "name", "tag", "level", "module", "format", "code_set", "values", "default"),
    *("standing", "occurs", "history", "needed", "sif", "rfc", "state", "valid_from", "first_used", "valid_to"),
    *("dates", "superseded_by", "collections", "about"),
)
RANGE = re.compile(r"(?P<first>[0-9]{1,4}|[a-z])\s*[-–]\s*(?P<last>[0-9]{1,4}|[a-z])")
CODE_COLUMNS = ("code_set", "row", "code", "finer", "label", "kind", "part", "restated", "detail")
CODE_SET_COLUMNS = ("number", "title", "detail", "superseded_by")
COLLECTION_COLUMNS = (
    "key",
    "title",
    "family",
    "year",
    "draft",
    "asked_of",
    "times_a_year",
    "when",
    "says",
    "carries",
    "one_of",
)


@dataclass(frozen=True, slots=True)
class Item:
    """One version of one data item.

    `key` is the number, with `.2`, `.3` where the workbook lists a number again for another table. `valid_to` is the
    last day; None means that no end is known. `standing` is the published level C, S, O, A or X; `occurs` S (once)
    or M (many); `sure` says how well the day of a later version is known: day, about, or by (at the latest).
    """

    key: str
    number: str
    name: str
    tag: str
    data_set: str
    level: str
    module: str
    notation: str = ""
    code_set: str = ""
    values: str = ""
    default: str = ""
    standing: str = ""
    occurs: str = ""
    history: str = ""
    needed: str = ""
    sif: str = ""
    rfc: str = ""
    state: str = ""
    other_number: str = ""
    valid_from: date | None = None
    first_used: date | None = None
    valid_to: date | None = None
    dates: str = ""
    superseded_by: str = ""
    collections: tuple[str, ...] = ()
    about: str = ""
    row: int = 0
    version: int = 1
    because: str = ""
    source: str = ""
    sure: str = "day"
    ours: bool = False

    @property
    def format(self) -> Format:
        """What a value looks like, read from the notation."""
        return read_format(self.notation, self.values)

    @property
    def title(self) -> str:
        """The name, or what stands in its place where the workbook left it out."""
        return self.name or self.tag or self.about or f"Item {self.number}"

    def is_in_force(self, on: date) -> bool:
        """Whether this version counted on that day. An inactive item without an end never does."""
        if self.state == "Inactive" and self.valid_to is None:
            return False
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Code:
    """One row of a code set. `kind` is code, range, heading or note: the workbook keeps them all in one table.

    A range is one row for many codes (`1-14`, `1000 – 1099`).

    `finer` is the code of a subdivision (a language's own sub-code), `part` the name of a second table in the same
    set, `detail` what else the row holds; `restated` says that a long sentence stands here in our words.
    """

    code_set: str
    code: str
    label: str
    finer: str = ""
    kind: str = "code"
    part: str = ""
    restated: bool = False
    detail: tuple[str, ...] = ()
    row: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    because: str = ""
    source: str = ""
    sure: str = "day"

    @property
    def value(self) -> str:
        """What a file holds: the finer code where there is one; of a range the row as it is written."""
        return self.finer or self.code

    @property
    def is_code(self) -> bool:
        """Whether the row stands for something a file may hold."""
        return self.kind in ("code", "range")

    @property
    def values(self) -> tuple[str, ...]:
        """Every value that the row stands for: one, or all of a range."""
        return tuple(_between(self.code)) if self.kind == "range" else (self.value,)

    def is_in_force(self, on: date) -> bool:
        """Whether the code might be used on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


def _between(written: str) -> Iterator[str]:
    """All codes of a range of numbers or letters, both ends included."""
    first, last = RANGE.fullmatch(written.strip()).group("first", "last")  # type: ignore[union-attr]
    if first.isdigit():
        yield from (str(number) for number in range(int(first), int(last) + 1))
    else:
        yield from (chr(letter) for letter in range(ord(first), ord(last) + 1))


@dataclass(frozen=True, slots=True)
class CodeSet:
    """A code set with all its rows in published order. `detail` names what the rows hold beside code and label."""

    number: str
    title: str
    rows: tuple[Code, ...]
    detail: tuple[str, ...] = ()
    superseded_by: str = ""

    def codes(self, on: date | None = None) -> tuple[Code, ...]:
        """The codes proper of the main table; with a day, those that might be used on it."""
        main = (row for row in self.rows if row.is_code and not row.part)
        return tuple(row for row in main if on is None or row.is_in_force(on))

    def values(self, on: date | None = None) -> frozenset[str]:
        """The values a file may hold."""
        return frozenset(value for code in self.codes(on) for value in code.values)

    def label(self, value: str) -> str:
        """What a value means, or an empty text for one that is not in the set."""
        return next((row.label for row in self.rows if row.is_code and value in row.values), "")


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection in one year: whom it asks, how often in a year, and when. `carries` marks a file that moves
    what is already held from one holder to the next, and asks nobody; of those with the same `one_of` a person is in
    one at a time. `ours` marks one that the published edition does not have."""

    key: str
    title: str
    family: str = ""
    year: int = 0
    draft: bool = False
    asked_of: str = ""
    times_a_year: int = 0
    when: str = ""
    says: str = ""
    carries: bool = False
    one_of: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True)
class DataSet:
    """One of the sets that items are kept in, with the published levels it takes in."""

    name: str
    title: str
    says: str
    levels: tuple[str, ...]
