"""What is known of organisations: sectors, links and agreements; one's own, or all for the register's team."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from rollbook.organisations import Caller
from rollbook.service.models import Agreement, Organisation, OrganisationLink


def own(*, by: Caller) -> dict[str, Any]:
    """The caller's own organisation."""
    by.require("organisation")
    return shown(Organisation.objects.get(pk=by.require_organisation()))


def all_organisations(*, by: Caller) -> list[dict[str, Any]]:
    """Every organisation, by name."""
    by.require("govern")
    return [shown(each) for each in Organisation.objects.order_by("name", "ukprn")]


def shown(home: Organisation) -> dict[str, Any]:
    """An organisation with its sectors, its links with others and its latest agreement."""
    signed = home.agreements.order_by("-signed_on", "-id").first()
    return {
        "ukprn": home.ukprn,
        "name": home.name,
        "kind": home.kind,
        "urn": home.urn or None,
        "laestab": home.laestab or None,
        "status": home.status,
        "purposes": sorted(home.purposes),
        "sectors": [{"id": str(each.id), "name": each.name} for each in home.sectors.order_by("name")],
        "links": [_link(each, home) for each in _links(home)],
        "agreement": None if signed is None else _agreement(signed),
    }


def _links(home: Organisation) -> list[OrganisationLink]:
    links = OrganisationLink.objects.filter(Q(member=home) | Q(lead=home)).select_related("member", "lead")
    return list(links.order_by("since", "id"))


def _link(link: OrganisationLink, home: Organisation) -> dict[str, Any]:
    leads = link.lead_id == home.pk
    other = link.member if leads else link.lead
    return {
        "id": link.pk,
        "kind": link.kind,
        "part": "lead" if leads else "member",
        "ukprn": other.ukprn,
        "name": other.name,
        "since": link.since,
        "until": link.until,
    }


def _agreement(signed: Agreement) -> dict[str, Any]:
    return {"version": signed.version, "signed_on": signed.signed_on, "ends_on": signed.ends_on}
