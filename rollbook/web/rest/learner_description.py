"""A learner's fields as the API describes them: from the definition, with an invented example."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rollbook.definitions import LearnerField, Occasion, learner_definition
from rollbook.definitions.code_sets import code_set

INVENTED = {
    "uln": "1000000043", "given_name": "Zuleika", "family_name": "Thistlewood", "date_of_birth": "2008-02-29",
    "gender": "2", "postcode": "ZE1 0AA", "ability_to_share": "1", "verification_type": "2",
}  # fmt: skip
FIVE = ("given_name", "family_name", "date_of_birth", "gender", "postcode")
EXAMPLES = {
    Occasion.FIND: FIVE,
    Occasion.REGISTER: (*FIVE, "ability_to_share", "verification_type"),
    Occasion.UPDATE: ("postcode",),
    Occasion.VERIFY: ("uln", "given_name", "family_name"),
}
# Fields of a learner that stand elsewhere in these requests; taken here in silence they would be overlooked.
ELSEWHERE = {
    "uln": "A search or a change by number has an address of its own.",
    "mis_identifier": "It belongs to the enrolment.",
}
NUMBER_AND_NAMES = ("uln", "given_name", "family_name", "date_of_birth", "gender")


def description(occasion: Occasion, only: Sequence[str] = ()) -> dict[str, Any]:
    """The JSON Schema of a learner's fields on an occasion."""
    definition = learner_definition()
    wanted = only or [name for name in definition.fields if name not in ELSEWHERE]
    fields = {name: field for name, field in definition.fields.items() if name in wanted}
    needed = [name for name, field in fields.items() if occasion in field.needed]
    if occasion in definition.single_name:
        needed = [name for name in needed if name not in ("given_name", "family_name")]
    return {
        "type": "object",
        "description": "A single name stands in either name; leave the other out.",
        "properties": {name: _property(field) for name, field in fields.items()},
        "required": [] if occasion is Occasion.UPDATE else needed,
        "additionalProperties": False,
        "examples": [{name: INVENTED[name] for name in EXAMPLES[occasion]}],
    }


def _property(field: LearnerField) -> dict[str, Any]:
    if field.kind == "names":
        return _names(field)
    described = {"type": ["string", "null"], "title": field.title, "maxLength": field.max_length}
    if field.kind == "date":
        described["description"] = "YYYY-MM-DD"
    if field.code_set:
        described["description"] = code_set(field.code_set).choices()
    return described


def _names(field: LearnerField) -> dict[str, Any]:
    name = {"type": "string", "maxLength": field.max_length, "pattern": "^[^;|]*$"}
    one = {
        "type": "object",
        "properties": {"given_name": name, "family_name": name},
        "minProperties": 1,
        "additionalProperties": False,
    }
    return {"type": ["array", "null"], "title": field.title, "maxItems": field.most, "items": one}
