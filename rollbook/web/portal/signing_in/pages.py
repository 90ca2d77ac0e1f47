"""The pages at the door. django-allauth does the steps; the look, the words and what is counted are ours."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.views import AccountInactiveView, LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views import View

from rollbook.web.portal.page import open_page, page
from rollbook.web.portal.signing_in.sessions import STOPPED

GUIDE = "sign-in"


class SignIn(LoginView):  # type: ignore[misc] # allauth has no types
    """Address and password, a passkey, or a provider outside."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        outside = [
            {"title": each.app.name, "address": each.get_login_url(self.request)}
            for each in get_adapter().list_providers(self.request)
        ]
        return {**found, "outside": outside, "is_unsafe": _is_unsafe(self.request)}


class Suspended(AccountInactiveView):  # type: ignore[misc]
    """Who has shown to be a suspended user is told so, and whom to ask."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "cause": self.request.session.pop(STOPPED, "")}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = cast("HttpResponse", super().get(request, *args, **kwargs))
        answer.status_code = 403
        return answer


def _is_unsafe(request: HttpRequest) -> bool:
    # Cookies that are for https only would be lost here, and nobody would know why signing in fails.
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return not (request.is_secure() or settings.PLAIN_HTTP or host in ("localhost", "testserver"))


def _page(name: str, view: type[View], **how: Any) -> Any:
    return page(name, "", guide=GUIDE)(cast("Any", view.as_view(**how)))


def _open(name: str, view: type[View], **how: Any) -> Any:
    return open_page(name, guide=GUIDE)(cast("Any", view.as_view(**how)))


sign_in = _open("sign_in", SignIn)
sign_out = _open("sign_out", LogoutView)
suspended = _open("account_inactive", Suspended)
code = _open("mfa_authenticate", AuthenticateView)
passkey = _open("mfa_login_webauthn", LoginWebAuthnView)
password_again = _page("account_reauthenticate", ReauthenticateView)
code_again = _page("mfa_reauthenticate", CodeAgainView)
passkey_again = _page("mfa_reauthenticate_webauthn", ReauthenticateWebAuthnView)
