"""On the way to approval, as a task list: each check, the agreement, then purposes and the first super user."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rollbook.base.dates import parse_iso
from rollbook.base.errors import InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.organisations import purposes
from rollbook.organisations.approval import checks, most_text
from rollbook.service.actions import applications, approvals, invitations, organisations
from rollbook.service.models import Organisation
from rollbook.service.readers import organisations as reader
from rollbook.web.portal.asking import asked, offer, said_choices
from rollbook.web.portal.forms import Choices, DayField, LongText, PortalForm, Several, TextField, sent
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.users.inviting import shown_link

GUIDE = "bring-an-organisation-in"
YES, NO = "yes", "no"


class Seen(PortalForm):
    """What was seen, and what it means."""

    seen = LongText(label=_("What did you see, and where?"), max_length=most_text(), rows=4)
    passed = Choices(
        label=_("Does it speak for the organisation?"),
        choices=((YES, _("Yes")), (NO, _("No, it may not work until this is settled"))),
    )

    def clean_passed(self) -> str:
        if not self.cleaned_data["passed"]:
            raise ValidationError(gettext("Say yes or no."))
        return str(self.cleaned_data["passed"])


class Signed(PortalForm):
    """The agreement that was signed."""

    version = TextField(label=_("Which version of the agreement?"), width=10)
    signed_on = DayField(label=_("When was it signed?"))
    signatory = TextField(label=_("Who signed it?"))
    ends_on = DayField(label=_("When does it end?"), help_text=_("Leave it empty if it has no end."))


class Approve(PortalForm):
    """For what the organisation may look learners up, and who lets its people in."""

    purposes = Several(label=_("Which purposes does the agreement name?"))
    name = TextField(label=_("First super user: full name"))
    email = TextField(label=_("First super user: e-mail address"))

    def __init__(self, *args: Any, with_super_user: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ((code, each.says) for code, each in purposes().items() if not each.staff)
        offer(self, "purposes", said_choices(every))
        if not with_super_user:
            del self.fields["name"], self.fields["email"]


@page("approval", "govern", guide=GUIDE)
def tasks(request: PortalRequest, organisation_id: UUID) -> HttpResponse:
    """What is done and what is left."""
    state = reader.approval(organisation_id, by=request.by)
    return render(
        request, "portal/organisations/approval.html", {"area": "organisations", "state": state, "home": state.home}
    )


@page("check", "govern", guide=GUIDE)
def check(request: PortalRequest, organisation_id: UUID, code: str) -> HttpResponse:
    """One check: what to look up, and what was seen."""
    state = reader.approval(organisation_id, by=request.by)
    if code not in checks():
        raise NotFound("There is no such check.")
    form = Seen(sent(request))

    def work() -> str:
        given = form.cleaned_data
        approvals.check(state.home.ukprn, code, seen=given["seen"], passed=given["passed"] == YES, by=request.by)
        return _tasks(state.home)

    return asked(
        request, form, work, template="portal/organisations/check.html", **_around(state.home), state=state,
        check=checks()[code], made={each.code: made for each, made in state.checks}[code],
    )  # fmt: skip


@page("agreement", "govern", guide=GUIDE)
def agreement(request: PortalRequest, organisation_id: UUID) -> HttpResponse:
    """The agreement as it was signed."""
    home = reader.one(organisation_id, by=request.by)
    form = Signed(sent(request))

    def work() -> str:
        given = form.cleaned_data
        signed, ends = _day(given, "signed_on"), _day(given, "ends_on") if given["ends_on"] else None
        if signed is None:
            raise InvalidInput([Finding("date", "signed_on", "This has the day on which it was signed.", "Give it.")])
        organisations.sign(
            home.ukprn, version=given["version"], signed_on=signed, signatory=given["signatory"], ends_on=ends,
            by=request.by,
        )  # fmt: skip
        return _tasks(home)

    return asked(
        request, form, work, **_around(home), title=gettext("The agreement"), button=gettext("Keep the agreement"),
    )  # fmt: skip


@page("approve", "govern", guide=GUIDE)
def approve(request: PortalRequest, organisation_id: UUID) -> HttpResponse:
    """Ask for purposes and super user, show every answer once more, then let the organisation in."""
    state = reader.approval(organisation_id, by=request.by)
    if state.missing:
        return redirect("approval", organisation_id=organisation_id)
    contact = state.application
    now = {
        "purposes": state.home.purposes, "name": contact.contact_name if contact else "",
        "email": contact.contact_email if contact else "",
    }  # fmt: skip
    form = Approve(sent(request), with_super_user=not state.super_users, initial=now)
    if request.method == "POST" and "sure" not in request.POST and "again" not in request.POST and form.is_valid():
        chosen = [purposes()[code] for code in form.cleaned_data["purposes"]]
        return render(
            request, "portal/organisations/approve_check.html",
            {**_around(state.home), "answers": form, "state": state, "chosen": chosen, "home": state.home},
        )  # fmt: skip
    if "again" in request.POST:
        return render(request, "portal/organisations/approve.html", {**_around(state.home), "form": form})
    return asked(
        request, form, lambda: _let_in(request, state.home, form), template="portal/organisations/approve.html",
        **_around(state.home),
    )  # fmt: skip


def _let_in(request: PortalRequest, home: Organisation, form: Approve) -> str:
    given = form.cleaned_data
    _home, first = approvals.let_in(
        home.ukprn, for_purposes=given["purposes"], email=given.get("email", ""), name=given.get("name", ""),
        by=request.by,
    )  # fmt: skip
    messages.success(request, gettext("{name} is approved.").format(name=home.name))
    if first is None:
        return reverse("organisation", args=[home.pk])
    return shown_link(request, first, invitations.invite(first, by=request.by))


@page("see_application", "govern", guide=GUIDE)
@require_POST
def see(request: PortalRequest, application_id: UUID) -> HttpResponse:
    """Mark a further application as looked at."""

    def work() -> str:
        return reverse("organisation", args=[applications.see(application_id, by=request.by).organisation_id])

    return once(request, work, by=request.by)


def _day(given: dict[str, Any], field: str) -> date | None:
    day = parse_iso(given[field])
    if day is None and given[field]:
        raise InvalidInput([Finding("date", field, "This is not a date.", "Give day, month and year.")])
    if field == "signed_on" and day is not None and day > timezone.localdate():
        raise InvalidInput([Finding("date", field, "This day is not here yet.", "Check it.")])
    return day


def _tasks(home: Organisation) -> str:
    return reverse("approval", args=[home.pk])


def _around(home: Organisation) -> dict[str, Any]:
    trail = [
        (gettext("Organisations"), reverse("organisations")), (home.name, reverse("organisation", args=[home.pk])),
        (gettext("Approval"), _tasks(home)),
    ]  # fmt: skip
    return {"area": "organisations", "trail": trail}
