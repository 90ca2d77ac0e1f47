"""What is known of organisations: sectors, links and agreements; one's own, or all for the register's team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.organisations.approval import Check, checks
from rollbook.service.actions import identities
from rollbook.service.models import (
    Agreement,
    Organisation,
    OrganisationApplication,
    OrganisationCheck,
    OrganisationLink,
    User,
)
from rollbook.service.readers.pieces import Piece, piece


def own(*, by: Caller) -> dict[str, Any]:
    """The caller's own organisation."""
    by.require("organisation")
    return shown(Organisation.objects.get(pk=by.require_organisation()))


def all_organisations(*, by: Caller) -> list[dict[str, Any]]:
    """Every organisation, by name."""
    by.require("govern")
    return [shown(each) for each in Organisation.objects.order_by("name", "ukprn")]


@dataclass(frozen=True, slots=True)
class Approval:
    """What stands between an organisation and its approval, and what is there already."""

    home: Organisation
    checks: list[tuple[Check, OrganisationCheck | None]]
    agreement: Agreement | None
    application: OrganisationApplication | None
    super_users: int

    @property
    def missing(self) -> int:
        return sum(made is None or not made.passed for _, made in self.checks) + (self.agreement is None)


def listed(*, text: str = "", status: str = "", kind: str = "", number: int = 1, by: Caller) -> Piece[Organisation]:
    """Organisations by name: those with this text in name or UKPRN, this status and kind."""
    by.require("govern")
    found = Organisation.objects.annotate(
        active_users=_how_many(User.objects.filter(organisation=OuterRef("pk"), is_active=True)),
        again=_how_many(
            OrganisationApplication.objects.filter(organisation=OuterRef("pk"), is_taken=False, seen_at=None)
        ),
    )
    if words := text.strip():
        found = found.filter(Q(name__icontains=words) | Q(ukprn__startswith=words))
    if status:
        found = found.filter(status=status)
    if kind:
        found = found.filter(kind=kind)
    return piece(found.order_by("name", "ukprn"), number)


def _how_many(rows: QuerySet[Any]) -> Coalesce:
    """A count for each row that is shown, and for no other."""
    return Coalesce(Subquery(rows.order_by().values("organisation").annotate(n=Count("pk")).values("n")), 0)


def one(organisation_id: UUID, *, by: Caller) -> Organisation:
    """An organisation: one's own, or any for those who govern."""
    by.require("organisation")
    found = Organisation.objects.filter(pk=organisation_id).first()
    if found is None or not (by.may("govern") or found.pk == by.organisation):
        raise NotFound("There is no such organisation that you may see.")
    return found


def counts(organisation_id: UUID, *, by: Caller) -> dict[str, int]:
    """How many users, clients, batches that wait, emergencies not judged and alerts there are."""
    by.require("users")
    home = one(organisation_id, by=by)
    return {
        "users": home.users.filter(is_active=True).count(),
        "clients": home.clients.filter(is_active=True).count(),
        "batches": home.batches.exclude(state="done").count(),
        "emergencies": home.emergencies.filter(judged_at=None).count(),
        "alerts": home.alerts.filter(state__in=("open", "kept")).count(),
    }


def approval(organisation_id: UUID, *, by: Caller) -> Approval:
    """How far an organisation is on its way to approval."""
    by.require("govern")
    home = one(organisation_id, by=by)
    made, today = identities.latest_checks(home), timezone.localdate()
    standing = home.agreements.filter(Q(ends_on=None) | Q(ends_on__gte=today), signed_on__lte=today)
    return Approval(
        home,
        [(check, made.get(code)) for code, check in checks().items()],
        standing.order_by("-signed_on", "-id").first(),
        home.applications.filter(is_taken=True).first(),
        home.users.filter(role="super_user", is_active=True).count(),
    )


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
