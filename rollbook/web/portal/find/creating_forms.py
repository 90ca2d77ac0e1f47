"""The pages that ask what a new learner's record needs beside her details, each with its own few questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding
from rollbook.definitions.learner_fields import Occasion
from rollbook.service.actions.learners.changing import refuse_unseen
from rollbook.service.actions.learners.fields import errors, notice_errors
from rollbook.web.portal.find.carrying import ABOUT, EVIDENCE, details_of
from rollbook.web.portal.find.deciding_forms import ChooseForm, start_findings
from rollbook.web.portal.find.values import Code, Day, LearnerForm, Text
from rollbook.web.portal.forms import LongText

LONGEST_REASON = 400


class Reason(LearnerForm):
    """Why the possible matches are passed over."""

    one_question = True
    override = LongText(
        label=_("Why is none of them your learner?"), max_length=None,
        help_text=_("Say what you compared, without names or dates. A reviewer reads it. For example: "
                    "“Twin sister; both were here with their passports.”"),
    )  # fmt: skip


class About(LearnerForm):
    """Title and address."""

    title = Text(label=_("Title (optional)"), width=10)
    address_line_1 = Text(label=_("Address line 1 (optional)"))
    address_line_2 = Text(label=_("Address line 2 (optional)"))
    address_town = Text(label=_("Town (optional)"), width=20)
    address_county_or_city = Text(label=_("County or city (optional)"), width=20)
    date_of_address_capture = Day(label=_("When the address was given (optional)"))


class Evidence(LearnerForm):
    """The evidence of identity that was seen."""

    verification_type = Code("verification_type", label=_("Which evidence of identity did you see?"))
    other_verification_description = Text(label=_("What it was, if it is another than those listed"))


class Notice(LearnerForm):
    """The privacy notice the learner was given, and what she chose."""

    ability_to_share = Code(
        "ability_to_share", label=_("Has the learner seen the privacy notice, and what was chosen?")
    )
    notice_version = Text(
        label=_("Version of the privacy notice"), width=20,
        help_text=_("It is printed on the notice, for example 2026-1. Leave it empty if no notice was given."),
    )  # fmt: skip


class Starting(ChooseForm):
    """The enrolment that the number is given for."""


STEPS: dict[str, type[LearnerForm]] = {
    "reason": Reason, "about": About, "evidence": Evidence, "notice": Notice, "enrolment": Starting,
}  # fmt: skip
TITLES = {
    "reason": _("Why is none of them your learner?"),
    "about": _("Title and address"),
    "evidence": _("Evidence of identity"),
    "notice": _("Privacy notice"),
    "enrolment": _("The enrolment"),
}


# How an answer is called on the page that shows all of them, where that is not its title in the register.
CALLED = {
    "override": _("Reason"),
    "verification_type": _("What you saw"),
    "other_verification_description": _("What it was"),
    "ability_to_share": _("Ability to share"),
    "notice_version": _("Version of the notice"),
    "start": _("Start"),
    "mis_identifier": _("Identifier in your own system"),
}


def steps_of(answers: Mapping[str, str]) -> list[str]:
    """The pages of this journey: the reason only where matches are passed over."""
    return [name for name in STEPS if name != "reason" or answers.get("passed")]


def findings_of(step: str, answers: Mapping[str, str], *, today: date) -> list[Finding]:
    """What is wrong with the answers of one page, by the register's own checks."""
    wanted = STEPS[step].base_fields
    found = errors(fields_of(answers), today=today, occasion=Occasion.REGISTER)
    if step == "reason":
        found = _reason_findings(answers.get("override", ""))
    if step == "notice":
        found += notice_errors(answers.get("notice_version", ""))
    if step == "enrolment":
        found += start_findings(answers)
    return [each for each in found if each.field in wanted]


def fields_of(answers: Mapping[str, str]) -> dict[str, str]:
    """A learner's fields as a registration takes them."""
    more = {
        name: answers[name] for name in (*ABOUT, *EVIDENCE, "ability_to_share", "mis_identifier") if answers.get(name)
    }
    return {**details_of(answers), **more}


def _reason_findings(reason: str) -> list[Finding]:
    if not reason.strip():
        fix = gettext("Say why none of the learners is yours.")
        return [Finding("missing", "override", gettext("The reason is missing."), fix)]
    if len(reason) > LONGEST_REASON:
        says = gettext("The reason has %(count)s characters; at most %(most)s are kept.")
        counted = says % {"count": f"{len(reason):,}", "most": LONGEST_REASON}
        return [Finding("too_long", "override", counted, gettext("Shorten it."))]
    try:
        refuse_unseen(reason, "override")
    except InvalidInput as refused:
        return list(refused.findings)
    return []
