"""An outcome as every door says it: numbers, words and tokens, and nothing stored that was not asked for."""

from __future__ import annotations

from typing import Any

from rollbook.organisations import Caller
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
from rollbook.register.words import agreement, sentences, strength
from rollbook.service.actions.learners.tokens import seal

SAYS = {
    "none": "No learner in the register is like this. Check the details; a new learner can be registered.",
    "exact": "One learner agrees, and nothing that was given contradicts.",
    "possible": "These learners may be the one. Compare before you choose; a likeness is not a match.",
    "too_many": "Too many learners are like this. Add details, above all middle names and former postcodes.",
    "linked": "The learner was found under a number that has been linked; use the surviving number.",
}


def answer(outcome: Outcome, *, by: Caller) -> dict[str, Any]:
    """The outcome's word and sentence, with the number, or the candidates in words with a token each."""
    name = name_of(outcome)
    plain: dict[str, Any] = {"outcome": name, "says": SAYS[name]}
    match outcome:
        case ExactMatch(uln):
            plain["uln"] = str(uln)
        case LinkedMatch(uln, linked):
            plain |= {"uln": str(uln), "linked_uln": str(linked)}
        case PossibleMatches(candidates):
            plain["candidates"] = [_candidate(each, by=by) for each in candidates]
        case TooManyMatches(count):
            plain["count"] = count
        case NoMatch():
            pass
    return plain


def _candidate(candidate: Candidate, *, by: Caller) -> dict[str, Any]:
    return {
        "token": seal(candidate.uln, by=by),
        "strength": strength(candidate.match),
        "agreement": agreement(candidate.match),
        "reasons": sentences(candidate.match),
    }
