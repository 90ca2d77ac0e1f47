"""Numbers are drawn inside open ranges, each once, and a range without any says so."""

from itertools import count, islice
from random import Random

import pytest

from rollbook.base.errors import SetupMissing
from rollbook.definitions.identifiers import uln
from rollbook.register.numbers import LOOKS, OpenRange, draw, free

SMALL = OpenRange(9_800_000_000, 9_800_000_199)


def below(seed=1):
    return Random(seed).randrange


def keep(kept, stream):
    """Keep what comes, so that it is there when the stream fails."""
    for each in stream:
        kept.append(each)


def test_a_drawn_number_is_a_uln_inside_its_range():
    drawn = list(islice(draw([SMALL], below()), 500))
    assert all(SMALL.first <= number <= SMALL.last for number in drawn)
    assert all(uln.is_valid(str(number)) for number in drawn)


def test_every_open_range_is_drawn_from():
    other = OpenRange(1_000_000_000, 1_000_000_199)
    drawn = list(islice(draw([SMALL, other], below()), 200))
    assert {number // 1_000_000_000 for number in drawn} == {1, 9}


def test_the_ends_of_a_range_belong_to_it():
    whole = set(islice(draw([SMALL], below()), 2000))
    first, last = min(whole), max(whole)
    narrow = OpenRange(first, last)
    assert {first, last} <= set(islice(draw([narrow], below()), 2000))
    assert first not in set(islice(draw([OpenRange(first + 1, last)], below()), 2000))


def test_without_an_open_range_the_failure_says_what_to_do():
    with pytest.raises(SetupMissing, match="Open another range"):
        next(draw([], below()))


def test_a_range_without_a_well_formed_number_fails_instead_of_searching_for_ever():
    start = next(n for n in count(980_000_000) if uln.uln_with_check_digit(str(n)) is None)
    with pytest.raises(SetupMissing, match="no number"):
        next(draw([OpenRange(start * 10, start * 10 + 9)], below()))


def test_a_used_number_is_never_given():
    taken = set(islice(draw([SMALL], below(2)), 10))
    given = list(islice(free(draw([SMALL], below()), lambda some: taken & set(some)), 5))
    assert not taken & set(given)


def test_no_number_is_given_twice_and_an_exhausted_range_fails():
    given = []
    with pytest.raises(SetupMissing, match="used up"):
        keep(given, free(draw([SMALL], below()), lambda some: set()))
    assert len(given) == len(set(given))
    assert 15 <= len(given) <= 20  # of twenty starts about ten in eleven give a number


def test_the_last_free_number_of_a_small_range_is_found():
    every = set(islice(draw([SMALL], below(3)), 2000))
    (last,) = (number for number in sorted(every)[-1:])
    assert next(free(draw([SMALL], below()), lambda some: set(some) - {last})) == last


def test_a_range_that_is_used_up_is_looked_at_a_few_times_only():
    looks = []

    def used(some):
        looks.append(len(set(some)))
        return set(some)

    with pytest.raises(SetupMissing):
        next(free(draw([OpenRange(9_800_000_000, 9_899_999_999)], below()), used))
    assert len(looks) == len(LOOKS)
