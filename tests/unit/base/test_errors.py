"""Every failure has a sentence and an answer for each door."""

import pytest

from rollbook.base import errors
from rollbook.base.check_digits import weighted_sum
from rollbook.base.errors import ANSWERS, Answer, Conflict, InvalidInput, NotFound, RollbookError, answer_for
from rollbook.base.findings import Finding

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, RollbookError)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_failure_without_a_message_says_what_its_class_means(kind):
    made = kind([]) if kind is InvalidInput else kind()
    assert made.message.endswith(".")
    assert "\n" not in made.message


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not RollbookError])
def test_every_failure_has_an_answer(kind):
    made = kind([]) if kind is InvalidInput else kind()
    assert answer_for(made).status >= 400
    assert answer_for(made).exit_code > 1


def test_a_class_without_a_row_answers_as_the_class_above_it():
    class Stale(Conflict):
        """Too old."""

    assert answer_for(Stale()) == ANSWERS[Conflict]


def test_what_nobody_foresaw_is_our_fault():
    assert answer_for(RollbookError()) == Answer(500, 13)


def test_the_next_step_follows_the_message():
    assert str(NotFound("It is not there.", fix="Look elsewhere.")) == "It is not there. Look elsewhere."


def test_a_message_never_repeats_the_value_of_a_finding():
    refused = InvalidInput([Finding("format", "family_name", "Wrong.", value="Thistlewood")])
    assert "Thistlewood" not in str(refused)


def test_a_weighted_sum_needs_a_weight_for_each_value():
    assert weighted_sum([1, 2, 3], [4, 5, 6]) == 32
    with pytest.raises(ValueError, match="shorter"):
        weighted_sum([1, 2], [1])
