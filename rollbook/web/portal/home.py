"""Home: one big search, and what waits for whoever signed in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from rollbook.web.portal.page import PortalRequest, page


@page("home", "", guide="sign-in")
def home(request: PortalRequest) -> HttpResponse:
    """The first page after signing in."""
    return render(request, "portal/home.html")
