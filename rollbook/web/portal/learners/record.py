"""One learner's record: everything the caller may know of her on one page, and what can be done from there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.dates import parse_iso
from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding
from rollbook.definitions.code_sets import code_set
from rollbook.register.objections import kinds
from rollbook.service.actions.learners import enrolments
from rollbook.service.actions.learners.read import read
from rollbook.service.readers.learner_page import LearnerPage, learner_page
from rollbook.web.portal.forms import DayField, PortalForm, TextField, sent
from rollbook.web.portal.learners import values
from rollbook.web.portal.learners.address import as_nobody, record_address, trail, uln_of
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page


@page("learner", "read", guide="read-a-learner", purpose=True)
def learner(request: PortalRequest, address: str) -> HttpResponse:
    """The record a number leads to."""
    uln = uln_of(address, by=request.by)
    with as_nobody():
        found = learner_page(uln, by=request.by, purpose=request.purpose)
    if found.uln != uln:  # one learner, one address: that of the number that survives
        return redirect(record_address(found.uln))
    context = {"area": "learners", "trail": trail(by=request.by), "found": found, **_shown(request, found)}
    return render(request, "portal/learners/record.html", context)


def _shown(request: PortalRequest, found: LearnerPage) -> dict[str, Any]:
    record = found.record
    return {
        "name": " ".join(part for part in (record[name] for name in values.NAMES[1:]) if part),
        "groups": [
            (title, values.rows(record, names, found.contested))
            for title, names in ((_("Names"), (*values.NAMES, *values.OTHER_NAMES)), (_("About"), values.ABOUT),
                                 (_("Address"), values.ADDRESS), (_("Sharing"), values.SHARING))
        ],
        "evidence": [{**each, "says": code_set("verification_type").meaning(each["type"])} for each in found.evidence],
        "notices": [{**each, "says": code_set("ability_to_share").meaning(each["ability"])} for each in found.notices],
        "objections": [
            {**each, "what": kinds()[each["kind"]].says, "detail": each["field"] and values.title_of(each["field"])}
            for each in found.objections
        ],
        "is_contested": bool(found.contested) or any(each["is_open"] for each in found.objections),
        "may": {name: request.by.may(name) for name in ("update", "enrol", "report", "object", "delete")},
    }  # fmt: skip


class EnrolForm(PortalForm):
    """From when the learner learns here, and what our own system calls her."""

    start = DayField(label=_("When does the learner start?"))
    mis_identifier = TextField(label=_("Identifier in your own system (optional)"), width=20, max_length=128)


class EndForm(PortalForm):
    """The day an enrolment ends."""

    one_question = True
    end = DayField(label=_("When does the enrolment end?"))


@page("learner_enrol", "enrol", guide="read-a-learner", purpose=True)
def enrol(request: PortalRequest, address: str) -> HttpResponse:
    """Add an enrolment of a learner one holds."""
    uln = uln_of(address, by=request.by)
    form = EnrolForm(sent(request), initial={"start": timezone.localdate().isoformat()})

    def work() -> str:
        start = _day(form.cleaned_data["start"], "start")
        known = read(uln, by=request.by, purpose=request.purpose)
        asked = {"uln": str(uln), "given_name": known["given_name"], "family_name": known["family_name"]}
        made = enrolments.enrol(
            asked, start=start, mis_identifier=form.cleaned_data["mis_identifier"], by=request.by,
            purpose=request.purpose,
        )  # fmt: skip
        if made.pk in {each["id"] for each in known["enrolments"]}:
            messages.info(request, gettext("The learner is enrolled from that day already. Nothing was added."))
        else:
            messages.success(request, gettext("The enrolment is added."))
        return record_address(uln)

    if request.method == "POST" and form.is_valid():
        try:
            return once(request, work, by=request.by)
        except InvalidInput as error:
            form.take(error.findings)
    context = {"area": "learners", "trail": trail(by=request.by, uln=uln), "form": form,
               "title": _("Add an enrolment"), "button": _("Add the enrolment")}  # fmt: skip
    return render(request, "portal/learners/form.html", context)


@page("learner_end_enrolment", "enrol", guide="read-a-learner", purpose=True)
def end(request: PortalRequest, address: str, enrolment_id: UUID) -> HttpResponse:
    """End one of one's own enrolments on a day."""
    uln = uln_of(address, by=request.by)
    form = EndForm(sent(request), initial={"end": timezone.localdate().isoformat()})

    def work() -> str:
        on = _day(form.cleaned_data["end"], "end")
        enrolments.end(enrolment_id, on=on, by=request.by, purpose=request.purpose)
        messages.success(request, gettext("The enrolment ends on the day you gave."))
        return record_address(uln)

    if request.method == "POST" and form.is_valid():
        try:
            return once(request, work, by=request.by)
        except InvalidInput as error:
            form.take(error.findings)
    context = {"area": "learners", "trail": trail(by=request.by, uln=uln), "form": form,
               "title": _("End an enrolment"), "button": _("End the enrolment")}  # fmt: skip
    return render(request, "portal/learners/form.html", context)


def _day(text: str, field: str) -> Any:
    day = parse_iso(text)
    if day is None:
        raise InvalidInput([Finding("no_date", field, "This is not a date.", "Give day, month and year in figures.")])
    return day
