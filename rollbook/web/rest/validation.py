"""What is wrong with the shape of a request, in sentences of our own: the validator's would quote the input."""

from __future__ import annotations

from typing import Any

from ninja.errors import ValidationError

from rollbook.base.findings import Finding, Position
from rollbook.web.rest.learner_input import LEARNER
from rollbook.web.rest.problems import placed

# What the validator calls it: our rule, sentence and mend.
SAYS: dict[str, tuple[str, str, str]] = {
    "missing": ("missing", "This is needed.", "Add it."),
    "extra_forbidden": ("unknown_field", "There is no such field.", "Check its spelling against the description."),
    "string_type": ("not_text", "This must be text.", "Put the value in quotation marks."),
    "string_too_long": ("too_long", "This text is too long.", "Shorten it; the description gives the limit."),
    "string_too_short": ("missing", "This is empty.", "Fill it in."),
    "dict_type": ("not_an_object", "This must be a JSON object.", "Compare it with the description."),
    "model_attributes_type": ("not_an_object", "This must be a JSON object.", "Compare it with the description."),
    "list_type": ("not_a_list", "This must be a list.", "Put it in square brackets."),
    "too_long": ("too_many", "The list is longer than this address takes.", "Send several requests, or a batch file."),
    "too_short": ("missing", "The list is empty.", "Send at least one learner."),
    "int_type": ("not_a_number", "This must be a whole number.", "Leave out the quotation marks."),
    "int_parsing": ("not_a_number", "This must be a whole number.", "Write it in digits."),
    "bool_type": ("not_true_or_false", "This must be true or false.", "Leave out the quotation marks."),
    "uuid_parsing": ("not_an_id", "This is not an id of ours.", "Copy it from an earlier answer."),
}
# Our own validators' reasons.
OURS: dict[str, tuple[str, str, str]] = {
    "character": ("character", "A character in this value is not text.", "Type the value again."),
    "day": ("date", "This is not a day of the calendar written as YYYY-MM-DD.", "Write it like 2026-09-01."),
    "moment": ("date", "This is not a moment with its offset from UTC.", "Write it like 2026-09-01T12:00:00Z."),
}
ANYTHING = ("not_as_described", "The value is not of the kind described.", "Compare it with /api/openapi.json.")


def findings_of(error: ValidationError) -> list[Finding]:
    """One finding for each place the validator named."""
    return list(dict.fromkeys(finding for each in error.errors for finding in _findings(each)))


def _findings(each: dict[str, Any]) -> list[Finding]:
    source, *steps = each["loc"]
    if source == "body":
        steps = steps[1:]  # the first step is the name the view gives its body
    path = [str(step)[:50] for step in steps] or [""]
    if each["type"] == LEARNER:
        return placed(each["ctx"]["findings"], "/".join(path))
    rule, says, fix = _sentences(each)
    where = source if source in ("query", "header") else "/".join(path[:-1])
    return [Finding(rule, path[-1], says, fix, position=Position(record=where))]


def _sentences(each: dict[str, Any]) -> tuple[str, str, str]:
    if each["type"] == "value_error":
        reason = str(each.get("ctx", {}).get("error", ""))
        return OURS.get(reason, ("uln", reason, "Copy the number again from the record it came from."))
    return SAYS.get(each["type"], ANYTHING)
