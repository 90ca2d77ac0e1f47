"""Drawing new numbers: at random within ranges, so that a number says nothing about its learner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rollbook.base.errors import SetupMissing
from rollbook.definitions.identifiers import uln_with_check_digit

OPEN_ANOTHER = "Open another range in the table of number ranges, then try again."
# Of a range of any size about ten in eleven starts give a number, so this many misses in a row mean that none does.
MOST_MISSES = 10_000
# How many numbers are drawn in one look at those used: more each time, since misses mean that few are left.
LOOKS = (16, 64, 256, 1024, 4096, 8192)


@dataclass(frozen=True, slots=True)
class OpenRange:
    """A range of ULNs from which numbers may be drawn, both ends included."""

    first: int
    last: int


def draw(ranges: list[OpenRange], random_below: Callable[[int], int]) -> Iterator[int]:
    """An endless stream of well-formed numbers within the ranges; whether one is free, the register knows.

    `random_below(n)` gives a number from 0 to n - 1, from a source nobody can predict. SetupMissing where the ranges
    hold no well-formed number.
    """
    total = sum(_size(each) for each in ranges)
    if not total:
        raise SetupMissing("No range of numbers is open.", fix=OPEN_ANOTHER)
    misses = 0
    while misses < MOST_MISSES:
        uln = _number(ranges, random_below(total))
        if uln is None:
            misses += 1
        else:
            misses = 0
            yield uln
    raise SetupMissing("The open ranges hold no number with a valid check digit.", fix=OPEN_ANOTHER)


def free(stream: Iterator[int], used: Callable[[Iterable[int]], set[int]]) -> Iterator[int]:
    """Of a stream of numbers those that are free, each once. `used` says which of some numbers are taken.

    SetupMissing, not an endless search, where thousands of draws in a row find only numbers that are taken.
    """
    given: set[int] = set()
    look = 0
    while look < len(LOOKS):
        some = {next(stream) for _ in range(LOOKS[look])} - given
        fresh = some - used(some) if some else set()
        look = 0 if fresh else look + 1
        for uln in fresh:
            given.add(uln)
            yield uln
    raise SetupMissing("The open ranges of numbers are used up, or very nearly.", fix=OPEN_ANOTHER)


def _size(each: OpenRange) -> int:
    return each.last // 10 - each.first // 10 + 1


def _number(ranges: list[OpenRange], place: int) -> int | None:
    for each in ranges:
        if place < _size(each):
            uln = uln_with_check_digit(str(each.first // 10 + place))
            return int(uln) if uln is not None and each.first <= int(uln) <= each.last else None
        place -= _size(each)
    return None
