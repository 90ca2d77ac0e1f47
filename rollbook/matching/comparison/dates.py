"""How far two dates of birth agree."""

from __future__ import annotations

from functools import lru_cache

from rollbook.matching.levels import Birth
from rollbook.matching.normal_form import Date


@lru_cache(maxsize=100_000)
def birth_level(one: Date | None, other: Date | None) -> Birth:
    """The level of two birth dates, each (year, month, day) or None."""
    if one is None or other is None:
        return Birth.MISSING
    if one == other:
        return Birth.SAME
    same_year, same_month, same_day = (mine == theirs for mine, theirs in zip(one, other, strict=True))
    if same_year and one[1] == other[2] and one[2] == other[1]:
        return Birth.TURNED
    if _one_slip(one, other):
        return Birth.ONE_DIGIT
    if same_day and same_month:
        return Birth.DAY_AND_MONTH
    if same_year:
        return _within_year(same_month=same_month, same_day=same_day)
    return Birth.DIFFERENT


def _within_year(*, same_month: bool, same_day: bool) -> Birth:
    if same_month:
        return Birth.MONTH_AND_YEAR
    return Birth.DAY_AND_YEAR if same_day else Birth.YEAR


def _one_slip(one: Date, other: Date) -> bool:
    """Whether one digit differs, or two neighbours changed places, as the dates are written."""
    first, second = (f"{year:04}{month:02}{day:02}" for year, month, day in (one, other))
    places = [place for place in range(8) if first[place] != second[place]]
    if len(places) == 1:
        return True
    if len(places) != 2 or places[1] != places[0] + 1:
        return False
    left, right = places
    return first[left] == second[right] and first[right] == second[left]
