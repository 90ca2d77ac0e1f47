"""What changes an organisation: suspended, closed, somebody else now; its sectors and its links with others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rollbook.service.actions import approvals, organisations
from rollbook.service.models import Organisation
from rollbook.service.readers import organisations as reader
from rollbook.web.portal.asking import asked
from rollbook.web.portal.forms import Choices, LongText, NumberText, PortalForm, TextField, sent
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page

GUIDE = "bring-an-organisation-in"


class Why(PortalForm):
    """A reason that stays on record."""

    reason = LongText(label=_("Why?"), help_text=_("Its people see this reason. No personal details."))


class Identity(PortalForm):
    """Who the organisation is now."""

    name = TextField(label=_("Name"))
    company_number = TextField(label=_("Company or charity number"), width=10)
    register_status = TextField(label=_("Status at the register of learning providers"), width=20)
    reason = LongText(label=_("Where did you see the change?"))


class NewSector(PortalForm):
    """A part with users of its own."""

    one_question = True
    name = TextField(
        label=_("What is the sector called?"), help_text=_("A part of your organisation with users of its own."),
    )  # fmt: skip


class NewLink(PortalForm):
    """The other organisation and what it is to this one."""

    ukprn = NumberText(label=_("UKPRN of the member or subcontractor"), width=10)
    kind = Choices(
        label=_("What is it to this organisation?"),
        choices=(("subcontractor", _("Its subcontractor")), ("consortium", _("A member of the consortium it leads"))),
    )


@page("suspend_organisation", "govern", guide=GUIDE)
def suspend(request: PortalRequest, organisation_id: UUID) -> HttpResponse:
    """Ask why, then stop every credential of an organisation."""
    return _stop(
        request, organisation_id, organisations.suspend, title=gettext("Suspend {name}"), button=gettext("Suspend"),
        lead=gettext("Its people and its programs are refused from their next request on. It can be approved again."),
        done=gettext("The organisation is suspended."),
    )  # fmt: skip


@page("close_organisation", "govern", guide=GUIDE)
def close(request: PortalRequest, organisation_id: UUID) -> HttpResponse:
    """Ask why, then end an organisation's part for good."""
    return _stop(
        request, organisation_id, organisations.close, title=gettext("Close {name}"), button=gettext("Close for good"),
        lead=gettext("Its part in the register ends for good. What it did stays on record."),
        done=gettext("The organisation is closed."),
    )  # fmt: skip


@page("change_organisation", "govern", guide=GUIDE)
def change(request: PortalRequest, organisation_id: UUID) -> HttpResponse:
    """Record that an organisation is somebody else now."""
    home = reader.one(organisation_id, by=request.by)
    was = home.identities.order_by("-at", "-id").first()
    now = {"name": home.name}
    if was is not None:
        now |= {"company_number": was.company_number, "register_status": was.register_status}
    form = Identity(sent(request), initial=now)

    def work() -> str:
        given = {name: form.cleaned_data[name] for name in ("name", "company_number", "register_status")}
        approvals.change_identity(home.ukprn, **given, reason=form.cleaned_data["reason"], by=request.by)
        messages.success(request, gettext("The change is recorded. The organisation works again when it is approved."))
        return reverse("approval", args=[home.pk])

    return asked(
        request, form, work, **_around(home, request), title=gettext("Who is this organisation now?"),
        button=gettext("Record the change"), danger=home.status == Organisation.Status.APPROVED,
        note=gettext("A change suspends the organisation until every check has been made anew and it is approved."),
    )  # fmt: skip


@page("add_sector", "sectors", guide="manage-users")
def add_sector(request: PortalRequest, organisation_id: UUID) -> HttpResponse:
    """Add a sector to one's own organisation, or to any for an operator."""
    home = reader.one(organisation_id, by=request.by)
    organisations.require_whole(home.ukprn, by=request.by)
    form = NewSector(sent(request))

    def work() -> str:
        made = organisations.add_sector(home.ukprn, form.cleaned_data["name"], by=request.by)
        messages.success(request, gettext("The sector {name} is there. Invite its users.").format(name=made.name))
        return _address(home)

    return asked(
        request, form, work, template="portal/organisations/one_question.html", **_around(home, request),
        button=gettext("Add the sector"),
    )  # fmt: skip


@page("link_organisation", "govern", guide=GUIDE)
def link(request: PortalRequest, organisation_id: UUID) -> HttpResponse:
    """Link another organisation to this one."""
    home = reader.one(organisation_id, by=request.by)
    form = NewLink(sent(request))

    def work() -> str:
        given = form.cleaned_data
        organisations.link(
            given["ukprn"].strip(), home.ukprn, kind=given["kind"], since=timezone.localdate(), by=request.by
        )
        messages.success(request, gettext("The link is recorded. Each still sees only its own."))
        return _address(home)

    return asked(
        request, form, work, **_around(home, request), title=gettext("Link an organisation"),
        button=gettext("Link"),
    )  # fmt: skip


@page("end_link", "govern", guide=GUIDE)
@require_POST
def end_link(request: PortalRequest, link_id: int) -> HttpResponse:
    """End a link today."""

    def work() -> str:
        ended = organisations.end_link(link_id, until=timezone.localdate(), by=request.by)
        messages.success(request, gettext("The link has ended."))
        return _address(ended.lead)

    return once(request, work, by=request.by)


def _stop(
    request: PortalRequest, organisation_id: UUID, step: Any, *, title: str, lead: str, button: str, done: str
) -> HttpResponse:
    home, form = reader.one(organisation_id, by=request.by), Why(sent(request))

    def work() -> str:
        step(home.ukprn, reason=form.cleaned_data["reason"], by=request.by)
        messages.success(request, done)
        return _address(home)

    return asked(
        request, form, work, **_around(home, request), title=title.format(name=home.name), lead=lead, button=button,
        danger=True,
    )  # fmt: skip


def _address(home: Organisation) -> str:
    return reverse("organisation", args=[home.pk])


def _around(home: Organisation, request: PortalRequest) -> dict[str, Any]:
    governs = request.by.may("govern")
    above = (gettext("Organisations"), reverse("organisations")) if governs else (gettext("Users"), reverse("users"))
    return {"area": "organisations" if governs else "users", "trail": [above, (home.name, _address(home))]}
