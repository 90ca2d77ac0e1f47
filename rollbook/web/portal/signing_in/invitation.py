"""A one-time link opened: a password is chosen, then a second factor is set up, then recovery codes are shown once."""

from __future__ import annotations

from allauth.account.internal.flows.login import clear_authentication_records, perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from rollbook.base.errors import InvalidInput
from rollbook.service.actions import invitations
from rollbook.web.portal.forms import sent
from rollbook.web.portal.page import open_page
from rollbook.web.portal.signing_in.forms import ChosenPassword


@open_page("invitation", guide="sign-in")
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whose link it is, and the password they choose; opening it twice before that does no harm."""
    user = invitations.user_of(token)
    form = ChosenPassword(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.use(token, form.cleaned_data["password"])
        except InvalidInput as weak:
            form.take(weak.findings)
        else:
            return _in(request, user)
    return render(request, "portal/account/invitation.html", {"form": form, "person": user})


def _in(request: HttpRequest, user: object) -> HttpResponse:
    if request.user.is_authenticated:
        logout(request)  # whoever was signed in here before is not who the link is for
    clear_authentication_records(request)
    record_authentication(request, user, "password", reauthenticated=True)
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=reverse("second_factor")))
    return answer
