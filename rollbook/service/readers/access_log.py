"""The access log as an organisation may read it: who did what, when, why and to whom. Newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller, purposes
from rollbook.organisations.log_words import line_in_words
from rollbook.service.actions.users import is_own
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import AccessLog, Client, Organisation, User
from rollbook.service.readers.people_named import names_of

Place = tuple[datetime, int]
MOST_DOWNLOADED = 20_000
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Only:
    """Which lines: what is left empty does not narrow them. Days are both included; `ukprn` is for all who see all."""

    actor: str = ""
    purpose: str = ""
    action: str = ""
    outcome: str = ""
    channel: str = ""
    ukprn: str = ""
    since: date | None = None
    until: date | None = None
    uln: int | None = None


EVERYTHING = Only()


def entries(
    *, before: Place | None = None, most: int = 200, only: Only = EVERYTHING, by: Caller, purpose: str
) -> list[tuple[Place, dict[str, Any]]]:
    """Lines of the caller's own organisation (of all, for those who may), each with its place, from a place back."""
    by.require("log")
    by.require_purpose(purpose)
    with transaction.atomic():
        rows = list(_before(_found(only, by=by), before)[:most])
        asked = [only.uln] if only.uln is not None else []
        record([Entry("read_log", "shown", asked, details={"rows": len(rows)})], by=by, purpose=purpose)
    return [((row.at, row.id), _shown(row)) for row in rows]


def entry(reference: UUID, *, by: Caller, purpose: str) -> dict[str, Any]:
    """One line, by its reference."""
    by.require("log")
    by.require_purpose(purpose)
    with transaction.atomic():
        row = _found(EVERYTHING, by=by).filter(reference=reference).first()
        if row is None:
            raise NotFound("There is no such line in the access log of your organisation.")
        record([Entry("read_log", "opened", details={"rows": 1})], by=by, purpose=purpose)
    return _shown(row)


def download(only: Only, *, by: Caller, purpose: str) -> Iterator[dict[str, Any]]:
    """The lines a filter shows, at most 20,000 of them. That they were taken away is recorded before the first."""
    by.require("log")
    by.require_purpose(purpose)
    with transaction.atomic():
        count = len(_found(only, by=by).values_list("pk")[:MOST_DOWNLOADED])
        asked = [only.uln] if only.uln is not None else []
        record([Entry("download_log", "given", asked, details={"rows": count})], by=by, purpose=purpose)
    return _in_pieces(_found(only, by=by))


def credentials(*, by: Caller) -> list[tuple[str, str]]:
    """The people and machines of the caller's organisation, as (credential, name), to choose a filter from."""
    by.require("log")
    if by.organisation is None:
        return []
    users = User.objects.filter(organisation_id=by.organisation).values_list("pk", "name")
    if by.sector is not None:
        users = users.filter(Q(sector=None) | Q(sector_id=by.sector))
    clients = Client.objects.filter(organisation_id=by.organisation).values_list("client_id", "name")
    named = [*((f"user:{pk}", name) for pk, name in users), *((f"client:{key}", name) for key, name in clients)]
    return sorted(named, key=lambda each: each[1].casefold())


def in_words(lines: Sequence[dict[str, Any]], *, by: Caller) -> list[dict[str, Any]]:
    """The lines with who, whose, why, what and to which user in words; a user is named to whom may see them."""
    whom = _users_named(lines, by=by)
    names = names_of(line["actor"] for line in lines)
    asked = {line["organisation"] for line in lines if line["organisation"]}
    homes = {str(pk): name for pk, name in Organisation.objects.filter(pk__in=asked).values_list("pk", "name")}
    return [
        {
            **line,
            "who": names[line["actor"]],
            "whom": whom.get(line["details"].get("user"), ""),
            "home": homes.get(line["organisation"] or "", ""),
            "why_in_short": purposes()[line["purpose"]].title if line["purpose"] in purposes() else "",
            "why": purposes()[line["purpose"]].says if line["purpose"] in purposes() else "",
            "says": line_in_words(line["action"], line["outcome"]),
        }
        for line in lines
    ]


def _users_named(lines: Sequence[dict[str, Any]], *, by: Caller) -> dict[Any, str]:
    wanted = {line["details"]["user"] for line in lines if "user" in line["details"]}
    return {str(each.pk): each.name for each in User.objects.filter(pk__in=wanted) if is_own(each, by=by)}


def of_other_sectors(*, by: Caller) -> list[str]:
    """The credentials of people in other sectors than the caller's own; none for whoever has the whole organisation."""
    if by.sector is None:
        return []
    others = User.objects.filter(organisation_id=by.require_organisation(), sector__isnull=False).exclude(
        sector_id=by.sector
    )
    return [f"user:{pk}" for pk in others.values_list("pk", flat=True)]


def _found(only: Only, *, by: Caller) -> QuerySet[AccessLog]:
    found = AccessLog.objects.order_by("-at", "-id")
    if not by.may("log_all"):
        found = found.filter(organisation_id=by.require_organisation())
        if others := of_other_sectors(by=by):
            found = found.exclude(actor__in=others)
    elif only.ukprn:
        homes = Organisation.objects.filter(ukprn=only.ukprn).values_list("pk", flat=True)
        found = found.filter(organisation_id__in=list(homes))
    names = ("actor", "purpose", "action", "outcome", "channel")
    found = found.filter(**{name: value for name in names if (value := getattr(only, name))})
    if only.since is not None:
        found = found.filter(at__gte=_midnight(only.since))
    if only.until is not None:
        found = found.filter(at__lt=_midnight(only.until + timedelta(days=1)))
    return found if only.uln is None else found.filter(_about(only.uln))


def _about(uln: int) -> RawSQL:
    # Django binds the numbers of `ulns__contains` as four bytes, and a ULN needs eight: it would find nobody.
    return RawSQL("ulns @> %s::bigint[]", [[uln]], output_field=BooleanField())


def _before(found: QuerySet[AccessLog], before: Place | None) -> QuerySet[AccessLog]:
    if before is None:
        return found
    at, number = before
    return found.filter(Q(at__lt=at) | Q(at=at, id__lt=number))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _in_pieces(found: QuerySet[AccessLog]) -> Iterator[dict[str, Any]]:
    left, place = MOST_DOWNLOADED, None
    while left > 0:
        rows = list(_before(found, place)[: min(AT_ONCE, left)])
        yield from (_shown(row) for row in rows)
        if len(rows) < AT_ONCE:
            return
        left, place = left - len(rows), (rows[-1].at, rows[-1].id)


def _shown(row: AccessLog) -> dict[str, Any]:
    return {
        "at": row.at,
        "reference": str(row.reference),
        "actor": row.actor,
        "role": row.role,
        "organisation": None if row.organisation_id is None else str(row.organisation_id),
        "channel": row.channel,
        "purpose": row.purpose,
        "action": row.action,
        "outcome": row.outcome,
        "ulns": [str(uln) for uln in row.ulns],
        "details": row.details,
    }
