"""Find learners by their details, or by number and names. Lists; one learner is a list of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.findings import Finding
from rollbook.base.text import digits_only
from rollbook.definitions.learner_fields import Occasion
from rollbook.matching import Details, normalise, score
from rollbook.organisations import Caller
from rollbook.register.find import decide
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
from rollbook.register.verify import Asked, Grade, proves, verify
from rollbook.service.actions.learners.fields import Fields, details, errors, require_few
from rollbook.service.actions.learners.searches import digest
from rollbook.service.actions.watching import looking
from rollbook.service.actions.watching.facts import facts_of
from rollbook.service.audit.log import Entry, record
from rollbook.service.readers import candidates as reader
from rollbook.service.readers.learners import NumberRecord, records_by_number


@dataclass(frozen=True, slots=True)
class Found:
    """How one search ended. `reference` names its line in the access log. With findings, nothing was searched."""

    outcome: Outcome
    reference: UUID
    findings: tuple[Finding, ...] = ()


def find(searches: Sequence[Fields], *, by: Caller, purpose: str) -> list[Found]:
    """Search for each of a list of learners by their details."""
    by.require("find")
    by.require_purpose(purpose)
    require_few(searches)
    today = timezone.localdate()
    findings = [tuple(errors(fields, today=today, occasion=Occasion.FIND)) for fields in searches]
    asked = [normalise(details(fields)) for fields in searches]
    sound = [number for number, found in enumerate(findings) if not found]
    with transaction.atomic():
        reached = dict(zip(sound, reader.candidates([asked[number] for number in sound]), strict=True))
        judge = reader.judge()
        outcomes = [decide(asked[n], reached[n], judge) if n in reached else NoMatch() for n in range(len(asked))]
        entries = [
            Entry(
                action="find",
                outcome="invalid" if findings[n] else name_of(outcome),
                ulns=numbers_of(outcome),
                digest=None if findings[n] else digest(asked[n], by=by),
                details={} if findings[n] else facts_of(searches[n]),
            )
            for n, outcome in enumerate(outcomes)
        ]
        record(entries, by=by, purpose=purpose)
        looking.after(len(entries), by=by)
    return [Found(o, e.reference, f) for o, e, f in zip(outcomes, entries, findings, strict=True)]


def find_by_number(uln: str, given_name: str, family_name: str, *, by: Caller, purpose: str) -> Found:
    """Search by ULN with both names. The answer is the number only where the names are the learner's, now or once;

    names that are merely near make the learner a possible match, for somebody to look at.
    """
    by.require("find")
    by.require_purpose(purpose)
    fields = {"uln": uln, "given_name": given_name, "family_name": family_name}
    findings = tuple(errors(fields, today=timezone.localdate(), occasion=Occasion.FIND_BY_ULN))
    with transaction.atomic():
        outcome: Outcome = NoMatch() if findings else _by_number(uln, Asked(given_name, family_name))
        entry = Entry(
            "find_by_number",
            "invalid" if findings else name_of(outcome),
            numbers_of(outcome),
            details={} if findings else facts_of(fields),
        )
        record([entry], by=by, purpose=purpose)
        looking.after(1, by=by)
    return Found(outcome, entry.reference, findings)


def _by_number(uln: str, asked: Asked) -> Outcome:
    record_found = records_by_number([int(digits_only(uln))]).get(int(digits_only(uln)))
    if record_found is None:
        return NoMatch()
    if any(proves(asked, known) for known in record_found.details):
        if record_found.is_linked:
            return LinkedMatch(uln=record_found.survivor, linked=record_found.uln)
        return ExactMatch(record_found.uln)
    grades = [verify(asked, known, uln=record_found.survivor, linked=False).grade for known in record_found.details]
    return _possible(asked, record_found) if Grade.SIMILAR in grades else NoMatch()


def _possible(asked: Asked, known: NumberRecord) -> PossibleMatches:
    names = normalise(Details(given_name=asked.given_name, family_name=asked.family_name))
    judge = reader.judge()
    matches = [
        score(names, normalise(each), model=judge.model, register_size=judge.register_size) for each in known.details
    ]
    likest = max(matches, key=lambda match: match.weight)
    return PossibleMatches((Candidate(uln=known.survivor, compared=known.uln, match=likest),))


def numbers_of(outcome: Outcome) -> list[int]:
    """The learners an outcome speaks of: they can see that they were looked at."""
    match outcome:
        case ExactMatch(uln):
            return [uln]
        case LinkedMatch(uln, linked):
            return [uln, linked]
        case PossibleMatches(candidates):
            return [candidate.uln for candidate in candidates]
        case NoMatch() | TooManyMatches():
            return []
