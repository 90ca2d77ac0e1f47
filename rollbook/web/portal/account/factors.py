"""One's own second factors: set up, removed, recovery codes made anew; each of it in the log with the change itself."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy

from rollbook.service.actions.signing_in import second_factor as factors
from rollbook.service.actions.signing_in.events import note
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.signing_in import sessions
from rollbook.web.portal.signing_in.adapters import FactorAdapter

GUIDE = "sign-in"


@page("second_factor", "", guide=GUIDE)
def choose(request: PortalRequest) -> HttpResponse:
    """Which second factor to set up."""
    if sessions.second_factor_of(request):
        return redirect("account")
    context = {"can_passkey": has_a_name(request), **_no_way_past(request)}
    return render(request, "portal/account/second_factor.html", context)


class AddApp(ActivateTOTPView):  # type: ignore[misc] # allauth has no types
    """A picture to scan, and the first code."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **_no_way_past(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            answer = cast("HttpResponse", super().form_valid(form))
            app = Authenticator.objects.get(user_id=self.request.user.pk, type=Authenticator.Type.TOTP)
            factors.mark_used(app, form.step)
            _added(self.request, app)
        return answer


class RemoveApp(DeactivateTOTPView):  # type: ignore[misc]
    """Asked once more; the last factor stays."""

    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            note("factor_remove", "removed", self.request.user, type="totp")
            return cast("HttpResponse", super().form_valid(form))


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """A key of the device or on a stick."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, "can_passkey": has_a_name(self.request), **_no_way_past(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        before = set(Authenticator.objects.filter(user_id=self.request.user.pk).values_list("pk", flat=True))
        with transaction.atomic():
            answer = cast("HttpResponse", super().form_valid(form))
            made = Authenticator.objects.filter(user_id=self.request.user.pk, type=Authenticator.Type.WEBAUTHN)
            _added(self.request, made.exclude(pk__in=before).get())
        return answer


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Asked once more; the last factor stays."""

    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        if not FactorAdapter().can_delete_authenticator(self.object):
            messages.error(self.request, str(FactorAdapter.error_messages["cannot_delete_authenticator"]))
            return redirect("account")
        with transaction.atomic():
            note("factor_remove", "removed", self.request.user, type="webauthn")
            return cast("HttpResponse", super().form_valid(form))


class ShowRecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]
    """Shown once, to print or to copy."""


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """The old ones end."""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            note("recovery_code", "made", self.request.user)
            return cast("HttpResponse", super().form_valid(form))


def has_a_name(request: HttpRequest) -> bool:
    """Whether a passkey can be made here: browsers tie one to a host's name, and refuse bare numbers."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return not (host.replace(".", "").isdigit() or host.startswith("["))


def _no_way_past(request: HttpRequest) -> dict[str, Any]:
    """Context without the navigation, whose links would all lead back here."""
    return {} if sessions.second_factor_of(request) else {"places": []}


def _added(request: HttpRequest, factor: Authenticator) -> None:
    note("factor_add", "added", request.user, type=str(factor.type))  # type: ignore[arg-type]
    record_authentication(request, request.user, "mfa", type=str(factor.type), id=factor.pk, reauthenticated=True)
    sessions.prove(request, str(factor.type))


def _page(name: str, view: Any) -> Any:
    return page(name, "", guide=GUIDE)(view.as_view())


add_app = _page("mfa_activate_totp", AddApp)
remove_app = _page("mfa_deactivate_totp", RemoveApp)
add_passkey = _page("mfa_add_webauthn", AddPasskey)
remove_passkey = _page("mfa_remove_webauthn", RemovePasskey)
recovery_codes = _page("mfa_view_recovery_codes", ShowRecoveryCodes)
new_recovery_codes = _page("mfa_generate_recovery_codes", NewRecoveryCodes)
