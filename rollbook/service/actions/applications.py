"""An organisation asks to take part, without a user: an open form. Its answer is the same whoever is there already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.organisations import Caller
from rollbook.organisations.approval import is_shared_mailbox, kinds, most_repeats, most_text
from rollbook.service import limits
from rollbook.service.actions.organisations import Application, log, take_in, wrong
from rollbook.service.models import Organisation, OrganisationApplication

MISSING = {
    "name": "Say who you are.",
    "job": "Say what you do there.",
    "signatory": "Say who will sign the agreement.",
    "teaches": "Say what you teach, and to how many.",
}
APPLICANT = Caller("open:application", "Applicant", "applicant", None, "", frozenset(), "portal")


@dataclass(frozen=True, slots=True)
class Contact:
    """Who speaks for the organisation that applies, who signs for it, and what it teaches."""

    name: str
    email: str
    job: str
    signatory: str
    teaches: str


def apply_openly(asked: Application, contact: Contact, *, address: str) -> None:
    """Take an application in. InvalidInput names everything wrong; `address` is where it came from, to slow a flood.

    For a UKPRN that is there already nothing is made and nothing is said: the register's team sees what came, so that
    nobody learns from the form who takes part.
    """
    limits.spend_action("apply", key=hashlib.sha256(address.encode()).hexdigest()[:32])
    of_body = [each for each in wrong(asked) if each.field != "kind"]
    if found := [*of_body, *_wrong_kind(asked), *_wrong_contact(contact)]:
        raise InvalidInput(found)
    with transaction.atomic():
        home, is_new = take_in(asked, by=APPLICANT)
        if is_new or _is_worth_keeping(home, contact):
            OrganisationApplication.objects.create(
                organisation=home, name=asked.name.strip(), company_number=asked.company_number.strip(),
                contact_name=contact.name.strip(), contact_email=contact.email.strip(),
                contact_job=contact.job.strip(), signatory=contact.signatory.strip(),
                teaches=contact.teaches.strip(), is_taken=is_new, applied_at=timezone.now(),
            )  # fmt: skip


def see(application_id: UUID, *, by: Caller) -> OrganisationApplication:
    """Mark a further application for a UKPRN as looked at."""
    by.require("govern")
    with transaction.atomic():
        found: OrganisationApplication | None = (
            OrganisationApplication.objects.select_for_update(of=("self",))
            .select_related("organisation")
            .filter(pk=application_id)
            .first()
        )
        if found is None:
            raise NotFound("There is no such application.")
        if found.seen_at is None:
            found.seen_at, found.seen_by = timezone.now(), by.id
            found.save(update_fields=["seen_at", "seen_by"])
            log("application_see", "seen", found.organisation, by=by)
    return found


def _is_worth_keeping(home: Organisation, contact: Contact) -> bool:
    """Not a form sent twice, and not one of a flood."""
    waiting = list(
        OrganisationApplication.objects.select_for_update()
        .filter(organisation=home, seen_at=None)
        .order_by("applied_at")
    )
    same = any(each.contact_email.lower() == contact.email.strip().lower() for each in waiting)
    return not same and sum(not each.is_taken for each in waiting) < most_repeats()


def _wrong_kind(asked: Application) -> Iterator[Finding]:
    if asked.kind not in kinds():
        yield Finding("kind", "kind", "Choose what kind of organisation this is.")


def _wrong_contact(contact: Contact) -> Iterator[Finding]:
    longest = {"name": 100, "job": 100, "signatory": 200, "teaches": most_text()}
    for field, value in asdict(contact).items():
        name = f"contact_{field}" if field in ("name", "job") else field
        if field in MISSING and not value.strip():
            yield Finding("missing", name, MISSING[field])
        elif len(value.strip()) > longest.get(field, len(value)):
            yield Finding("length", name, f"This has more than {longest[field]} characters.", "Shorten it.")
    try:
        validate_email(contact.email.strip())
    except ValidationError:
        yield Finding("email", "contact_email", "This is not an e-mail address.", "Check it.")
    else:
        if is_shared_mailbox(contact.email):
            says = "This mailbox belongs to nobody in particular."
            yield Finding("mailbox", "contact_email", says, "Give the address of the person who speaks for you.")
