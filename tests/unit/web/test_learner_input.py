"""A learner's fields as a request brings them."""

import pytest
from pydantic import TypeAdapter, ValidationError

from rollbook.definitions import Occasion, learner_definition
from rollbook.web.rest.learner_description import INVENTED, NUMBER_AND_NAMES, description
from rollbook.web.rest.learner_input import Changes, New, Numbered, Numbereds, Searches

KINDS = {Occasion.REGISTER: New, Occasion.UPDATE: Changes, Occasion.VERIFY: Numbered}
LISTS = {Occasion.FIND: Searches, Occasion.VERIFY: Numbereds}


def _fields(kind, learner):
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(learner)
    (error,) = refused.value.errors()
    return {finding.field for finding in error["ctx"]["findings"]}


def test_the_description_follows_the_definition():
    told = description(Occasion.FIND)
    assert set(told["properties"]) == set(learner_definition().fields) - {"uln", "mis_identifier"}
    assert told["required"] == ["postcode", "date_of_birth", "gender"]
    assert told["properties"]["postcode"]["maxLength"] == 9


def test_a_description_may_be_of_a_few_fields():
    assert set(description(Occasion.VERIFY, NUMBER_AND_NAMES)["properties"]) == set(NUMBER_AND_NAMES)


@pytest.mark.parametrize("occasion", list(KINDS))
def test_every_example_is_a_learner_that_is_taken(occasion):
    (example,) = description(occasion)["examples"]
    assert example.items() <= INVENTED.items()
    assert TypeAdapter(KINDS[occasion]).validate_python(example) == example


@pytest.mark.parametrize("value", [7, 1.5, True, [], {}, "\x00", "\ud800"])
def test_a_value_that_is_no_text_is_named_with_all_else_that_is_wrong(value):
    learner = {"given_name": value, "gender": "7", "postcode": "ZE1 0AA", "date_of_birth": "2008-02-29"}
    assert _fields(Searches, [learner]) == {"given_name", "family_name", "gender"}


@pytest.mark.parametrize("occasion", list(LISTS))
def test_where_all_of_a_list_is_text_it_is_left_to_the_action(occasion):
    (example,) = description(occasion)["examples"]
    assert TypeAdapter(LISTS[occasion]).validate_python([example, {"gender": "7"}])[0] == example


@pytest.mark.parametrize("kind", [New, Changes, Numbered])
def test_beside_other_parts_of_a_request_a_learner_is_checked_through(kind):
    assert "gender" in _fields(kind, {**INVENTED, "gender": "7"})


@pytest.mark.parametrize("kind", [New, Changes])
def test_a_field_that_stands_elsewhere_is_refused(kind):
    assert "uln" in _fields(kind, INVENTED)


def test_nothing_is_an_empty_value():
    assert TypeAdapter(Changes).validate_python({"title": None}) == {"title": None}
