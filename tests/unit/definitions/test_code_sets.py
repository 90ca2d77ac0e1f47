"""Code sets and the changes of ability to share."""

import pytest

from rollbook.base.errors import SetupMissing
from rollbook.definitions.ability_to_share import check_change
from rollbook.definitions.code_sets import code_set

CHANGES = [
    ("0", "1", False, True),
    ("0", "2", False, True),
    ("1", "1", False, True),
    ("1", "2", False, True),
    ("1", "0", True, False),
    ("2", "0", True, False),
    ("2", "1", False, False),
    ("2", "1", True, True),
]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("gender", ["0", "1", "2", "9"]),
        ("verification_type", ["0", "1", "2", "3", "4", "5", "6", "7", "999"]),
        ("ability_to_share", ["0", "1", "2"]),
    ],
)
def test_code_sets_hold_the_published_codes_and_their_source(name, codes):
    found = code_set(name)
    assert list(found.codes) == codes
    assert found.source


def test_a_code_has_its_meaning_in_words():
    assert code_set("gender").meaning("9") == "not specified"
    assert code_set("gender").meaning("7") == ""
    assert code_set("gender").choices().startswith("0 not known, 1 male")


def test_a_code_set_that_is_not_there_is_refused():
    with pytest.raises(SetupMissing):
        code_set("colour")


@pytest.mark.parametrize(("before", "after", "newer_notice", "is_allowed"), CHANGES)
def test_a_learners_choice_is_changed_only_as_allowed(before, after, newer_notice, is_allowed):
    assert (check_change(before, after, newer_notice=newer_notice) is None) is is_allowed
