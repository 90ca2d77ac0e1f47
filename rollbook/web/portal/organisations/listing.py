"""Organisations in a list, and one of them with everything around it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.organisations import purposes
from rollbook.organisations.approval import kinds
from rollbook.service.readers import organisations
from rollbook.service.readers.pieces import number_of
from rollbook.web.portal.asking import offer, said_choices
from rollbook.web.portal.forms import PortalForm, Selection, TextField
from rollbook.web.portal.page import PortalRequest, page

GUIDE = "bring-an-organisation-in"
STATUSES = (
    ("", _("Any")), ("applied", _("Applied")), ("approved", _("Approved")), ("suspended", _("Suspended")),
    ("closed", _("Closed")),
)  # fmt: skip


class Filter(PortalForm):
    """Which organisations to show; none of it is about a person, so it stands in the address."""

    text = TextField(label=_("Name or UKPRN"))
    status = Selection(label=_("Status"), choices=STATUSES)
    kind = Selection(label=_("Kind"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [("", gettext("Any")), *said_choices(kinds().items())])


@page("organisations", "govern", guide=GUIDE)
def listed(request: PortalRequest) -> HttpResponse:
    """Every organisation by name, a page at a time."""
    form = Filter(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    asked = request.GET.get("page", "")
    found = organisations.listed(
        **{name: wanted.get(name, "") for name in ("text", "status", "kind")},
        number=number_of(asked), by=request.by,
    )  # fmt: skip
    context = {"area": "organisations", "filter": form, "found": found, "kinds": kinds()}
    return render(request, "portal/organisations/list.html", context)


@page("organisation", "organisation", guide=GUIDE)
def organisation(request: PortalRequest, organisation_id: UUID) -> HttpResponse:
    """One organisation: one's own, or any for an operator."""
    home, by = organisations.one(organisation_id, by=request.by), request.by
    governs = by.may("govern")
    own = home.pk == by.organisation
    context = {
        "area": "organisations" if governs else "users", "home": home, "told": organisations.shown(home),
        "kind": kinds().get(home.kind, home.kind), "agreements": home.agreements.order_by("-signed_on", "-id"),
        "purposes": [purposes()[code] for code in home.purposes if code in purposes()],
        "counts": organisations.counts(home.pk, by=by) if by.may("users") else {}, "governs": governs,
        "makes_sectors": by.may("sectors") and (governs or (own and by.sector is None)),
        "approval": organisations.approval(home.pk, by=by) if governs else None,
        "identities": home.identities.order_by("-at", "-id") if governs else [],
        "again": home.applications.filter(is_taken=False, seen_at=None) if governs else [],
    }  # fmt: skip
    return render(request, "portal/organisations/organisation.html", context)
