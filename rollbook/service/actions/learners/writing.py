"""The rows that a registration adds. Called inside its transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rollbook.organisations import Caller
from rollbook.register.numbers import OpenRange, draw
from rollbook.register.outcomes import PossibleMatches
from rollbook.service.actions.learners.fields import ROW_FIELDS, Fields, row_values
from rollbook.service.models import (
    Enrolment,
    IssuedNumber,
    Learner,
    LearnerAddress,
    LearnerEvidence,
    LearnerNote,
    LearnerNotice,
    NumberRange,
)
from rollbook.service.models.duplicates import DuplicateCase

ADDRESS = ("address_line_1", "address_line_2", "address_town", "address_county_or_city", "postcode")


@dataclass(frozen=True, slots=True)
class NewLearner:
    """A learner to add, with a number that is free, and the keys to be found under."""

    uln: int
    fields: Fields
    keys: Sequence[int]
    notice_version: str


def draw_numbers() -> Iterator[int]:
    """Free numbers out of the open ranges, drawn so that nobody can guess the next.

    One that is already used is passed over; two transactions that draw the same one at the same moment meet at the
    primary key, and the later is refused as a whole.
    """
    ranges = [OpenRange(each.first, each.last) for each in NumberRange.objects.filter(is_open=True)]
    stream = draw(ranges, secrets.randbelow)
    given: set[int] = set()
    while True:
        some = {next(stream) for _ in range(16)} - given
        used = set(IssuedNumber.objects.filter(uln__in=some).values_list("uln", flat=True))
        for uln in some - used:
            given.add(uln)
            yield uln


def add_learners(new: Sequence[NewLearner], *, by: Caller, now: datetime) -> None:
    """Add the learners with their numbers, evidence, notices, notes and addresses."""
    IssuedNumber.objects.bulk_create(
        [IssuedNumber(uln=each.uln, source=IssuedNumber.Source.ISSUED, at=now) for each in new]
    )
    rows = [_learner(each, now) for each in new]
    Learner.objects.bulk_create(rows)
    LearnerEvidence.objects.bulk_create([_evidence(row, by, now) for row in rows if row.verification_type])
    LearnerNotice.objects.bulk_create([_notice(row, by, now) for row in rows])
    LearnerAddress.objects.bulk_create([_address(row, now) for row in rows if row.postcode])
    LearnerNote.objects.bulk_create(
        [
            LearnerNote(learner_id=each.uln, organisation_id=by.require_organisation(), text=text)
            for each in new
            if (text := (each.fields.get("notes") or "").strip())
        ]
    )


def add_evidence(seen: Sequence[tuple[int, Fields]], *, by: Caller, now: datetime) -> None:
    """Record the evidence of identity that was seen of learners (ULN, fields) who have numbers already."""
    LearnerEvidence.objects.bulk_create(
        [
            LearnerEvidence(
                learner_id=uln,
                organisation_id=by.organisation,
                verification_type=int(fields["verification_type"] or 0),
                description=(fields.get("other_verification_description") or "").strip(),
                seen_at=now,
            )
            for uln, fields in seen
            if fields.get("verification_type") not in (None, "", "0")
        ]
    )


def enrol_all(enrolments: Sequence[tuple[int, date, str]], *, by: Caller, now: datetime) -> None:
    """Enrol each (ULN, start, MIS identifier) with the caller's organisation, unless it already is from that day."""
    home = by.require_organisation()
    Enrolment.objects.bulk_create(
        [
            Enrolment(learner_id=uln, organisation_id=home, sector_id=by.sector, start=start, mis_identifier=mis)
            for uln, start, mis in enrolments
        ],
        ignore_conflicts=True,
    )


def open_cases(uln: int, passed_over: PossibleMatches, why: str, *, by: Caller, now: datetime) -> None:
    """A case for the reviewer for each possible match that was passed over."""
    DuplicateCase.objects.bulk_create(
        [
            DuplicateCase(
                first_id=min(uln, candidate.uln),
                second_id=max(uln, candidate.uln),
                source="override",
                weight=candidate.match.weight,
                reasons=[reason.says for reason in candidate.match.reasons],
                said=why[:400],
                reported_by=by.id,
                organisation_id=by.organisation,
                opened_at=now,
            )
            for candidate in passed_over.candidates
        ],
        ignore_conflicts=True,
    )


def _learner(new: NewLearner, now: datetime) -> Learner:
    values = {name: value for name, value in row_values(new.fields).items() if name in ROW_FIELDS}
    number = values.get("scottish_candidate_number", "")
    return Learner(
        uln_id=new.uln,
        keys=list(new.keys),
        notice_version=new.notice_version,
        identifiers=[{"scheme": "SCN", "value": number}] if number else [],
        created_at=now,
        since=now,
        **values,
    )


def _evidence(row: Learner, by: Caller, now: datetime) -> LearnerEvidence:
    return LearnerEvidence(
        learner_id=row.uln_id,
        organisation_id=by.organisation,
        verification_type=row.verification_type,
        description=row.other_verification_description,
        seen_at=now,
    )


def _notice(row: Learner, by: Caller, now: datetime) -> LearnerNotice:
    return LearnerNotice(
        learner_id=row.uln_id,
        organisation_id=by.organisation,
        notice_version=row.notice_version,
        ability_to_share=row.ability_to_share,
        at=now,
    )


def _address(row: Learner, now: datetime) -> LearnerAddress:
    values = {name: getattr(row, name) for name in ADDRESS}
    return LearnerAddress(learner_id=row.uln_id, captured_on=row.date_of_address_capture or now.date(), **values)
