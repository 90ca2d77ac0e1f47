"""Exact: agreement on all five mandatory details, and nothing that contradicts."""

from dataclasses import replace
from datetime import date

import pytest

from rollbook.matching import Details, is_exact, normalise

LEARNER = Details(
    "Zuleika",
    "Thistlewood",
    date(2004, 3, 7),
    "2",
    "ZE1 0AA",
    middle_names="Ann",
    previous_family_name="Ashdown",
    former_names=(("Zed", "Birch"),),
    former_postcodes=("KW1 4XX",),
    email="zuleika@example.org",
    identifiers=(("UPN", "A123"),),
)


def exact(**changes):
    return is_exact(normalise(replace(LEARNER, **changes)), normalise(LEARNER))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"given_name": "ZULEIKA", "family_name": "thistle wood", "postcode": "ze10aa"},
        {"middle_names": "", "email": "", "identifiers": (), "previous_family_name": ""},
        {"middle_names": "A"},
        {"family_name": "Ashdown", "previous_family_name": ""},
        {"given_name": "Zed", "family_name": "Birch", "former_names": ()},
        {"postcode": "KW1 4XX", "former_postcodes": ()},
    ],
)
def test_agreement_on_current_or_recorded_former_values_is_exact(changes):
    assert exact(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "Zuleka"},
        {"given_name": "Zed"},
        {"given_name": "Zu-Leika"},
        {"family_name": "Larch"},
        {"given_name": "Zed", "family_name": "Ashdown", "former_names": (), "previous_family_name": ""},
        {"date_of_birth": date(2004, 7, 3)},
        {"date_of_birth": None},
        {"gender": "1"},
        {"gender": "9"},
        {"postcode": "ZE1 0AB"},
        {"postcode": ""},
        {"middle_names": "Tamsin"},
        {"middle_names": "Anna"},
        {"email": "rob@example.com"},
        {"identifiers": (("UPN", "A124"),)},
    ],
)
def test_one_detail_that_disagrees_or_is_missing_is_not_exact(changes):
    assert not exact(**changes)


def test_two_people_of_whom_little_is_known_are_never_exact():
    assert not is_exact(normalise(Details()), normalise(Details()))


def test_a_single_name_can_be_exact():
    single = replace(LEARNER, given_name="", family_name="Suharto", former_names=())
    assert is_exact(normalise(single), normalise(replace(single, given_name="Suharto", family_name="")))


def test_two_people_whose_addresses_are_not_known_have_no_address_in_common():
    nowhere = normalise(replace(LEARNER, postcode="ZZ99 9ZZ", former_postcodes=("zz99 3cz",)))
    assert (nowhere.postcode, nowhere.former_postcodes) == ("", ())
    assert not is_exact(nowhere, nowhere)
