"""The end of a journey at an address of its own: the number large, and what happens next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from rollbook.service.actions.learners.confirming import confirmed
from rollbook.service.addresses import uln_at
from rollbook.web.portal.page import PortalRequest, page


@page("find_created", "enrol", guide="create-a-learner", purpose=True)
def created(request: PortalRequest, address: str) -> HttpResponse:
    """A new number was given."""
    return _confirmation(request, address, _("The learner has a number"))


@page("find_known", "enrol", guide="create-a-learner", purpose=True)
def known(request: PortalRequest, address: str) -> HttpResponse:
    """No new number was given, since the learner has one."""
    return _confirmation(request, address, _("The learner had a number already, and is enrolled with it"))


@page("find_enrolled", "enrol", guide="enrol-one-learner", purpose=True)
def enrolled(request: PortalRequest, address: str) -> HttpResponse:
    """A learner who had a number was enrolled."""
    return _confirmation(request, address, _("The learner is enrolled with you"))


def _confirmation(request: PortalRequest, address: str, title: Any) -> HttpResponse:
    told = confirmed(uln_at(address), by=request.by, purpose=request.purpose)
    return render(request, "portal/find/confirmed.html", {"area": "find", "title": title, "told": told})
