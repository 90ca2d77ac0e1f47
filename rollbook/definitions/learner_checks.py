"""Checks a learner's details field by field: every wrong field is named at once, none stops the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from rollbook.base.findings import Finding
from rollbook.definitions.learner_fields import LearnerDefinition, LearnerField, Occasion, learner_definition
from rollbook.definitions.value_checks import CHECKS, finding


def check_learner(
    fields: Mapping[str, str | None], *, today: date, occasion: Occasion = Occasion.REGISTER
) -> list[Finding]:
    """Everything to say about a learner's details, in the order of the definition.

    `fields` maps field names (`given_name`, `date_of_birth` as YYYY-MM-DD...) to text; None and blanks alone count
    as empty. `occasion` decides which fields may not be empty. An empty list means that nothing is wrong; findings
    that are only warnings need not stop anything.
    """
    definition = learner_definition()
    findings = [_unknown(name) for name in fields if name not in definition.fields]
    for field in definition.fields.values():
        findings += _check_field(field, fields, today=today, occasion=occasion, definition=definition)
    findings += _check_other_verification(fields)
    return findings


def _check_field(
    field: LearnerField,
    fields: Mapping[str, str | None],
    *,
    today: date,
    occasion: Occasion,
    definition: LearnerDefinition,
) -> Iterator[Finding]:
    value: object = fields.get(field.name)
    if value is not None and not isinstance(value, str):
        yield finding("wrong_type", field, f"{field.title} must be text.", "Send it as a string.")
    elif is_empty(value):
        if _is_missed(field, fields, occasion, definition):
            yield finding("missing", field, f"{field.title} is missing.", "Give it and send again.")
    elif isinstance(value, str):
        yield from CHECKS[field.kind](field, value, today, occasion)


def _is_missed(
    field: LearnerField, fields: Mapping[str, str | None], occasion: Occasion, definition: LearnerDefinition
) -> bool:
    """May this empty field not be empty? An update may leave a field out, but not empty it."""
    if occasion not in field.needed or (occasion is Occasion.UPDATE and field.name not in fields):
        return False
    other = {"given_name": "family_name", "family_name": "given_name"}.get(field.name)
    if other is None or occasion not in definition.single_name:
        return True
    left_alone = occasion is Occasion.UPDATE and other not in fields
    return not left_alone and is_empty(fields.get(other))


def is_empty(value: object) -> bool:
    """Nothing, or nothing but blanks."""
    return value is None or (isinstance(value, str) and not value.strip(" "))


def _check_other_verification(fields: Mapping[str, str | None]) -> Iterator[Finding]:
    if fields.get("verification_type") == "999" and is_empty(fields.get("other_verification_description")):
        field = learner_definition().fields["other_verification_description"]
        yield finding(
            "missing",
            field,
            "Verification type 999 needs a description of the evidence.",
            "Say what evidence was seen.",
        )


def _unknown(name: str) -> Finding:
    return Finding("unknown_field", name[:50], "There is no such field.", "Check its spelling against the reference.")
