"""What a user is told and given at a sign-in: links made to their account, recovery codes left, answers kept."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rollbook.service.actions import invitations, preferences
from rollbook.service.actions.signing_in.second_factor import codes_left
from rollbook.service.models import OneTimeLink, User
from rollbook.web.portal.sign_in_first import remember
from rollbook.web.portal.signing_in.sessions import second_factor_of
from rollbook.web.portal.tags import moment

FEW = 3


def welcome(request: HttpRequest, user: User) -> None:
    """Say what happened to the account since, and bring back what was kept."""
    request.session["shortcuts_off"] = not preferences.chosen(user).shortcuts
    remember(request, user)
    links = invitations.resets_not_told(user)
    for each in links:
        messages.warning(request, _about(each))
    invitations.tell(links)
    if second_factor_of(request) == "recovery_codes":
        left = codes_left(user)
        if left <= FEW:
            messages.warning(
                request,
                ngettext(
                    "You have {left} recovery code left. Make new ones on your account page.",
                    "You have {left} recovery codes left. Make new ones on your account page.",
                    left,
                ).format(left=left),
            )


def in_language(answer: HttpResponse, language: str) -> None:
    """Show the pages of this browser in a language from now on; one that is not there is the usual one."""
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, known, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def _about(link: OneTimeLink) -> str:
    says = _("A link to choose a new password and second factor for you was made by {who} on {when}, and {used}.")
    used = _("used on {when}").format(when=moment(link.used_at)) if link.used_at else _("not used")
    told = says.format(who=_name_of(link.made_by), when=moment(link.made_at), used=used)
    return f"{told} {_('If you did not ask for it, tell the team that runs the register.')}"


def _name_of(caller: str) -> str:
    kind, _separator, number = caller.partition(":")
    found = User.objects.filter(pk=number).first() if kind == "user" else None
    return found.name if found is not None else _("whoever runs the machine")
