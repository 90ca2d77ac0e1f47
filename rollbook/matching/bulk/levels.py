"""The level vectors of many pairs at once: what `comparison/people.py` does for one pair, over arrays.

Whether two values agree is decided by the same functions, called once for each distinct pair of values; only
the choice among names, former names and swapped names is written again here, and a generative test holds the
two to one answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from rollbook.matching.bulk.maybe import middle_names_may_agree, names_may_agree, postcodes_may_agree
from rollbook.matching.bulk.people import Encoders, People
from rollbook.matching.bulk.values import Codes, Encoder, Values, for_distinct_pairs
from rollbook.matching.comparison.dates import birth_level
from rollbook.matching.comparison.names import Likeness, likeness
from rollbook.matching.comparison.other import email_level, identifier_level, middle_level, place_level, school_level
from rollbook.matching.comparison.people import EXCHANGED, FAMILY_OF_LIKENESS, GIVEN_OF_LIKENESS
from rollbook.matching.comparison.postcodes import postcode_level
from rollbook.matching.levels import FIELDS, Family, Gender, Given, Identifier, Level, Middle, Postcode

Numbers = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]
_GIVEN = np.array([GIVEN_OF_LIKENESS[like] for like in Likeness], dtype=np.int8)
_FAMILY = np.array([FAMILY_OF_LIKENESS[like] for like in Likeness], dtype=np.int8)


class Pairs:
    """Pairs of rows of two files: `left` and `right` are row numbers, of the same length."""

    def __init__(self, mine: People, theirs: People, left: Codes, right: Codes) -> None:
        self.mine, self.theirs, self.left, self.right = mine, theirs, left, right

    def both(self, name: str) -> tuple[Codes, Codes]:
        """One column's codes on both sides."""
        return getattr(self.mine, name)[self.left], getattr(self.theirs, name)[self.right]

    def all_of(self, name: str) -> tuple[list[Codes], list[Codes]]:
        """A list of columns on both sides."""
        return (
            [column[self.left] for column in getattr(self.mine, name)],
            [column[self.right] for column in getattr(self.theirs, name)],
        )


def compare_pairs(pairs: Pairs, encoders: Encoders) -> list[Numbers]:
    """The level of every field, in the order of FIELDS; one array a field."""
    given, family = _names(pairs, encoders.names)
    middles = encoders.middles.values()
    middle = for_distinct_pairs(
        middle_level,
        middles,
        *pairs.both("middle"),
        same=Middle.SAME,
        maybe=encoders.middles.quick_test(middle_names_may_agree),
        otherwise=Middle.DIFFERENT,
    )
    found = {
        "given": given,
        "family": family,
        "birth": _simple(pairs, "birth", birth_level, encoders.births.values()),
        "gender": _gender(pairs),
        "postcode": _postcode(pairs, encoders.postcodes),
        "middle": np.where(given == Given.MIDDLE, np.int8(Middle.MISSING), middle),
        "place": _simple(pairs, "place", place_level, encoders.texts.values()),
        "school": _simple(pairs, "school", school_level, encoders.texts.values()),
        "email": _simple(pairs, "email", email_level, encoders.emails.values()),
        "identifier": _identifier(pairs, encoders.identifiers.values()),
    }
    return [found[name] for name in FIELDS]


def _simple(pairs: Pairs, name: str, level: Callable[[Any, Any], Level], values: Values) -> Numbers:
    """A field that is compared value by value; SAME is level 1 of every field."""
    left, right = pairs.both(name)
    if not left.any() or not right.any():
        return np.zeros(len(left), dtype=np.int8)
    return for_distinct_pairs(level, values, left, right, same=1)


def _gender(pairs: Pairs) -> Numbers:
    left, right = pairs.both("gender")
    level = np.where(left == right, np.int8(Gender.SAME), np.int8(Gender.DIFFERENT))
    return np.where((left == 0) | (right == 0), np.int8(Gender.MISSING), level)


def _postcode(pairs: Pairs, postcodes: Encoder) -> Numbers:
    level = for_distinct_pairs(
        postcode_level,
        postcodes.values(),
        *pairs.both("postcode"),
        same=Postcode.SAME,
        maybe=postcodes.quick_test(postcodes_may_agree),
        otherwise=Postcode.DIFFERENT,
    )
    (mine, theirs), (my_former, their_former) = pairs.both("postcode"), pairs.all_of("former_postcodes")
    former = _common([mine, *my_former], [theirs, *their_former]) & (level != Postcode.SAME)
    return np.where(former, np.int8(Postcode.FORMER), level)


