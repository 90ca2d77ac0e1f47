"""What is asked when somebody who has a number is enrolled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.dates import parse_iso
from rollbook.base.findings import Finding
from rollbook.web.portal.find.values import CodeOfMany, Day, LearnerForm, Text


class ChooseForm(LearnerForm):
    """When the learner starts, and under which identifier one's own system knows her."""

    start = Day(label=_("Start of the enrolment"))
    mis_identifier = Text(
        label=_("Identifier in your own system (optional)"), width=20,
        help_text=_("It comes back in lists and returns, so that you find the learner again."),
    )  # fmt: skip

    def day(self) -> date | None:
        """The day the enrolment starts, or None where that is none; then the form says so."""
        answers = {"start": self.value("start")}
        self.take(start_findings(answers))
        return start_of(answers)

    def mis(self) -> str:
        """The identifier as typed."""
        return self.value("mis_identifier")


class EnrolForm(ChooseForm):
    """The same, with the evidence of identity that was seen."""

    verification_type = CodeOfMany("verification_type", label=_("Evidence of identity you saw"))
    other_verification_description = Text(label=_("What it was, if it is another than those listed"))

    def evidence(self) -> dict[str, str]:
        """The evidence as the register takes it."""
        return {name: self.value(name) for name in ("verification_type", "other_verification_description")}


def start_of(answers: Mapping[str, str]) -> date | None:
    """The day the enrolment starts."""
    return parse_iso(answers.get("start", ""))


def start_findings(answers: Mapping[str, str]) -> list[Finding]:
    """What keeps the start of an enrolment from being a day."""
    if start_of(answers) is not None:
        return []
    if not answers.get("start"):
        return [
            Finding("missing", "start", gettext("The start of the enrolment is missing."), gettext("Give the day."))
        ]
    # In boxes the form says it in its own words.
    return [Finding("format", "start", gettext("This is not a date of the calendar."))]
