"""From the records a search's keys reached to its outcome. Pure: what it needs is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rollbook.matching import Model, Normal, is_exact, score
from rollbook.register.outcomes import (
    Candidate,
    ExactMatch,
    LinkedMatch,
    NoMatch,
    Outcome,
    PossibleMatches,
    TooManyMatches,
)


@dataclass(frozen=True, slots=True)
class Known:
    """One record of the register: its number, the number it survives as, and its normal form."""

    uln: int
    survivor: int
    normal: Normal


@dataclass(frozen=True, slots=True)
class Judge:
    """All that a decision depends on: the model, the size of the register, and the limits."""

    model: Model
    register_size: int
    possible: float
    most_possible: int


def decide(asked: Normal, known: Iterable[Known], judge: Judge) -> Outcome:
    """The outcome of a search for `asked` among the records its keys reached."""
    records = list(known)
    exact = [record for record in records if is_exact(asked, record.normal)]
    if len({record.survivor for record in exact}) == 1:
        return _exact(exact)
    candidates = _ranked(asked, records, judge, always={record.uln for record in exact})
    if not candidates:
        return NoMatch()
    if len(candidates) > judge.most_possible:
        return TooManyMatches(len(candidates), tuple(candidates[: judge.most_possible]))
    return PossibleMatches(tuple(candidates))


def _exact(records: list[Known]) -> ExactMatch | LinkedMatch:
    survivor = records[0].survivor
    numbers = [record.uln for record in records]
    return ExactMatch(survivor) if survivor in numbers else LinkedMatch(uln=survivor, linked=min(numbers))


def _ranked(asked: Normal, records: list[Known], judge: Judge, *, always: set[int]) -> list[Candidate]:
    best: dict[int, Candidate] = {}
    for record in records:
        match = score(asked, record.normal, model=judge.model, register_size=judge.register_size)
        if match.weight < judge.possible and record.uln not in always:
            continue
        seen = best.get(record.survivor)
        if seen is None or match.weight > seen.match.weight:
            best[record.survivor] = Candidate(uln=record.survivor, compared=record.uln, match=match)
    return sorted(best.values(), key=lambda candidate: (-candidate.match.weight, candidate.uln))
