"""A learner's fields in a request, checked with the rest of it, so that everything wrong is named at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Protocol

from django.utils import timezone
from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding
from rollbook.definitions import Occasion
from rollbook.service.actions.learners.fields import errors
from rollbook.web.rest.alternative_names import names_as_text
from rollbook.web.rest.learner_description import ELSEWHERE, NUMBER_AND_NAMES, description
from rollbook.web.rest.problems import placed

MOST = 200  # learners in one request; larger lists are batch files
LEARNER = "learner"  # the validator's name for an error that carries findings


def _learner(occasion: Occasion, only: Sequence[str] = ()) -> Any:
    """The type of a learner's fields, text or null by name, that stand beside other parts of a request."""

    def check(learner: dict[str, Any]) -> dict[str, Any]:
        sent, unfit = _read(learner, occasion)
        _refuse([*unfit, *_others(sent, unfit, occasion)])
        return sent

    return Annotated[dict[str, Any], AfterValidator(check), WithJsonSchema(description(occasion, only))]


def _learners(occasion: Occasion, only: Sequence[str] = ()) -> Any:
    """The type of a list that is all of a request. Where all is text the action does the checking, and only once."""

    def check(learners: list[dict[str, Any]]) -> list[dict[str, Any]]:
        read = [_read(learner, occasion) for learner in learners]
        if any(unfit for _, unfit in read):
            found = [[*unfit, *_others(sent, unfit, occasion)] for sent, unfit in read]
            _refuse([finding for number, each in enumerate(found) for finding in placed(each, str(number))])
        return [sent for sent, _ in read]

    one = Annotated[dict[str, Any], WithJsonSchema(description(occasion, only))]
    return Annotated[list[one], Field(min_length=1, max_length=MOST), AfterValidator(check)]


def _refuse(found: Sequence[Finding]) -> None:
    if found:
        raise PydanticCustomError(LEARNER, "wrong", {"findings": found})


def _read(learner: dict[str, Any], occasion: Occasion) -> tuple[dict[str, Any], list[Finding]]:
    """The fields as text, and what keeps them from being it."""
    sent, odd = names_as_text(learner)
    return sent, [*odd, *_wrong_kinds(sent), *_out_of_place(sent, occasion)]


def _others(learner: Mapping[str, Any], unfit: Sequence[Finding], occasion: Occasion) -> list[Finding]:
    broken = {finding.field for finding in unfit}
    sound = {name: "" if name in broken else value for name, value in learner.items()}
    found = errors(sound, today=timezone.localdate(), occasion=occasion)
    return [finding for finding in found if finding.field not in broken]


def _wrong_kinds(learner: Mapping[str, Any]) -> Iterator[Finding]:
    for name, value in learner.items():
        if value is not None and not isinstance(value, str):
            yield Finding("not_text", name[:50], "This must be text.", "Put the value in quotation marks.")
        elif value and not is_storable(value):
            yield Finding("character", name[:50], "A character in this value is not text.", "Type the value again.")


def _out_of_place(learner: Mapping[str, Any], occasion: Occasion) -> Iterator[Finding]:
    if occasion is not Occasion.VERIFY:
        for name in ELSEWHERE.keys() & learner.keys():
            yield Finding("unknown_field", name, "This field has no place here.", ELSEWHERE[name])


def is_storable(text: str) -> bool:
    """No NUL and no half of a surrogate pair, which no database and no file can hold."""
    return "\x00" not in text and (text.isascii() or not _has_surrogate(text))


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


class HasFindings(Protocol):
    """What an action answers for one learner of a list."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...


def refuse_invalid(answers: Iterable[HasFindings], *, places: Sequence[str]) -> None:
    """InvalidInput with the findings of all learners of a list, if there are any; `places`: where each stands."""
    found = [
        finding for answer, place in zip(answers, places, strict=True) for finding in placed(answer.findings, place)
    ]
    if found:
        raise InvalidInput(found)


Searches = _learners(Occasion.FIND)
New = _learner(Occasion.REGISTER)
Changes = _learner(Occasion.UPDATE)
Numbered = _learner(Occasion.VERIFY, NUMBER_AND_NAMES)
Numbereds = _learners(Occasion.VERIFY, NUMBER_AND_NAMES)
