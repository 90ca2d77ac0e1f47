"""The rows that a registration adds. Called inside its transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from rollbook.organisations import Caller
from rollbook.register.consequences import identifiers_of
from rollbook.register.numbers import OpenRange, draw, free
from rollbook.register.outcomes import Candidate
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


class NumberTaken(Exception):
    """A number that was free when it was drawn has been used by another transaction meanwhile."""


def draw_numbers() -> Iterator[int]:
    """Free numbers out of the open ranges, drawn so that nobody can guess the next.

    One that is already used is passed over; two transactions that draw the same one at the same moment meet at the
    primary key, and the later begins again.
    """
    ranges = [OpenRange(each.first, each.last) for each in NumberRange.objects.filter(is_open=True)]
    return free(draw(ranges, secrets.randbelow), _used)


def _used(numbers: Iterable[int]) -> set[int]:
    return set(IssuedNumber.objects.filter(uln__in=list(numbers)).values_list("uln", flat=True))


def add_learners(new: Sequence[NewLearner], *, by: Caller, now: datetime) -> None:
    """Add the learners with their numbers, evidence, notices, notes and addresses.

    NumberTaken where another transaction has used one of the numbers since it was drawn.
    """
    _take_numbers([each.uln for each in new], now=now)
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
    """Record the evidence of identity that was seen of learners (ULN, fields) who have numbers already.

    What this organisation has recorded of a learner before is not recorded again: to send the same twice changes
    nothing.
    """
    new = {
        (uln, int(fields.get("verification_type") or 0), (fields.get("other_verification_description") or "").strip())
        for uln, fields in seen
        if fields.get("verification_type") not in (None, "", "0")
    }
    if not new:
        return
    recorded = LearnerEvidence.objects.filter(
        learner_id__in={uln for uln, _, _ in new}, organisation_id=by.require_organisation()
    )
    LearnerEvidence.objects.bulk_create(
        [
            LearnerEvidence(
                learner_id=uln,
                organisation_id=by.organisation,
                verification_type=kind,
                description=description,
                seen_at=now,
            )
            for uln, kind, description in sorted(
                new - set(recorded.values_list("learner_id", "verification_type", "description"))
            )
        ]
    )


def add_note(uln: int, text: str, *, by: Caller) -> None:
    """Note something about a learner for the caller's organisation, unless it stands there already."""
    if not text:
        return
    home = by.require_organisation()
    if not LearnerNote.objects.filter(learner_id=uln, organisation_id=home, text=text).exists():
        LearnerNote.objects.create(learner_id=uln, organisation_id=home, text=text)


def _take_numbers(ulns: Sequence[int], *, now: datetime) -> None:
    try:
        with transaction.atomic():
            IssuedNumber.objects.bulk_create(
                [IssuedNumber(uln=uln, source=IssuedNumber.Source.ISSUED, at=now) for uln in sorted(ulns)]
            )
    except IntegrityError as taken:
        raise NumberTaken from taken


def enrol_all(enrolments: Sequence[tuple[int, date | None, str]], *, by: Caller, now: datetime) -> None:
    """Enrol each (ULN, start, MIS identifier) with the caller's organisation, unless it already is from that day.

    A start of None is today, unless the learner is enrolled there already: to send the same twice changes nothing.
    """
    home = by.require_organisation()
    standing = _enrolled([uln for uln, start, _ in enrolments if start is None], by=by)
    # In the order of their numbers, so that two lists of one organisation never wait for each other.
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                learner_id=uln, organisation_id=home, sector_id=by.sector, start=start or now.date(), mis_identifier=mis
            )
            for uln, start, mis in sorted(enrolments, key=lambda each: each[0])
            if start is not None or uln not in standing
        ],
        ignore_conflicts=True,
    )


def _enrolled(ulns: Sequence[int], *, by: Caller) -> set[int]:
    """Those of the learners whose enrolment with the caller's sector of its organisation has not ended."""
    if not ulns:
        return set()
    standing = Enrolment.objects.filter(of_sector(by), learner_id__in=ulns, end=None)
    return set(standing.values_list("learner_id", flat=True))


def of_sector(by: Caller) -> Q:
    """The enrolments that the caller's own sector made; of an organisation without sectors, all of its own."""
    sector = Q(sector=None) if by.sector is None else Q(sector_id=by.sector)
    return Q(organisation_id=by.require_organisation()) & sector


def open_cases(uln: int, passed_over: Sequence[Candidate], why: str, *, by: Caller, now: datetime) -> None:
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
            for candidate in passed_over
        ],
        ignore_conflicts=True,
    )


def _learner(new: NewLearner, now: datetime) -> Learner:
    values = {name: value for name, value in row_values(new.fields).items() if name in ROW_FIELDS}
    return Learner(
        uln_id=new.uln,
        keys=list(new.keys),
        notice_version=new.notice_version,
        identifiers=identifiers_of(values),
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
