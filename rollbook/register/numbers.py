"""Drawing new numbers: at random within ranges, so that a number says nothing about its learner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rollbook.base.errors import SetupMissing
from rollbook.definitions.identifiers import uln_with_check_digit


@dataclass(frozen=True, slots=True)
class OpenRange:
    """A range of ULNs from which numbers may be drawn, both ends included."""

    first: int
    last: int


def draw(ranges: list[OpenRange], random_below: Callable[[int], int]) -> Iterator[int]:
    """An endless stream of well-formed numbers within the ranges; whether one is free, the register knows.

    `random_below(n)` gives a number from 0 to n - 1, from a source nobody can predict.
    """
    sizes = [each.last // 10 - each.first // 10 + 1 for each in ranges]
    total = sum(sizes)
    if not total:
        raise SetupMissing("No range of numbers is open.", fix="Open one: `rollbook load --open-range NAME`.")
    while True:
        place = random_below(total)
        for each, size in zip(ranges, sizes, strict=True):
            if place < size:
                uln = uln_with_check_digit(str(each.first // 10 + place))
                if uln is not None and each.first <= int(uln) <= each.last:
                    yield int(uln)
                break
            place -= size
