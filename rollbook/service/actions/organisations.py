"""Organisations: apply, sign, be approved, suspended, closed; their sectors and links. Each step with its log row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.definitions.identifiers import Refused, laestab, ukprn, urn
from rollbook.organisations import Caller, purposes
from rollbook.organisations.approval import checks, missing_checks
from rollbook.service.actions import identities
from rollbook.service.audit.log import Entry, record
from rollbook.service.jobs.batches import work_on
from rollbook.service.models import Agreement, Batch, Organisation, OrganisationLink, Sector

PURPOSE = "administration"  # of the log's rows about organisations and credentials; nobody looks a learner up for it
Status = Organisation.Status


@dataclass(frozen=True, slots=True)
class Application:
    """An organisation that asks to take part."""

    ukprn: str
    name: str
    kind: str
    urn: str = ""
    laestab: str = ""
    company_number: str = ""


def apply(asked: Application, *, by: Caller) -> Organisation:
    """Take an organisation in, not approved yet. InvalidInput names everything wrong; Conflict if it is there."""
    by.require("govern")
    if found := list(wrong(asked)):
        raise InvalidInput(found)
    with transaction.atomic():
        made, is_new = take_in(asked, by=by)
        if not is_new:
            raise Conflict("An organisation with this UKPRN is there already.", fix="`organisation list` shows it.")
    return made


def take_in(asked: Application, *, by: Caller) -> tuple[Organisation, bool]:
    """A step: the organisation of this UKPRN, not approved yet, and whether it is new. `asked` has nothing wrong."""
    made, is_new = Organisation.objects.get_or_create(
        ukprn=_parsed(ukprn.parse(asked.ukprn)),
        defaults={
            "name": asked.name.strip(),
            "kind": asked.kind.strip(),
            "urn": _parsed(urn.parse(asked.urn)) if asked.urn else "",
            "laestab": _parsed(laestab.parse(asked.laestab)) if asked.laestab else "",
        },
    )
    if is_new:
        identities.keep(made, company_number=asked.company_number.strip(), by=by)
    log("organisation_apply", "applied" if is_new else "again", made, by=by)
    return made, is_new


def sign(number: str, *, version: str, signed_on: date, signatory: str, ends_on: date | None, by: Caller) -> Agreement:
    """Record the agreement an organisation signed."""
    by.require("govern")
    if not version.strip() or not signatory.strip() or (ends_on is not None and ends_on <= signed_on):
        says, fix = "An agreement has a version, a signatory and an end after it is signed.", "Give all three."
        raise InvalidInput([Finding("agreement", "agreement", says, fix)])
    with transaction.atomic():
        home = locked(number)
        made: Agreement = home.agreements.create(
            version=version.strip()[:20], signed_on=signed_on, signatory=signatory.strip()[:200], ends_on=ends_on
        )
        log("organisation_sign", "signed", home, by=by)
    return made


def approve(number: str, *, for_purposes: Sequence[str], by: Caller) -> Organisation:
    """Let an organisation work, for the purposes its agreement names; batches that waited for this go on."""
    by.require("govern")
    _refuse_unknown(for_purposes)
    with transaction.atomic():
        home = locked(number)
        _refuse_unless(home, Status.APPLIED, Status.SUSPENDED, Status.APPROVED)
        today = timezone.localdate()
        if not home.agreements.filter(Q(ends_on=None) | Q(ends_on__gte=today), signed_on__lte=today).exists():
            raise Conflict("The organisation has no agreement that stands.", fix="Record the one it signed first.")
        _refuse_unchecked(home)
        home.purposes, home.status_reason = sorted(set(for_purposes)), ""
        _become(home, Status.APPROVED, by=by)
        for batch in Batch.objects.filter(organisation=home).exclude(state=Batch.State.DONE):
            work_on.defer(batch_id=str(batch.pk))
    return home


def suspend(number: str, *, reason: str, by: Caller) -> Organisation:
    """Stop an organisation: every credential of it is refused from the next request on."""
    return _stop(number, Status.SUSPENDED, reason=reason, by=by)


def close(number: str, *, reason: str, by: Caller) -> Organisation:
    """End an organisation's part for good. What it did stays on record."""
    return _stop(number, Status.CLOSED, reason=reason, by=by)


def add_sector(number: str, name: str, *, by: Caller) -> Sector:
    """Add a part with users of its own. A super user of the whole organisation does this for it."""
    by.require("sectors")
    require_whole(number, by=by)
    if not name.strip() or len(name) > 100:
        raise InvalidInput([Finding("name", "name", "A sector has a name of up to 100 characters.", "Give one.")])
    with transaction.atomic():
        home = locked(number)
        if home.sectors.filter(name__iexact=name.strip()).exists():
            raise Conflict("The organisation has a sector of this name already.")
        made: Sector = home.sectors.create(name=name.strip())
        log("organisation_sector", "added", home, by=by)
    return made


