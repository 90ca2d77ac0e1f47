"""The register's team: objections and reports of two people that wait, and the decision of each with its reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import InvalidInput, NotFound
from rollbook.register.consequences import NAMES
from rollbook.register.objections import kinds, ways
from rollbook.service.actions.learners.objections import settle_objection, settle_two_people
from rollbook.service.actions.learners.read import read
from rollbook.service.readers import objections as reader
from rollbook.web.portal.forms import Choices, LongText, PortalForm, sent
from rollbook.web.portal.learners import values
from rollbook.web.portal.learners.changing_forms import as_initial, detail_field, differences
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page

OUTCOMES = {
    "upheld": _("The learner is right"),
    "refused": _("The record is right"),
    "withdrawn": _("The learner has taken it back"),
}


@page("objections", "objections", guide="object-for-a-learner", purpose=True)
def objections(request: PortalRequest) -> HttpResponse:
    """What waits, oldest first."""
    waiting = reader.waiting(by=request.by, purpose=request.purpose)
    context = {
        "area": "review",
        "waiting": [_in_words(each) for each in waiting],
        "two_people": reader.two_people(by=request.by, purpose=request.purpose),
    }
    return render(request, "portal/learners/objections.html", context)


class SettleForm(PortalForm):
    """How an objection ends, the detail as it is to be, and why."""

    outcome = Choices(label=_("How does it end?"), choices=list(OUTCOMES.items()))
    reason = LongText(label=_("Why?"), help_text=_("What you looked at. The learner can read it. No names."))

    def __init__(self, *args: Any, contested: str, is_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.details = _details_of(contested)
        if not is_open and not self.is_bound:  # upheld, and now the learner thinks otherwise
            self.fields["outcome"].choices = [("withdrawn", OUTCOMES["withdrawn"])]  # type: ignore[attr-defined]
        for name in self.details:
            self.fields[name] = detail_field(name)
        self.order_fields(["outcome", *self.details, "reason"])

    def answers(self) -> dict[str, str]:
        """The contested detail as answered."""
        return {name: str(self.cleaned_data.get(name) or "") for name in self.details}


@page("settle_objection", "objections", guide="object-for-a-learner", purpose=True)
def settle(request: PortalRequest, objection_id: UUID) -> HttpResponse:
    """Decide one objection."""
    asked = next(iter(reader.of_one(objection_id, by=request.by)), None)
    if asked is None or (_is_over(asked) and request.method != "POST"):  # a form sent twice is answered as before
        raise NotFound("There is no such objection that waits.", fix="Begin at the list of objections.")
    record = read(asked["uln"], by=request.by, purpose=request.purpose)
    contested = asked["field"] if asked["kind"] == "detail" else ""
    form = SettleForm(sent(request), contested=contested, is_open=asked["is_open"], initial=as_initial(record))

    def work() -> str:
        outcome = form.cleaned_data["outcome"]
        given = differences(record, {**form.answers()}) if outcome == "upheld" else {}
        settle_objection(
            objection_id, outcome, reason=form.cleaned_data["reason"], fields=given, by=request.by,
            purpose=request.purpose,
        )  # fmt: skip
        messages.success(request, gettext("The objection is settled."))
        return reverse("objections")

    if request.method == "POST" and form.is_valid():
        try:
            return once(request, work, by=request.by)
        except InvalidInput as error:
            form.take(error.findings)
    context = {
        "area": "review", "trail": [(_("Objections"), reverse("objections"))], "form": form, "asked": _in_words(asked),
        "stands": values.in_words(asked["field"], record.get(asked["field"])) if asked["field"] else "",
    }  # fmt: skip
    return render(request, "portal/learners/settle.html", context)


class TwoPeopleForm(PortalForm):
    """What was found and done."""

    one_question = True
    reason = LongText(
        label=_("What did you find, and what did you do?"),
        help_text=_("Such as a link undone, a detail given back, a new number. No names."),
    )


@page("settle_two_people", "objections", guide="report-a-duplicate", purpose=True)
def two_people(request: PortalRequest, report_id: UUID) -> HttpResponse:
    """Close a report of two people under one number."""
    form = TwoPeopleForm(sent(request))

    def work() -> str:
        settle_two_people(report_id, reason=form.cleaned_data["reason"], by=request.by, purpose=request.purpose)
        messages.success(request, gettext("The report is settled."))
        return reverse("objections")

    if request.method == "POST" and form.is_valid():
        try:
            return once(request, work, by=request.by)
        except InvalidInput as error:
            form.take(error.findings)
    context = {"area": "review", "trail": [(_("Objections"), reverse("objections"))], "form": form,
               "title": _("Settle a report"), "button": _("Settle the report")}  # fmt: skip
    return render(request, "portal/learners/form.html", context)


def _details_of(contested: str) -> tuple[str, ...]:
    """A name is one detail: both halves may change with it."""
    return NAMES if contested in NAMES else (contested,) if contested else ()


def _is_over(each: dict[str, Any]) -> bool:
    stands_on = each["kind"] == "sharing" and each["is_in_force"]
    return not (each["is_open"] or stands_on)


def _in_words(each: dict[str, Any]) -> dict[str, Any]:
    return {
        **each,
        "what": kinds()[each["kind"]].says,
        "how": ways().get(each["said_how"], ""),
        "detail": values.title_of(each["field"]) if each["field"] else "",
    }
