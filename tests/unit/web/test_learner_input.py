"""A learner's fields as a request brings them."""

import pytest

from rollbook.base.errors import InvalidInput
from rollbook.definitions import Occasion, learner_definition
from rollbook.web.rest.learner_input import INVENTED, NUMBER_AND_NAMES, as_text, description


def test_the_description_follows_the_definition():
    told = description(Occasion.FIND)
    assert set(told["properties"]) == set(learner_definition().fields) - {"uln", "mis_identifier"}
    assert told["required"] == ["postcode", "date_of_birth", "gender"]
    assert told["properties"]["postcode"]["maxLength"] == 9


def test_a_description_may_be_of_a_few_fields():
    assert set(description(Occasion.VERIFY, NUMBER_AND_NAMES)["properties"]) == set(NUMBER_AND_NAMES)


@pytest.mark.parametrize("occasion", [Occasion.FIND, Occasion.REGISTER, Occasion.UPDATE])
def test_every_example_is_a_learner_that_would_be_taken(occasion):
    (example,) = description(occasion)["examples"]
    assert example.items() <= INVENTED.items()
    assert as_text([example], places=["x"], occasion=occasion) == [example]


@pytest.mark.parametrize("value", [7, 1.5, True, [], {}, "\x00", "\ud800"])
def test_a_value_that_is_no_text_is_named_with_all_else_that_is_wrong(value):
    learner = {"given_name": value, "gender": "7", "postcode": "ZE1 0AA", "date_of_birth": "2008-02-29"}
    with pytest.raises(InvalidInput) as refused:
        as_text([learner], places=["learners/0"], occasion=Occasion.FIND)
    assert {finding.field for finding in refused.value.findings} == {"given_name", "family_name", "gender"}
    assert {finding.position.record for finding in refused.value.findings} == {"learners/0"}


def test_nothing_is_an_empty_value():
    learner = {"given_name": None}
    assert as_text([learner], places=["x"], occasion=Occasion.FIND) == [learner]
