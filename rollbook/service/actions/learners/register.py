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

from rollbook.base.errors import Conflict
from rollbook.base.findings import Finding
from rollbook.definitions.learner_fields import Occasion
from rollbook.matching import Normal, lock_keys, normalise, search_keys, stored_keys
from rollbook.organisations import Caller
from rollbook.register.find import Known, decide
from rollbook.register.outcomes import (
    Candidate,
    ExactMatch,
    LinkedMatch,
    NoMatch,
    Outcome,
    PossibleMatches,
    TooManyMatches,
    name_of,
)
from rollbook.register.policy import load_policy
from rollbook.service.actions.learners.changing import refuse_unseen
from rollbook.service.actions.learners.fields import Fields, details, errors, notice_errors, require_few
from rollbook.service.actions.learners.find import numbers_of
from rollbook.service.actions.learners.searches import RecentSearch, digest, recent
from rollbook.service.actions.learners.writing import (
    NewLearner,
    NumberTaken,
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
GIVEN = (Result.NEW, Result.EXISTING, Result.LINKED)
ATTEMPTS = 3  # a clash of two drawn numbers is one in millions; three in a row mean that something else is wrong


@dataclass(slots=True)
class _Row:
    number: int
    asked: Normal
    request: Registration
    result: Result = Result.INVALID
    outcome: Outcome = NOBODY
    uln: int | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def asked_under(self) -> int | None:
        """The number whose record the details agree with: undoing its link takes what is added here back with it."""
        return self.outcome.linked if isinstance(self.outcome, LinkedMatch) else self.uln


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
    require_few(requests)
    for each in requests:
        refuse_unseen(each.override, "override")
    for _ in range(ATTEMPTS):
        try:
            return _register(requests, by=by, purpose=purpose, occasion=occasion, seen=seen)
        except NumberTaken:
            continue
    raise Conflict("The numbers drawn were taken meanwhile. Nothing was half done; try again.")


def _register(
    requests: Sequence[Registration], *, by: Caller, purpose: str, occasion: Occasion, seen: RecentSearch | None
) -> list[Registered]:
    now = timezone.now()
    rows = [_checked(number, each, now.date(), occasion) for number, each in enumerate(requests)]
    with transaction.atomic():
        sound = [row for row in rows if not row.findings]
        _decide_all(sound, by=by, now=now, searched=occasion is Occasion.BATCH, seen=seen)
        _write(rows, by=by, now=now)
        entries = [_entry(row) for row in rows]
        record(entries, by=by, purpose=purpose)
    return [
        Registered(row.result, row.outcome, entry.reference, row.uln, row.findings)
        for row, entry in zip(rows, entries, strict=True)
    ]


def _checked(number: int, request: Registration, today: date, occasion: Occasion) -> _Row:
    fields = {**request.fields, "mis_identifier": request.mis_identifier}
    found = [*errors(fields, today=today, occasion=occasion), *notice_errors(request.notice_version)]
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
        if not searched and proof is None:
            row.result = Result.SEARCH_FIRST  # and nothing is said of whom a search would find
            continue
        row.outcome = decide(row.asked, [*known, *_earlier(row.asked, newcomers)], judge)
        row.result, row.uln = _result(row, proof, now=now)
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


def _result(row: _Row, proof: RecentSearch | None, *, now: datetime) -> tuple[Result, int | None]:
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
    look = load_policy().look
    match row.outcome:
        case PossibleMatches(candidates) if proof.outcome == "possible":
            looked = proof.had_in_view([each.uln for each in candidates], at=now, look=look)
        case TooManyMatches():
            # Nobody can look at so many; that it was said to the caller and thought over is what can be asked.
            looked = proof.outcome == "too_many" and now - proof.first_seen >= look
        case _:
            looked = False
    return Result.NEW if looked else Result.LOOK_FIRST


def _write(rows: list[_Row], *, by: Caller, now: datetime) -> None:
    new = [
        NewLearner(row.uln, row.request.fields, stored_keys(row.asked), row.request.notice_version)
        for row in rows
        if row.result is Result.NEW and row.uln is not None
    ]
    add_learners(new, by=by, now=now)
    enrol_all(
        [
            (row.asked_under, row.request.start, row.request.mis_identifier)
            for row in rows
            if row.asked_under is not None and row.result in GIVEN
        ],
        by=by,
        now=now,
    )
    known = [row for row in rows if row.result in (Result.EXISTING, Result.LINKED)]
    add_evidence(
        [(row.asked_under, row.request.fields) for row in known if row.asked_under is not None], by=by, now=now
    )
    for row in rows:
        if row.result is Result.NEW and row.uln is not None:
            open_cases(row.uln, _passed_over(row.outcome), row.request.override, by=by, now=now)


def _passed_over(outcome: Outcome) -> tuple[Candidate, ...]:
    match outcome:
        case PossibleMatches(candidates):
            return candidates
        case TooManyMatches(_, likeliest):
            return likeliest
        case _:
            return ()


def _entry(row: _Row) -> Entry:
    ulns = [row.uln] if row.result is Result.NEW and row.uln is not None else numbers_of(row.outcome)
    decided = row.result not in (Result.INVALID, Result.SEARCH_FIRST)
    return Entry("register", str(row.result), ulns, details={"outcome": name_of(row.outcome)} if decided else {})
