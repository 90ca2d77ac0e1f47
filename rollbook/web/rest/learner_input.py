"""A learner's fields in a request: described from the definition, and taken as text with all that is wrong named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Protocol

from django.utils import timezone
from pydantic import WithJsonSchema

from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding
from rollbook.definitions import Occasion, learner_definition
from rollbook.definitions.code_sets import code_set
from rollbook.service.actions.learners.fields import Fields, errors
from rollbook.web.rest.problems import placed

# An invented learner, for the examples of the description.
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
    fields = {name: field for name, field in definition.fields.items() if name in (only or definition.fields)}
    if not only:
        fields = {name: field for name, field in fields.items() if name not in ELSEWHERE}
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


def _property(field: Any) -> dict[str, Any]:
    described = {"type": ["string", "null"], "title": field.title, "maxLength": field.max_length}
    if field.kind == "date":
        described["description"] = "YYYY-MM-DD"
    if field.code_set:
        described["description"] = code_set(field.code_set).choices()
    return described


Search = Annotated[dict[str, Any], WithJsonSchema(description(Occasion.FIND))]
New = Annotated[dict[str, Any], WithJsonSchema(description(Occasion.REGISTER))]
Changes = Annotated[dict[str, Any], WithJsonSchema(description(Occasion.UPDATE))]
Numbered = Annotated[dict[str, Any], WithJsonSchema(description(Occasion.VERIFY, NUMBER_AND_NAMES))]


class HasFindings(Protocol):
    """What an action answers for one learner of a list."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...


def as_text(learners: Sequence[Mapping[str, Any]], *, places: Sequence[str], occasion: Occasion) -> list[Fields]:
    """The learners with every value as text. InvalidInput names all wrong kinds, and all else wrong with them.

    `places` says where in the body each learner stands.
    """
    wrong = [[*_wrong_kinds(learner), *_out_of_place(learner, occasion)] for learner in learners]
    if not any(wrong):
        return list(learners)
    today = timezone.localdate()
    found: list[Finding] = []
    for learner, place, kinds in zip(learners, places, wrong, strict=True):
        broken = {finding.field for finding in kinds}
        sound = {name: "" if name in broken else value for name, value in learner.items()}
        others = [each for each in errors(sound, today=today, occasion=occasion) if each.field not in broken]
        found += placed([*kinds, *others], place)
    raise InvalidInput(found)


def refuse_invalid(answers: Iterable[HasFindings], *, places: Sequence[str]) -> None:
    """InvalidInput with the findings of all learners of a list, if there are any."""
    found = [
        finding
        for answer, place in zip(answers, places, strict=True)
        for finding in placed(answer.findings, place)
    ]  # fmt: skip
    if found:
        raise InvalidInput(found)


def _wrong_kinds(learner: Mapping[str, Any]) -> Iterable[Finding]:
    for name, value in learner.items():
        if value is not None and not isinstance(value, str):
            yield Finding("not_text", name[:50], "This must be text.", "Put the value in quotation marks.")
        elif value and not is_storable(value):
            yield Finding("character", name[:50], "A character in this value is not text.", "Type the value again.")


def _out_of_place(learner: Mapping[str, Any], occasion: Occasion) -> Iterable[Finding]:
    if occasion is not Occasion.VERIFY:
        for name in ELSEWHERE.keys() & learner.keys():
            yield Finding("unknown_field", name, "This field has no place here.", ELSEWHERE[name])


def is_storable(text: str) -> bool:
    """No NUL and no half of a surrogate pair, which no database and no file can hold."""
    return "\x00" not in text and (text.isascii() or not _has_surrogate(text))


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