def _common(mine: list[Codes], theirs: list[Codes]) -> Mask:
    """Whether any of the one side's values, where given, is one of the other's."""
    found: Mask = np.zeros(len(mine[0]), dtype=np.bool_)
    for one in mine:
        for other in theirs:
            found |= (one == other) & (one != 0)
    return found


def _names(pairs: Pairs, encoder: Encoder) -> tuple[Numbers, Numbers]:
    (my_given, their_given), (my_family, their_family) = pairs.both("given"), pairs.both("family")
    names, maybe = encoder.values(), encoder.quick_test(names_may_agree)
    given, family = (
        for_distinct_pairs(likeness, names, *both, same=Likeness.SAME, maybe=maybe, otherwise=Likeness.DIFFERENT)
        for both in ((my_given, their_given), (my_family, their_family))
    )
    given_level, family_level = _given(pairs, given), _family(pairs, family)
    single = (my_given == 0) | (their_given == 0)
    crossed = _crossed(pairs, names, (given != Likeness.SAME) & (family != Likeness.SAME), single)
    exchanged, one_name = crossed
    given_level[exchanged], family_level[exchanged] = Given.SWAPPED, Family.SWAPPED
    given_level[single] = Given.MISSING
    family_level[one_name & (family != Likeness.SAME)] = Family.SINGLE
    return given_level, family_level


def _crossed(pairs: Pairs, names: Values, unlike: Mask, single: Mask) -> tuple[Mask, Mask]:
    """Where names are exchanged, and where a single name is one of the other's."""
    (my_given, their_given), (my_family, their_family) = pairs.both("given"), pairs.both("family")
    one_way, other_way = _common([my_given], [their_family]), _common([my_family], [their_given])
    exchanged: Mask = np.zeros(len(unlike), dtype=np.bool_)
    for equal, mine, theirs in ((other_way, my_given, their_family), (one_way, my_family, their_given)):
        where = np.flatnonzero(equal & unlike & ~single)
        other = for_distinct_pairs(likeness, names, mine[where], theirs[where], same=Likeness.SAME)
        exchanged[where] |= np.isin(other, list(EXCHANGED))
    return exchanged, single & (one_way | other_way)


def _given(pairs: Pairs, given: Numbers) -> Numbers:
    """Later choices override earlier ones, so the order is that of `_given` in comparison/people.py, reversed."""
    mine, theirs = pairs.both("given")
    level = _GIVEN[given]
    my_middle, their_middle = pairs.all_of("middle_words")
    _override(level, Given.MIDDLE, [([mine], their_middle), (my_middle, [theirs])])
    my_former, their_former = pairs.all_of("former_given")
    _override(level, Given.FORMER, [([mine], their_former), (my_former, [theirs])])
    level[given == Likeness.NICKNAME] = Given.NICKNAME
    my_preferred, their_preferred = pairs.both("preferred")
    _override(level, Given.PREFERRED, [([mine], [their_preferred]), ([my_preferred], [theirs])])
    level[given == Likeness.SAME] = Given.SAME
    return level


def _override(level: Numbers, to: Level, ways: list[tuple[list[Codes], list[Codes]]]) -> None:
    for mine, theirs in ways:
        if mine and theirs:
            level[_common(mine, theirs)] = to


def _family(pairs: Pairs, family: Numbers) -> Numbers:
    level = _FAMILY[family]
    (mine, theirs), (my_previous, their_previous) = pairs.both("family"), pairs.all_of("previous")
    former = _common([mine, *my_previous], [theirs, *their_previous]) & (family != Likeness.SAME)
    level[former] = Family.FORMER
    return level


def _identifier(pairs: Pairs, values: Values) -> Numbers:
    level = np.zeros(len(pairs.left), dtype=np.int8)
    for scheme in pairs.mine.identifiers.keys() & pairs.theirs.identifiers.keys():
        left = pairs.mine.identifiers[scheme][pairs.left]
        right = pairs.theirs.identifiers[scheme][pairs.right]
        one = for_distinct_pairs(_one_identifier, values, left, right, same=Identifier.SAME)
        level = np.where((level == 0) | ((one != 0) & (one < level)), one, level)
    return level


def _one_identifier(one: str, other: str) -> Level:
    if not one or not other:
        return Identifier.MISSING
    return identifier_level((("", one),), (("", other),))
