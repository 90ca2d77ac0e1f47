"""The ranges out of which Unique Learner Numbers are drawn, read from data. Two ranges never share a number."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from rollbook.base.errors import SetupMissing
from rollbook.definitions.identifiers.uln import uln_with_check_digit

_PACKAGED = Path(__file__).with_name("uln_ranges.toml")


@dataclass(frozen=True, slots=True)
class ULNRange:
    """One range: its name, what it is for, and the first and last start of nine digits, both included."""

    name: str
    purpose: str
    first: str
    last: str

    @property
    def size(self) -> int:
        """How many starts there are; about ten in eleven of them give a number."""
        return int(self.last) - int(self.first) + 1

    def number(self, index: int) -> str | None:
        """The ULN at a place from 0 to size - 1, or None where that start leaves no check digit."""
        if not 0 <= index < self.size:
            raise ValueError("no such place in this range")
        return uln_with_check_digit(f"{int(self.first) + index:09d}")

    def holds(self, uln: str) -> bool:
        """Does this ULN of ten digits lie in the range?"""
        return self.first <= uln[:9] <= self.last


@cache
def load_uln_ranges(path: Path | None = None) -> tuple[ULNRange, ...]:
    """The ranges of a file, or the packaged ones. SetupMissing when the file is not fit for issuing numbers."""
    source = path or _PACKAGED
    try:
        ranges = tuple(ULNRange(**entry) for entry in tomllib.loads(source.read_text("utf-8"))["range"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SetupMissing(
            f"The file of ULN ranges, {source.name}, cannot be read.",
            fix="Each [[range]] needs name, purpose, first and last.",
        ) from error
    _refuse_unfit(ranges, source.name)
    return ranges


def uln_range(name: str, path: Path | None = None) -> ULNRange:
    """The range of that name. SetupMissing when there is none."""
    for found in load_uln_ranges(path):
        if found.name == name:
            return found
    raise SetupMissing(f"There is no ULN range called {name}.", fix="Add it to the file of ULN ranges.")


def _refuse_unfit(ranges: tuple[ULNRange, ...], file_name: str) -> None:
    for one in ranges:
        starts = (one.first, one.last)
        if not all(len(s) == 9 and s.isascii() and s.isdigit() and s[0] != "0" for s in starts) or one.last < one.first:
            raise SetupMissing(
                f"In {file_name} the range {one.name} is not a range.",
                fix="first and last are nine digits, the first of them not 0, and last is not below first.",
            )
    for lower, upper in pairwise(sorted(ranges, key=lambda one: one.first)):
        if upper.first <= lower.last:
            raise SetupMissing(
                f"In {file_name} the ranges {lower.name} and {upper.name} overlap.",
                fix="Part them: two ranges must never issue the same number.",
            )
