"""Guides and references inside the portal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rollbook.base.errors import ANSWERS
from rollbook.web.portal.page import PortalRequest, open_page, page


@open_page("help", guide="sign-in")
def overview(request: HttpRequest) -> HttpResponse:
    """All guides."""
    return render(request, "portal/help/overview.html")


@open_page("guide", guide="sign-in")
def guide(request: HttpRequest, name: str) -> HttpResponse:
    """One guide."""
    return render(request, "portal/help/overview.html", {"name": name})


@open_page("errors", guide="sign-in")
def errors(request: HttpRequest) -> HttpResponse:
    """Every error with what it means."""
    return render(request, "portal/help/overview.html", {"errors": list(ANSWERS)})


@page("ask", "", guide="sign-in")
def ask(request: PortalRequest) -> HttpResponse:
    """A question to the register's team."""
    return render(request, "portal/help/overview.html")
