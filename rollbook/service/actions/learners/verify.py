"""Check that numbers and names belong together, for a list of learners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.dates import parse_iso
from rollbook.base.findings import Finding
from rollbook.base.text import digits_only
from rollbook.definitions.learner_fields import Occasion
from rollbook.organisations import Caller
from rollbook.register.verify import Asked, Grade, Verification, verify
from rollbook.service.actions.learners.fields import Fields, errors, require_few
from rollbook.service.actions.watching import looking
from rollbook.service.actions.watching.facts import facts_of
from rollbook.service.audit.log import Entry, record
from rollbook.service.readers.learners import NumberRecord, records_by_number

ORDER = list(Grade)


@dataclass(frozen=True, slots=True)
class Verified:
    """The answer for one learner. Flags are given only to roles that may see stored details."""

    verification: Verification
    reference: UUID
    findings: tuple[Finding, ...] = ()


def verify_all(asked: Sequence[Fields], *, by: Caller, purpose: str) -> list[Verified]:
    """Verify each of a list of ULNs with its names (and birth date and gender, where given)."""
    by.require("verify")
    by.require_purpose(purpose)
    require_few(asked)
    today = timezone.localdate()
    findings = [tuple(errors(fields, today=today, occasion=Occasion.VERIFY)) for fields in asked]
    numbers = [
        None if found else int(digits_only(fields["uln"] or "")) for fields, found in zip(asked, findings, strict=True)
    ]
    with transaction.atomic():
        known = records_by_number([number for number in numbers if number is not None])
        answers = [
            _answer(fields, None if number is None else known.get(number), by=by)
            for fields, number in zip(asked, numbers, strict=True)
        ]
        entries = [
            Entry(
                "verify",
                "invalid" if found else str(answer.grade),
                [number] if number is not None and answer.grade is not Grade.NOT_FOUND else [],
                details={} if found else facts_of(fields),
            )
            for answer, number, found, fields in zip(answers, numbers, findings, asked, strict=True)
        ]
        record(entries, by=by, purpose=purpose)
        looking.after(len(entries), by=by)
    return [Verified(a, e.reference, f) for a, e, f in zip(answers, entries, findings, strict=True)]


def asked_of(fields: Fields) -> Asked:
    """What is held against a number, from fields without errors."""
    return Asked(
        fields.get("given_name") or "",
        fields.get("family_name") or "",
        parse_iso(fields.get("date_of_birth") or ""),
        (fields.get("gender") or "").strip(),
    )


def _answer(fields: Fields, known: NumberRecord | None, *, by: Caller) -> Verification:
    if known is None:
        return Verification(Grade.NOT_FOUND)
    asked = asked_of(fields)
    # A linked number is held against both records: the names under which it was issued stay good.
    answers = [verify(asked, each, uln=known.survivor, linked=known.is_linked) for each in known.details]
    best = min(answers, key=lambda answer: ORDER.index(answer.grade))
    return Verification(best.grade, best.flags if by.may("reveal") else (), best.uln)
