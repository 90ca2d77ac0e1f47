"""How far two postcodes agree."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

from rapidfuzz.distance import OSA

from rollbook.matching.levels import Postcode

_INWARD = 3  # the last three characters of a British postcode


@lru_cache(maxsize=100_000)
def postcode_level(one: str, other: str) -> Postcode:
    """The level of two normal postcodes. Those of other countries are cut at the same places from the end."""
    if not one or not other:
        return Postcode.MISSING
    if one == other:
        return Postcode.SAME
    if len(one) >= 4 and OSA.distance(one, other, score_cutoff=1) == 1:
        return Postcode.NEAR
    return _place_level(one, other)


def _place_level(one: str, other: str) -> Postcode:
    if len(one) > _INWARD and len(other) > _INWARD:
        if one[: 1 - _INWARD] == other[: 1 - _INWARD]:
            return Postcode.SECTOR
        if one[:-_INWARD] == other[:-_INWARD]:
            return Postcode.DISTRICT
    return Postcode.AREA if area_of(one) == area_of(other) else Postcode.DIFFERENT


@lru_cache(maxsize=50_000)
def area_of(code: str) -> str:
    """The leading letters (LS of LS1 3AA); of a postcode of digits, its first."""
    return "".join(takewhile(str.isalpha, code)) or code[:1]
