"""One user: what is known, and everything that can be changed: role, sector, access, the way in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rollbook.organisations import roles
from rollbook.service.actions import invitations, users
from rollbook.service.actions.access import checked_reason
from rollbook.service.actions.signing_in import guessing
from rollbook.service.models import User
from rollbook.service.readers import users as reader
from rollbook.web.portal.asking import asked, offer, role_choices
from rollbook.web.portal.forms import Choices, LongText, PortalForm, Selection, sent
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.users.inviting import sectors_of, shown_link

GUIDE = "manage-users"


class Why(PortalForm):
    """A reason that stays on record."""

    reason = LongText(label=_("Why?"), help_text=_("It stays on record. No personal details."))


class Move(PortalForm):
    """Another role or sector."""

    role = Choices(label=_("What will they do?"))
    sector = Selection(label=_("Sector"))

    def __init__(self, *args: Any, staff: bool, sectors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "role", role_choices(staff=staff))
        offer(self, "sector", sectors)


@page("user", "users", guide=GUIDE)
def user(request: PortalRequest, user_id: UUID) -> HttpResponse:
    """Everything about one user, and what can be done."""
    found = reader.one(user_id, by=request.by)
    is_self = request.by.id == f"user:{found.user.pk}"
    context = {"area": "users", "found": found, "role": roles()[found.user.role], "is_self": is_self}
    context["subject"] = f"user:{found.user.pk}"
    return render(request, "portal/users/user.html", context)


@page("suspend_user", "users", guide=GUIDE)
def suspend(request: PortalRequest, user_id: UUID) -> HttpResponse:
    """Ask why, then refuse the user from the next request on."""
    found, form = users.user(user_id, by=request.by), Why(sent(request))

    def work() -> str:
        users.suspend(str(found.pk), reason=checked_reason(form.cleaned_data["reason"]), by=request.by)
        messages.success(request, gettext("The user is suspended. Their next page is refused."))
        return _address(found)

    return asked(
        request, form, work, **_around(found), title=gettext("Suspend {name}").format(name=found.name),
        lead=gettext("From now on every page and every sign-in is refused. What they did stays on record."),
        button=gettext("Suspend"), danger=True,
    )  # fmt: skip


@page("restore_user", "users", guide=GUIDE)
@require_POST
def restore(request: PortalRequest, user_id: UUID) -> HttpResponse:
    """Let a suspended user in again."""
    found = users.user(user_id, by=request.by)

    def work() -> str:
        users.restore(str(found.pk), by=request.by)
        messages.success(request, gettext("The user can sign in again."))
        return _address(found)

    return once(request, work, by=request.by)


@page("move_user", "users", guide=GUIDE)
def move(request: PortalRequest, user_id: UUID) -> HttpResponse:
    """Ask for another role or sector."""
    found = users.user(user_id, by=request.by)
    staff = roles()[found.role].register_staff
    now = {"role": found.role, "sector": found.sector.name if found.sector else ""}
    sectors = sectors_of(found.organisation, by=request.by)
    form = Move(sent(request), staff=staff, sectors=sectors, initial=now)

    def work() -> str:
        given = form.cleaned_data
        users.move(str(found.pk), role=given["role"], sector=given.get("sector", ""), by=request.by)
        messages.success(request, gettext("The role or sector is changed, from their next page on."))
        return _address(found)

    return asked(
        request, form, work, **_around(found), title=gettext("Change what {name} does").format(name=found.name),
        button=gettext("Change"),
    )  # fmt: skip


@page("new_user_link", "users", guide=GUIDE)
@require_POST
def new_link(request: PortalRequest, user_id: UUID) -> HttpResponse:
    """A new link: to come in for the first time, or to choose a new password and set up a new second factor."""
    found = users.user(user_id, by=request.by)

    def work() -> str:
        make = invitations.reset if found.has_usable_password() else invitations.invite
        return shown_link(request, found, make(found, by=request.by))

    return once(request, work, by=request.by)


@page("unlock_user", "users", guide=GUIDE)
@require_POST
def unlock(request: PortalRequest, user_id: UUID) -> HttpResponse:
    """Let a user try their password again at once."""
    found = users.user(user_id, by=request.by)

    def work() -> str:
        guessing.unlock(found.email, by=request.by)
        messages.success(request, gettext("The user can try again at once."))
        return _address(found)

    return once(request, work, by=request.by)


def _address(found: User) -> str:
    return reverse("user", args=[found.pk])


def _around(found: User) -> dict[str, Any]:
    return {"area": "users", "trail": [(gettext("Users"), reverse("users")), (found.name, _address(found))]}
