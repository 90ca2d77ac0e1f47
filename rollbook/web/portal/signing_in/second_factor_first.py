"""Nobody gets past setting up a second factor: every page but those leads there until one is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rollbook.service.actions.signing_in.second_factor import has_second_factor
from rollbook.web.portal.signing_in.sessions import second_factor_of

# Pages by which a factor is set up; those open to everybody are open here too.
SETTING_UP = frozenset({"second_factor", "mfa_activate_totp", "mfa_add_webauthn"})


class SecondFactorFirst:
    """Django middleware, after the one for sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """To setting one up, from anywhere else."""
        page = getattr(view, "page", None)
        if page is None or page.is_open:
            return None
        if not request.user.is_authenticated or second_factor_of(request):
            return None
        if has_second_factor(request.user):
            # A session that never showed the factor there is: it must not be able to add one of its own.
            logout(request)
            messages.info(request, _("Sign in again, with your second factor."))
            return redirect("sign_in")
        return None if page.name in SETTING_UP else redirect("second_factor")