def require_whole(number: str, *, by: Caller) -> None:
    """Refuse whoever neither works for the whole of this organisation nor governs every one."""
    if number.strip() != by.ukprn or by.sector is not None:
        by.require("govern")


def link(member: str, lead: str, *, kind: str, since: date, by: Caller) -> OrganisationLink:
    """Record that one organisation belongs to a consortium led by another, or works for it as a subcontractor."""
    by.require("govern")
    if kind not in OrganisationLink.Kind.values or member == lead:
        says = "A link is of one of two kinds, between two organisations."
        raise InvalidInput([Finding("link", "kind", says, f"Kinds: {', '.join(OrganisationLink.Kind.values)}.")])
    with transaction.atomic():
        ends = {each: locked(each) for each in sorted({member, lead})}
        standing = OrganisationLink.objects.filter(member=ends[member], lead=ends[lead], kind=kind, until=None)
        if standing.exists():
            raise Conflict("This link stands already.")
        made = OrganisationLink.objects.create(member=ends[member], lead=ends[lead], kind=kind, since=since)
        log("organisation_link", "linked", ends[member], by=by)
    return made


def end_link(link_id: int, *, until: date, by: Caller) -> OrganisationLink:
    """End a link on a day."""
    by.require("govern")
    with transaction.atomic():
        found = OrganisationLink.objects.select_for_update().filter(pk=link_id, until=None).first()
        if found is None:
            raise NotFound("There is no such standing link.", fix="`organisation list` shows them.")
        if until < found.since:
            raise InvalidInput([Finding("until", "until", "The link would end before it began.", "Check the day.")])
        found.until = until
        found.save()
        log("organisation_unlink", "ended", found.member, by=by)
    return found


def locked(number: str) -> Organisation:
    """The organisation with this UKPRN, held until the transaction ends."""
    found = Organisation.objects.select_for_update().filter(ukprn=number.strip()).first()
    if found is None:
        raise NotFound("No organisation has this UKPRN.", fix="`organisation list` shows those there are.")
    return found


def log(action: str, outcome: str, home: Organisation | None, *, by: Caller, **details: object) -> None:
    """One row about an organisation or a credential of it; none of it is about a learner."""
    about = {"ukprn": home.ukprn} if home is not None else {}
    record([Entry(action, outcome, details={**about, **details})], by=by, purpose=PURPOSE)


def _stop(number: str, status: Organisation.Status, *, reason: str, by: Caller) -> Organisation:
    by.require("govern")
    if not reason.strip() or len(reason) > 400:
        says = "This needs a reason, of up to 400 characters."
        raise InvalidInput([Finding("reason_missing", "reason", says, "Say why.")])
    with transaction.atomic():
        home = locked(number)
        _refuse_unless(home, Status.APPLIED, Status.APPROVED, Status.SUSPENDED)
        home.status_reason = reason.strip()
        _become(home, status, by=by)
    return home


def _become(home: Organisation, status: Organisation.Status, *, by: Caller) -> None:
    home.status = status
    home.save()
    log(f"organisation_{'approve' if status == Status.APPROVED else 'stop'}", status.value, home, by=by)


def _refuse_unless(home: Organisation, *allowed: Organisation.Status) -> None:
    if home.status not in allowed:
        raise Conflict("The organisation is closed.", fix="It can apply again under another UKPRN.")


def _refuse_unchecked(home: Organisation) -> None:
    if missing := missing_checks(identities.passed(home)):
        says = "; ".join(checks()[code].says for code in missing)
        raise Conflict(f"Not checked yet, or not passed: {says}.", fix="Record each check with what you saw.")


def _refuse_unknown(codes: Sequence[str]) -> None:
    known = sorted(code for code, purpose in purposes().items() if not purpose.staff)
    if not codes or set(codes) - set(known):
        says = "An agreement names at least one purpose, and only known ones."
        raise InvalidInput([Finding("purpose_unknown", "purposes", says, f"Known: {', '.join(known)}.")])


def wrong(asked: Application) -> Iterator[Finding]:
    """Everything that is wrong with an application."""
    for name, parsed in (
        ("ukprn", ukprn.parse(asked.ukprn)),
        ("urn", urn.parse(asked.urn) if asked.urn else ""),
        ("laestab", laestab.parse(asked.laestab) if asked.laestab else ""),
    ):
        if isinstance(parsed, Refused):
            yield Finding(name, name, parsed.says, parsed.fix)
    for name, value, longest in (("name", asked.name, 200), ("kind", asked.kind, 30)):
        if not 0 < len(value.strip()) <= longest:
            yield Finding("length", name, f"An organisation has a {name} of 1 to {longest} characters.", "Give it.")
    if len(asked.company_number.strip()) > 20:
        yield Finding("length", "company_number", "This has up to 20 characters.", "Check it.")


def _parsed(parsed: object) -> str:
    assert isinstance(parsed, str)
    return parsed
