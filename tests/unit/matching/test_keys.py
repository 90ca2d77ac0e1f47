"""Keys: stable numbers under which a search meets the record it means."""

from dataclasses import replace
from datetime import date

import pytest

from rollbook.matching import Details, lock_keys, normalise, search_keys, stored_keys

LEARNER = Details(
    "Zuleika",
    "Thistlewood",
    date(2004, 3, 7),
    "2",
    "ZE1 0AA",
    previous_family_name="Ashdown",
    former_postcodes=("KW1 4XX",),
)

ZOE_ASH = (
    -8864195350119174123,
    -7163530797015190281,
    -2741084442015927612,
    -2442278297076316757,
    -833923996550459034,
    2718099926257994486,
    3236310697956945802,
    4142839489046879184,
    6128552917142602225,
    6802808843065806105,
)


def changed(**values):
    return replace(LEARNER, **values)


@pytest.mark.parametrize(
    "search",
    [
        LEARNER,
        changed(given_name="Zed", postcode=""),
        changed(family_name="Birch", previous_family_name="", postcode="AB1 1AA"),
        changed(date_of_birth=date(2004, 7, 3), family_name="Birch", postcode="AB1 1AA"),
        changed(date_of_birth=date(1999, 12, 30), family_name="Birch"),
        changed(given_name="Thistlewood", family_name="Zuleika", date_of_birth=date(2004, 9, 9)),
        changed(family_name="Ashdown", postcode="KW1 4XX", date_of_birth=None),
        changed(given_name="Zuliekah", family_name="Thistelwod", date_of_birth=date(2004, 3, 9), postcode=""),
        changed(given_name="Joy", family_name="Birch", previous_family_name=""),
    ],
)
def test_a_search_with_errors_still_meets_the_learner(search):
    found = set(search_keys(normalise(search)))
    assert found & set(stored_keys(normalise(LEARNER)))


def test_keys_are_the_same_in_every_release():
    assert stored_keys(normalise(Details("Zoe", "Ash", date(2004, 3, 7), "2", "ZE1 0AA"))) == ZOE_ASH


def test_keys_are_signed_sorted_and_distinct():
    keys = stored_keys(normalise(LEARNER))
    assert list(keys) == sorted(set(keys))
    assert all(-(2**63) <= key < 2**63 for key in keys)


def test_lock_keys_are_few_and_stored():
    locks = lock_keys(normalise(LEARNER))
    assert 0 < len(locks) <= 8
    assert set(locks) <= set(stored_keys(normalise(LEARNER)))


def test_somebody_of_whom_nothing_is_known_has_no_keys():
    assert stored_keys(normalise(Details())) == ()
