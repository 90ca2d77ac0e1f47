"""Signing in with an outside provider (OpenID Connect): it vouches for an address, and never makes a user.

Nothing of what it says is stored. Each sign-in matches by the verified address anew.
"""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect.views import callback as answered
from allauth.socialaccount.providers.openid_connect.views import login as begun
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from requests import RequestException

from rollbook.base.errors import NotAllowed, Unavailable
from rollbook.service import limits
from rollbook.service.actions.signing_in.events import note
from rollbook.service.actions.signing_in.guessing import user_at
from rollbook.service.models import User
from rollbook.web.portal.page import open_page

TWO_FACTORS = ("mfa",)  # values of `amr` that mean more than one factor. Source: RFC 8176, section 2


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth has no types
    """What an outside provider may do here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The user whose address the provider vouches for, if it may vouch for addresses of that domain."""
        address = _verified_address(sociallogin)
        domain = address.rpartition("@")[2].casefold()
        if domain not in sociallogin.provider.app.settings["domains"]:
            return None
        user = user_at(address)
        return (user, address) if user is not None else None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse who is no user; take two factors from a provider that says so."""
        provider = sociallogin.provider.app.provider_id
        if sociallogin.state.get("process", "login") != "login":
            raise NotAllowed("An outside sign-in is used to sign in, and for nothing else.", fix="Sign in with it.")
        if not sociallogin.is_existing:
            note("sign_in", "refused", None, factor=f"provider:{provider}")
            raise NotAllowed(
                "Nobody here has the address that your provider vouches for, or it vouches for none.",
                fix="Ask your super user to make you a user with that address, or sign in with your password.",
            )
        sociallogin._did_authenticate_by_email = None  # else allauth takes the password away
        if _has_two_factors(sociallogin):
            record_authentication(request, sociallogin.user, "mfa", type="provider", id=provider)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        note("sign_in", "refused", None, factor=f"provider:{provider.app.provider_id}")
        raise NotAllowed(
            "The outside provider did not sign you in, or took too long.", fix="Begin again at the sign-in page."
        )


@open_page("openid_connect_login", guide="sign-in-with-your-own-provider")
@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider: by a page that goes there itself, since a form may lead to our own addresses only."""
    limits.spend_action("sign_in", key=get_account_adapter().get_client_ip(request))
    try:
        response = cast("HttpResponse", begun(request, provider_id))
    except RequestException as away:
        raise Unavailable("Your provider cannot be reached.", fix="Try again, or sign in with your password.") from away
    if response.status_code != 302:
        return response
    address = response["Location"]
    return render(
        request, "socialaccount/leaving.html", {"address": address, "host": urlsplit(address).hostname}
    )  # fmt: skip


@open_page("openid_connect_callback", guide="sign-in-with-your-own-provider")
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    return cast("HttpResponse", answered(request, provider_id))


@open_page("socialaccount_login_cancelled", guide="sign-in-with-your-own-provider")
def cancelled(request: HttpRequest) -> HttpResponse:
    """The provider was left without signing in."""
    return redirect("sign_in")


def _verified_address(sociallogin: SocialLogin) -> str:
    """The address the provider vouches for; "" for none.

    Exactly true: a provider that says "false" in words must not be believed.
    """
    said = sociallogin.account.extra_data
    userinfo, token = said.get("userinfo", {}), said.get("id_token", {})
    if userinfo and token and userinfo.get("sub") != token.get("sub"):
        return ""  # the answer about somebody else (OpenID Connect Core 5.3.2)
    for source in (userinfo, token):
        if source.get("email") and source.get("email_verified") is True:
            return str(source["email"]).strip()
    return ""


def _has_two_factors(sociallogin: SocialLogin) -> bool:
    token = sociallogin.account.extra_data.get("id_token", {})
    methods = token.get("amr")
    said = {str(each) for each in methods} if isinstance(methods, list) else set()
    enough = {*TWO_FACTORS, *sociallogin.provider.app.settings["second_factor"]}
    return bool(enough & (said | {str(token.get("acr", ""))}))
