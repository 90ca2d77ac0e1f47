"""Every finding that a learner's details can meet with, each with a value that leads to it: for the reference."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rollbook.base.findings import Finding
from rollbook.definitions.learner_checks import check_learner
from rollbook.definitions.learner_fields import LearnerField, Occasion, learner_definition
from rollbook.definitions.value_checks import CHECKS

_VALUES = Path(__file__).parent / "wrong_values.toml"


def known_findings(*, today: date) -> list[Finding]:
    """One finding for each field, rule and sentence, in the order of the fields. Their values are invented."""
    wrong = tomllib.loads(_VALUES.read_text("utf-8"))
    found: dict[tuple[str, str, str], Finding] = {}
    for each in _all(wrong, today):
        found.setdefault((each.field, each.rule, each.says), each)
    return list(found.values())


def _all(wrong: dict[str, dict[str, list[str]]], today: date) -> Iterator[Finding]:
    empty = check_learner({}, today=today, occasion=Occasion.REGISTER)
    for field in learner_definition().fields.values():
        yield from (each for each in empty if each.field == field.name)
        for value in [*wrong[field.kind]["values"], *_too_long(field)]:
            yield from CHECKS[field.kind](field, value, today, Occasion.REGISTER)
    also: dict[str, object] = {"verification_type": "999", "shoe_size": "5", "given_name": 5}
    yield from check_learner(also, today=today, occasion=Occasion.FIND_BY_ULN)  # type: ignore[arg-type]


def _too_long(field: LearnerField) -> list[str]:
    return [] if field.kind in ("date", "code", "postcode", "uln") else ["A" * (field.max_length + 1)]
