"""One's own account: who one is here, the sessions open, the password, and how the pages behave."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.views import PasswordChangeView
from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rollbook.organisations import roles
from rollbook.service.actions import preferences
from rollbook.service.actions.signing_in.events import note
from rollbook.service.actions.signing_in.second_factor import STRONG, codes_left
from rollbook.service.models import User
from rollbook.web.portal.account.devices import device
from rollbook.web.portal.forms import PortalForm, Selection, Tick
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.signing_in.welcome import in_language

GUIDE = "sign-in"


class Choices(PortalForm):
    """How the pages behave for this user."""

    shortcuts = Tick(
        label=gettext_lazy("Single-key shortcuts in tables"),
        help_text=gettext_lazy("j, k and Enter walk a table while it has the focus."),
    )
    language = Selection(label=gettext_lazy("Language"), choices=settings.LANGUAGES)


@page("account", "", guide=GUIDE)
def account(request: PortalRequest) -> HttpResponse:
    """Everything about how this person gets in, on one page."""
    own = Authenticator.objects.filter(user=request.user).order_by("created_at")
    return render(
        request, "portal/account/account.html",
        {
            "role": roles()[request.user.role], "sessions": _sessions(request), "codes": codes_left(request.user),
            "app": own.filter(type=Authenticator.Type.TOTP).first(),
            "passkeys": [each.wrap() for each in own.filter(type=Authenticator.Type.WEBAUTHN)],
            "may_remove": own.filter(type__in=STRONG).count() > 1,
            "choices": _choices(request),
        },
    )  # fmt: skip


@page("usersessions_list", "", guide=GUIDE)
@require_POST
def end(request: PortalRequest) -> HttpResponse:
    """End one other session, or all the others."""
    found = UserSession.objects.filter(user=request.user)
    with transaction.atomic():
        if request.POST.get("session") == "others":
            end_other_sessions(request, request.user)
        else:
            number = request.POST.get("session", "")
            end_sessions(request, list(found.filter(pk=number)) if number.isascii() and number.isdigit() else [])
        note("sign_out", "elsewhere", request.user if request.user.is_authenticated else None)
    messages.success(request, _("The session is ended."))
    return redirect("account")


@page("choices", "", guide=GUIDE)
@require_POST
def choose(request: PortalRequest) -> HttpResponse:
    """Keep how the pages behave, from the next page on."""
    form = Choices(request.POST)
    if form.is_valid():
        shortcuts, language = form.cleaned_data["shortcuts"], form.cleaned_data["language"]
        preferences.choose(request.user, shortcuts=shortcuts, language=language or settings.LANGUAGE_CODE)
        request.session["shortcuts_off"] = not shortcuts
        messages.success(request, _("Your choices are kept."))
    answer = redirect("account")
    in_language(answer, str(form.cleaned_data.get("language", "")))
    return answer


class ChangePassword(PasswordChangeView):  # type: ignore[misc] # allauth has no types
    """The old one and a new one; every other session ends."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not cast("User", request.user).has_usable_password():
            return redirect("account")
        return cast("HttpResponse", super().dispatch(request, *args, **kwargs))

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            answer = cast("HttpResponse", super().form_valid(form))
            note("password_change", "changed", self.request.user)
        return answer

    def get_default_success_url(self) -> str:
        return "/account/"


change_password = page("account_change_password", "", guide=GUIDE)(ChangePassword.as_view())


def _sessions(request: PortalRequest) -> list[dict[str, Any]]:
    found = UserSession.objects.purge_and_list(request.user)
    return [
        {
            "id": each.pk, "since": each.created_at, "seen": each.last_seen_at, "device": device(each.user_agent),
            "address": each.ip, "is_this": each.session_key == request.session.session_key,
        }
        for each in sorted(found, key=lambda each: each.last_seen_at, reverse=True)
    ]  # fmt: skip


def _choices(request: PortalRequest) -> Choices:
    now = preferences.chosen(request.user)
    return Choices(initial={"shortcuts": now.shortcuts, "language": now.language})
