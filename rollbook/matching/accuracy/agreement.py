"""What two reviewers made of the same pairs: one verdict, and how far they agree beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from rollbook.matching.accuracy.intervals import Interval, Z


class Verdict(StrEnum):
    """What a reviewer says of a pair."""

    SAME = "same"
    DIFFERENT = "different"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Pairs that two judged, those on which they agree, and Cohen's kappa (None where chance leaves no room)."""

    judged: int
    agreed: int
    kappa: Interval | None


def settled(verdicts: Iterable[Verdict]) -> Verdict | None:
    """One verdict from those of all reviewers: theirs where they agree, otherwise that it cannot be told."""
    said = set(verdicts)
    if not said:
        return None
    return said.pop() if len(said) == 1 else Verdict.CANNOT_TELL


def agreement(pairs: Sequence[tuple[Verdict, Verdict]]) -> Agreement:
    """How far two reviewers agree: Cohen's kappa (Cohen 1960), its error after Fleiss, Cohen and Everitt (1969)."""
    agreed = sum(first == second for first, second in pairs)
    return Agreement(len(pairs), agreed, _kappa(pairs, agreed) if pairs else None)


def _kappa(pairs: Sequence[tuple[Verdict, Verdict]], agreed: int) -> Interval | None:
    count = len(pairs)
    rows = {each: sum(first == each for first, _ in pairs) / count for each in Verdict}
    columns = {each: sum(second == each for _, second in pairs) / count for each in Verdict}
    chance = sum(rows[each] * columns[each] for each in Verdict)
    if chance >= 1:
        return None
    share = agreed / count
    value = (share - chance) / (1 - chance)
    cells = {cell: number / count for cell, number in Counter(pairs).items()}
    on = sum(cells.get((each, each), 0.0) * (1 - (rows[each] + columns[each]) * (1 - value)) ** 2 for each in Verdict)
    off = sum(part * (columns[first] + rows[second]) ** 2 for (first, second), part in cells.items() if first != second)
    variance = on + (1 - value) ** 2 * off - (value - chance * (1 - value)) ** 2
    half = Z * sqrt(max(variance, 0.0) / count) / (1 - chance)
    return Interval(value, max(-1.0, value - half), min(1.0, value + half))
