"""What stands beside the list of exceptions for one row: its details as they are compared, and its forms."""

from __future__ import annotations

from typing import Any

from rollbook.definitions import learner_definition
from rollbook.register.words import TITLES
from rollbook.service.actions.learners.read import SHOWN_OF_A_CANDIDATE
from rollbook.web.portal.batches.settling_forms import CorrectForm, DecisionForm, LeaveForm, NewForm
from rollbook.web.portal.forms import PortalForm
from rollbook.web.portal.sentences import said
from rollbook.web.portal.tags import day

FIVE = ("given_name", "family_name", "date_of_birth", "gender", "postcode")


def beside(row: dict[str, Any], form: PortalForm | None, stored: dict[str, Any] | None) -> dict[str, Any]:
    """Context for a row. `form` is the one that was refused, `stored` a candidate's details, asked for."""
    codes = {column["field"]: dict(column["codes"]) for column in row["columns"]}
    values = {
        column["field"]: _shown(row["values"][column["heading"]], codes[column["field"]]) for column in row["columns"]
    }
    refused = form.decision if isinstance(form, DecisionForm) else ""
    return {
        "asked": _asked(values),
        "stored": _side_by_side(values, stored, codes) if stored else [],
        "stored_uln": stored["uln"] if stored else "",
        "contested": stored["contested"] if stored else [],
        "new_form": form if refused == "new" else NewForm(),
        "leave_form": form if refused == "leave" else LeaveForm(),
        "correct_form": form if refused == "correct" else CorrectForm(row),
        "opens": refused,
    }


def _asked(values: dict[str, str]) -> list[tuple[str, str, str]]:
    """The details that are compared: the five, and whatever else the row says."""
    fields = learner_definition().fields
    compared = [name for name in TITLES.values() if name in values]
    return [(name, fields[name].title, values[name]) for name in compared if values[name] or name in FIVE]


def _side_by_side(
    values: dict[str, str], stored: dict[str, Any], codes: dict[str, dict[str, str]]
) -> list[tuple[str, str, str]]:
    fields = learner_definition().fields
    return [
        (fields[name].title, values.get(name, ""), _shown(stored[name], codes.get(name, {})))
        for name in SHOWN_OF_A_CANDIDATE
    ]


def _shown(value: Any, codes: dict[str, str]) -> str:
    """A value as people read it: a date in words, a code with its meaning."""
    return said(codes[value]) if value in codes else day(value)
