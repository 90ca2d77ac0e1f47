"""A comparison in words: what a caller may be told about a candidate before anything stored is shown."""

from __future__ import annotations

from math import floor

from rollbook.matching import FIELDS, Match

TITLES = {
    "given": "given_name",
    "family": "family_name",
    "birth": "date_of_birth",
    "gender": "gender",
    "postcode": "postcode",
    "middle": "middle_names",
    "place": "place_of_birth",
    "school": "school_at_16",
    "email": "email",
    "identifier": "identifier",
}
LIKENESS = ((10, "very like"), (3, "much like"), (0, "somewhat like"))
FAINT = "a little like"


def agreement(match: Match) -> dict[str, str]:
    """For each detail one of four words: same, near, differs, not given. So coarse that no letter can be guessed."""
    return {TITLES[name]: _word(level.code) for name, level in zip(FIELDS, match.levels, strict=True)}


def sentences(match: Match) -> list[str]:
    """Why the candidate is one, strongest first; what was not given says nothing."""
    told = [reason for reason in match.reasons if reason.detail != "register" and reason.level != "missing"]
    return [reason.says for reason in sorted(told, key=lambda reason: -abs(reason.weight))]


def strength(match: Match) -> int:
    """The weight of evidence in whole bits."""
    return whole_bits(match.weight)


def whole_bits(weight: float) -> int:
    """A weight as it is shown; a half goes up, so that `weights_of` says exactly what is told in which word."""
    return floor(weight + 0.5)


def likeness(weight: float) -> str:
    """The weight of evidence as people say it: ten bits are odds of a thousand to one, none are even odds."""
    return next((word for least, word in LIKENESS if whole_bits(weight) >= least), FAINT)


def weights_of(word: str) -> tuple[float | None, float | None]:
    """From which weight on, and below which, a likeness is told in this word; None where there is no end."""
    ends = [*(least - 0.5 for least, _ in LIKENESS), None]
    place = [*(each for _, each in LIKENESS), FAINT].index(word)
    return ends[place], ends[place - 1] if place else None


def _word(level: str) -> str:
    return {"missing": "not given", "same": "same", "different": "differs"}.get(level, "near")
