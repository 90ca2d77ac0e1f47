"""Clients: the software of an organisation that asks by itself. A secret is shown once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rollbook.organisations import purposes, roles
from rollbook.service.actions import clients
from rollbook.service.models import Client
from rollbook.service.readers import users as reader
from rollbook.web.portal.asking import asked, offer, role_choices, said_choices
from rollbook.web.portal.forms import Choices, PortalForm, Several, TextField, sent
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.users.person import Why
from rollbook.web.portal.users.shown_once import keep, take

GUIDE = "manage-users"


class NewClient(PortalForm):
    """What a new client is called and may do."""

    name = TextField(label=_("What is the software called?"), max_length=200)
    role = Choices(label=_("What will it do?"))
    purposes = Several(label=_("For which purposes?"))

    def __init__(self, *args: Any, agreed: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "role", role_choices(staff=False, human=False))
        offer(self, "purposes", said_choices((code, purposes()[code].says) for code in agreed))


@page("clients", "users", guide=GUIDE)
def listed(request: PortalRequest) -> HttpResponse:
    """The clients of the organisation, or of all for an operator."""
    found = clients.clients(by=request.by)
    may_make = request.by.organisation is not None and request.by.sector is None
    return render(request, "portal/users/clients.html", {"area": "users", "found": found, "may_make": may_make})


@page("new_client", "users", guide=GUIDE)
def new(request: PortalRequest) -> HttpResponse:
    """Make a client of one's own organisation."""
    request.by.require_organisation()
    home, _sectors = reader.homes(by=request.by)
    agreed = sorted(home.purposes) if home else []
    form = NewClient(sent(request), agreed=agreed, initial={"purposes": agreed})

    def work() -> str:
        given = form.cleaned_data
        made = clients.create(given["name"], role=given["role"], for_purposes=given["purposes"], by=request.by)
        keep(request, client=made.client_id, secret=made.secret)
        return reverse("client", args=[made.client_id])

    return asked(
        request, form, work, **_around(), title=gettext("Make a client"), button=gettext("Make the client"),
        lead=gettext("Software signs in by an id and a secret. Each program has a client of its own."),
    )  # fmt: skip


@page("client", "users", guide=GUIDE)
def client(request: PortalRequest, client_id: str) -> HttpResponse:
    """One client; just made, with its secret."""
    found = reader.machine(client_id, by=request.by)
    kept = take(request)
    context = {
        "area": "users", "found": found, "role": roles()[found.client.role],
        "secret": kept.get("secret", "") if kept.get("client") == found.client.client_id else "",
        "subject": f"client:{found.client.client_id}",
        "purposes": [purposes()[code] for code in found.client.purposes if code in purposes()],
    }  # fmt: skip
    return render(request, "portal/users/client.html", context)


@page("suspend_client", "users", guide=GUIDE)
def suspend(request: PortalRequest, client_id: str) -> HttpResponse:
    """Ask why, then refuse the client and its tokens."""
    found, form = reader.machine(client_id, by=request.by).client, Why(sent(request))

    def work() -> str:
        clients.suspend(found.client_id, reason=form.cleaned_data["reason"], by=request.by)
        messages.success(request, gettext("The client is suspended. Its next request is refused."))
        return _address(found)

    return asked(
        request, form, work, **_around(found), title=gettext("Suspend {name}").format(name=found.name),
        lead=gettext("Every token it has is refused from the next request on."), button=gettext("Suspend"), danger=True,
    )  # fmt: skip


@page("restore_client", "users", guide=GUIDE)
@require_POST
def restore(request: PortalRequest, client_id: str) -> HttpResponse:
    """Let a client work again."""
    found = reader.machine(client_id, by=request.by).client

    def work() -> str:
        clients.restore(found.client_id, by=request.by)
        messages.success(request, gettext("The client can work again, with the secret it has."))
        return _address(found)

    return once(request, work, by=request.by)


def _address(found: Client) -> str:
    return reverse("client", args=[found.client_id])


def _around(found: Client | None = None) -> dict[str, Any]:
    trail = [(gettext("Users"), reverse("users")), (gettext("Clients"), reverse("clients"))]
    return {"area": "users", "trail": trail if found is None else [*trail, (found.name, _address(found))]}
