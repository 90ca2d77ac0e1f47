"""Forms for one exception: a reason, or the row's values to correct."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.web.portal.forms import DayField, LongText, PortalForm, Selection, TextField, typed_day
from rollbook.web.portal.sentences import said

FIRST = ("uln", "given_name", "middle_names", "family_name", "date_of_birth", "gender", "postcode")


class DecisionForm(PortalForm):
    """One of several forms on a page: its fields' ids begin with what it decides."""

    decision = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.decision}_%s", **kwargs})


class NewForm(DecisionForm):
    """Why no candidate is the learner."""

    decision = "new"
    reason = LongText(
        label=_("Why is none of them the learner?"),
        help_text=_("A reviewer reads this. Say what you have seen, without names or numbers."),
    )


class LeaveForm(DecisionForm):
    """Why a row gets no number."""

    decision = "leave"
    reason = LongText(
        label=_("Why is it left without a number?"), help_text=_("No names or numbers, please: the log keeps this.")
    )


class TogetherForm(LeaveForm):
    """Why all rows of one cause get no number."""

    decision = "together"


class CorrectForm(DecisionForm):
    """The values of a row under their headings. `first` are those said to be wrong, then those that often are."""

    decision = "correct"

    def __init__(self, row: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(row), **kwargs)
        self._before = row["values"]
        for column in row["columns"]:
            self.fields[column["heading"]] = _field(column, row["values"][column["heading"]])
        wrong = [column["heading"] for column in row["columns"] if column["is_wrong"]]
        known = [column["heading"] for column in row["columns"] if column["field"] in FIRST]
        self._first = [*wrong, *(heading for heading in known if heading not in wrong)]

    @property
    def first(self) -> list[Any]:
        """The fields that stand open."""
        return [self[heading] for heading in self._first]

    @property
    def others(self) -> list[Any]:
        """The fields behind a line that opens."""
        return [self[heading] for heading in self.fields if heading not in self._first]

    @property
    def changes(self) -> dict[str, str]:
        """What is different from the row as it stands, by heading."""
        return {name: value for name, value in self.cleaned_data.items() if value != self._before[name]}


def _initial(row: Mapping[str, Any]) -> dict[str, str]:
    """The values as the fields begin with them: a date in figures goes into its three boxes, read day first."""
    dates = {column["heading"] for column in row["columns"] if column["kind"] == "date"}
    return {name: typed_day(value, "", "") if name in dates else value for name, value in row["values"].items()}


def _field(column: Mapping[str, Any], value: str) -> Any:
    title = said(column["title"])
    if column["kind"] == "date":
        return DayField(label=title)
    if column["codes"]:
        choices = [("", gettext("not given")), *((code, f"{said(says)} ({code})") for code, says in column["codes"])]
        if value not in dict(choices):
            choices.append((value, gettext("%(value)s (not a code)") % {"value": value}))
        return Selection(label=title, choices=choices)
    return TextField(label=title, width=30, max_length=4000)
