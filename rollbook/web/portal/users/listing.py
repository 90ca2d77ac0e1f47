"""The list of users, with what a super user has to look at: nobody's access, certification, emergencies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.organisations import roles
from rollbook.service.readers import certification, emergencies, unused, users
from rollbook.service.readers.pieces import number_of
from rollbook.web.portal.asking import offer
from rollbook.web.portal.forms import PortalForm, Selection, TextField, sent
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.words import ROLES

STATES = (
    ("", _("Any")), ("active", _("Active")), ("suspended", _("Suspended")), ("never", _("Never signed in")),
)  # fmt: skip


class Filter(PortalForm):
    """Which users to show. It is posted: names do not belong in an address."""

    text = TextField(label=_("Name or e-mail address"))
    role = Selection(label=_("Role"))
    sector = Selection(label=_("Sector"))
    state = Selection(label=_("State"), choices=STATES)

    def __init__(self, *args: Any, sectors: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [each.name for each in roles().values() if each.human]
        offer(self, "role", [("", gettext("Any")), *((each, str(ROLES.get(each, each))) for each in names)])
        offer(self, "sector", [("", gettext("Any")), *((each, each) for each in sectors)] if sectors else [])


@page("users", "users", guide="manage-users")
def listed(request: PortalRequest) -> HttpResponse:
    """Users by name, a page at a time."""
    home, sectors = users.homes(by=request.by)
    form = Filter(sent(request), sectors=[each.name for each in sectors])
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = users.listed(
        **{name: wanted.get(name, "") for name in ("text", "role", "state", "sector")},
        organisation=_organisation(request), number=_number(request), by=request.by,
    )  # fmt: skip
    term = certification.standing(by=request.by)
    context = {
        "area": "users", "filter": form, "found": found, "home": home, "sectors": sectors,
        "organisation": _organisation(request), "unused": unused.unused(by=request.by), "term": term,
        "opened": emergencies.count_of_users(by=request.by),
    }  # fmt: skip
    return render(request, "portal/users/list.html", context)


def _organisation(request: PortalRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("organisation", "")) if request.by.may("govern") else None
    except ValueError:
        return None


def _number(request: PortalRequest) -> int:
    asked = request.POST.get("page", request.GET.get("page", ""))
    return number_of(asked)
