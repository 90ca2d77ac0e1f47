"""Give learners a number, or enrol those who have one. Simultaneous registrations of one person give one number.

The discriminating keys of the whole list are locked in one order before the search, so that of two transactions with
the same person the second sees what the first wrote. READ COMMITTED; at most 500 learners a transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from rollbook.base.errors import UserError
from rollbook.base.findings import Finding
from rollbook.definitions.learner_fields import Occasion
from rollbook.matching import Normal, lock_keys, normalise, search_keys, stored_keys
from rollbook.organisations import Caller
from rollbook.register.find import Known, decide
from rollbook.register.outcomes import (
    ExactMatch,
    LinkedMatch,
    NoMatch,
    Outcome,
    PossibleMatches,
    TooManyMatches,
    name_of,
)
from rollbook.register.policy import load_policy
from rollbook.service.actions.learners.fields import Fields, details, errors
from rollbook.service.actions.learners.find import numbers_of
from rollbook.service.actions.learners.searches import RecentSearch, digest, recent
from rollbook.service.actions.learners.writing import (
    NewLearner,
    add_evidence,
    add_learners,
    draw_numbers,
    enrol_all,
    open_cases,
)
from rollbook.service.audit.log import Entry, record
from rollbook.service.readers import candidates as reader
from rollbook.service.sql import sql


@dataclass(frozen=True, slots=True)
class Registration:
    """One learner to register: the fields, the enrolment it comes with, and why possible matches are passed over."""

    fields: Fields
    start: date | None = None
    mis_identifier: str = ""
    override: str = ""
    notice_version: str = ""


class Result(StrEnum):
    """What came of a registration."""

    NEW = "new"
    EXISTING = "existing"
    LINKED = "linked"
    UNDECIDED = "undecided"
    SEARCH_FIRST = "search_first"
    LOOK_FIRST = "look_first"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of one registration: the number where there is one, else the outcome that stood in the way."""

    result: Result
    outcome: Outcome
    reference: UUID
    uln: int | None = None
    findings: tuple[Finding, ...] = ()


NOBODY = NoMatch()


@dataclass(slots=True)
class _Row:
    number: int
    asked: Normal
    request: Registration
    result: Result = Result.INVALID
    outcome: Outcome = NOBODY
    uln: int | None = None
    findings: tuple[Finding, ...] = ()


def register(
    requests: Sequence[Registration],
    *,
    by: Caller,
    purpose: str,
    occasion: Occasion = Occasion.REGISTER,
    seen: RecentSearch | None = None,
) -> list[Registered]:
    """Register a list of learners in one transaction, each with its enrolment at the caller's organisation.

    `seen` is what the caller was shown elsewhere than in an answer to `find`: the exceptions of a batch.
    """
    by.require("batch" if occasion is Occasion.BATCH else "register")
    by.require_purpose(purpose)
    by.require_organisation()
    if len(requests) > load_policy().most_in_transaction:
        raise UserError(f"At most {load_policy().most_in_transaction} learners can be registered at once.")
    now = timezone.now()
    rows = [_checked(number, each, now.date(), occasion) for number, each in enumerate(requests)]
    with transaction.atomic():
        _decide_all(
            [row for row in rows if not row.findings], by=by, now=now, searched=occasion is Occasion.BATCH, seen=seen
        )
        _write(rows, by=by, now=now)
        entries = [_entry(row) for row in rows]
        record(entries, by=by, purpose=purpose)
    return [
        Registered(row.result, row.outcome, entry.reference, row.uln, row.findings)
        for row, entry in zip(rows, entries, strict=True)
    ]


def _checked(number: int, request: Registration, today: date, occasion: Occasion) -> _Row:
    found = errors(request.fields, today=today, occasion=occasion)
    return _Row(number, normalise(details(request.fields)), request, findings=tuple(found))


def _decide_all(rows: list[_Row], *, by: Caller, now: datetime, searched: bool, seen: RecentSearch | None) -> None:
    if not rows:
        return
    _lock([key for row in rows for key in lock_keys(row.asked)])
    digests = {} if searched else {row.number: digest(row.asked, by=by) for row in rows}
    proofs = recent(list(digests.values()), now=now) if digests else {}
    reached = reader.candidates([row.asked for row in rows])
    judge = reader.judge()
    numbers = draw_numbers()
    newcomers: dict[int, list[Known]] = defaultdict(list)
    for row, known in zip(rows, reached, strict=True):
        proof = proofs.get(digests[row.number]) if digests else seen
        row.outcome = decide(row.asked, [*known, *_earlier(row.asked, newcomers)], judge)
        row.result, row.uln = _result(row, proof, now=now, searched=searched)
        if row.result is Result.NEW:
            row.uln = next(numbers)
            _remember(row, newcomers)


def _lock(keys: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql("learners/lock"), {"keys": sorted(set(keys))})


def _earlier(asked: Normal, newcomers: dict[int, list[Known]]) -> list[Known]:
    return list({known.uln: known for key in search_keys(asked) for known in newcomers.get(key, ())}.values())


def _remember(row: _Row, newcomers: dict[int, list[Known]]) -> None:
    assert row.uln is not None
    known = Known(uln=row.uln, survivor=row.uln, normal=row.asked)
    for key in stored_keys(row.asked):
        newcomers[key].append(known)


def _result(row: _Row, proof: RecentSearch | None, *, now: datetime, searched: bool) -> tuple[Result, int | None]:
    if not searched and proof is None:
        return Result.SEARCH_FIRST, None
    match row.outcome:
        case ExactMatch(uln):
            return Result.EXISTING, uln
        case LinkedMatch(uln, _):
            return Result.LINKED, uln
        case NoMatch():
            return Result.NEW, None
        case PossibleMatches() | TooManyMatches():
            return _overridden(row, proof, now), None


def _overridden(row: _Row, proof: RecentSearch | None, now: datetime) -> Result:
    if not row.request.override.strip() or proof is None:
        return Result.UNDECIDED
    if proof.outcome not in ("possible", "too_many") or now - proof.first_seen < load_policy().look:
        return Result.LOOK_FIRST
    return Result.NEW


def _write(rows: list[_Row], *, by: Caller, now: datetime) -> None:
    new = [
        NewLearner(row.uln, row.request.fields, stored_keys(row.asked), row.request.notice_version)
        for row in rows
        if row.result is Result.NEW and row.uln is not None
    ]
    add_learners(new, by=by, now=now)
    enrol_all(
        [(row.uln, row.request.start or now.date(), row.request.mis_identifier) for row in rows if row.uln is not None],
        by=by,
        now=now,
    )
    known = [row for row in rows if row.result in (Result.EXISTING, Result.LINKED) and row.uln is not None]
    add_evidence([(row.uln, row.request.fields) for row in known if row.uln is not None], by=by, now=now)
    for row in rows:
        if row.result is Result.NEW and row.uln is not None and isinstance(row.outcome, PossibleMatches):
            open_cases(row.uln, row.outcome, row.request.override, by=by, now=now)


def _entry(row: _Row) -> Entry:
    ulns = [row.uln] if row.uln is not None else numbers_of(row.outcome)
    return Entry("register", str(row.result), ulns, details={"outcome": name_of(row.outcome)})
