"""Invite somebody: who they are and what they will do, checked, made, and the link to pass on shown once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.organisations import Caller
from rollbook.service.actions import invitations, users
from rollbook.service.models import Organisation, User
from rollbook.service.readers import organisations
from rollbook.service.readers import users as reader
from rollbook.web.portal.asking import asked, offer, role_choices
from rollbook.web.portal.forms import Choices, PortalForm, Selection, TextField, sent
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.users.shown_once import keep, take

TRAIL_START = (_("Users"), "users")


class Invite(PortalForm):
    """Who is invited. The sector is asked only where there are sectors to choose from."""

    name = TextField(label=_("Full name"), max_length=200)
    email = TextField(
        label=_("E-mail address"), max_length=254,
        help_text=_("Their own address at work. Nothing is sent to it: you pass the link on."),
    )  # fmt: skip
    role = Choices(label=_("What will they do?"))
    sector = Selection(label=_("Sector"))

    def __init__(self, *args: Any, staff: bool, sectors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "role", role_choices(staff=staff))
        offer(self, "sector", sectors)

    def clean_role(self) -> str:
        return str(self.cleaned_data.get("role") or "")


@page("invite", "users", guide="manage-users")
def invite(request: PortalRequest) -> HttpResponse:
    """Make a user of one's own organisation; an operator names the organisation on its page."""
    home = _home(request)
    sectors = sectors_of(home, by=request.by)
    form = Invite(sent(request), staff=home is None, sectors=sectors)

    def work() -> str:
        given = form.cleaned_data
        new = users.NewUser(
            given["email"], given["name"], given["role"], home.ukprn if home else "", given.get("sector", "")
        )
        made = users.create(new, by=request.by)
        return shown_link(request, made, invitations.invite(made, by=request.by))

    title = gettext("Invite a user")
    where = home.name if home else gettext("the register’s team")
    lead = gettext("They will work for {where}.").format(where=where)
    return asked(
        request, form, work, area="users", title=title, lead=lead, button=gettext("Make the user"),
        trail=[(gettext("Users"), reverse("users"))],
    )  # fmt: skip


def shown_link(request: PortalRequest, user: User, path: str) -> str:
    """Keep a link for its page, and the address of that page."""
    keep(request, user=str(user.pk), path=path)
    return reverse("user_link", args=[user.pk])


@page("user_link", "users", guide="manage-users")
def link(request: PortalRequest, user_id: UUID) -> HttpResponse:
    """The link that was just made, large and once."""
    found = users.user(user_id, by=request.by)
    kept = take(request)
    if kept.get("user") != str(found.pk):
        messages.info(request, gettext("A link is shown once. If it was lost, make a new one: that ends the old one."))
        return redirect("user", user_id=found.pk)
    address = request.build_absolute_uri(kept["path"])
    until = invitations.open_until([found]).get(found.pk)
    return render(
        request, "portal/users/link.html", {"area": "users", "person": found, "address": address, "until": until}
    )


def sectors_of(home: Organisation | None, *, by: Caller) -> list[tuple[str, str]]:
    """The sectors to choose from, with the whole organisation first for whoever may choose that."""
    if home is None:
        return []
    names = [each.name for each in home.sectors.order_by("name")]
    if by.sector is not None:
        names = [each.name for each in reader.homes(by=by)[1]]
        return [(name, name) for name in names]
    return [("", gettext("The whole organisation")), *((name, name) for name in names)] if names else []


def _home(request: PortalRequest) -> Organisation | None:
    named = request.GET.get("organisation", "")
    if request.by.may("govern"):
        try:
            return organisations.one(UUID(named), by=request.by)
        except ValueError:
            return None
    return reader.homes(by=request.by)[0]
