"""One's own account."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from rollbook.web.portal.page import PortalRequest, page


@page("account", "", guide="sign-in")
def account(request: PortalRequest) -> HttpResponse:
    """Who is signed in."""
    return render(request, "portal/account/account.html")
