"""The names a learner also goes by: a list of objects in a request, one text in the fields of a learner."""

from __future__ import annotations

from typing import Any

from rollbook.base.findings import Finding
from rollbook.definitions import learner_definition
from rollbook.definitions.name_lists import PARTS

FIELD = "alternative_names"
NAMES = ("given_name", "family_name")


def names_as_text(learner: dict[str, Any]) -> tuple[dict[str, Any], list[Finding]]:
    """The learner with the list as text (empty where it cannot be read), and what is wrong with the list."""
    names = learner.get(FIELD)
    if names is None:
        return learner, []
    if isinstance(names, list) and all(map(_is_name, names)):
        text = ";".join("|".join(name.get(part, "") for part in NAMES) for name in names)
        return {**learner, FIELD: text}, []
    says = "This must be a list of objects with given_name or family_name, each a text of at most 35 characters."
    return {**learner, FIELD: ""}, [Finding("not_names", FIELD, says, "Leave out the signs ; and | too.")]


def _is_name(name: object) -> bool:
    return isinstance(name, dict) and bool(name) and name.keys() <= set(NAMES) and all(map(_fits, name.values()))


def _fits(value: object) -> bool:
    longest = learner_definition().fields[FIELD].max_length
    return isinstance(value, str) and len(value) <= longest and not any(sign in value for sign in PARTS)
