"""The score: prior, weights of the levels, rarity of the values and interactions, added up; the parts explain it."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import NamedTuple

from rollbook.matching.comparison.people import compare
from rollbook.matching.frequencies import bits
from rollbook.matching.levels import FIELDS, Levels
from rollbook.matching.model import Model
from rollbook.matching.normal_form import Normal

RARITY_FIELDS = ("given", "family", "birth", "postcode")
RELATIVES = 100_000  # the register's size from which strangers are more of a danger than relatives
MOST_BITS = 12.0  # no value's rarity or commonness moves a score further than this


class Reason(NamedTuple):
    """One part of a score: the detail, its level, the sentence, and its weight in bits (above 0 speaks for it)."""

    detail: str
    level: str
    says: str
    weight: float


class Match(NamedTuple):
    """Two people compared: log2 of the odds that they are one, the level vector, and the parts of the sum."""

    weight: float
    levels: Levels
    reasons: tuple[Reason, ...]


class Summed(NamedTuple):
    """What is known from a level vector alone: the sum, its parts, and the share of rarity of four fields."""

    weight: float
    reasons: tuple[Reason, ...]
    rarity: tuple[float, float, float, float]


def score(query: Normal, candidate: Normal, *, model: Model, register_size: int) -> Match:
    """Compare two people and weigh it; `register_size` is how many learners the candidate was taken from."""
    levels = compare(query, candidate)
    summed = sum_levels(levels, model)
    prior = prior_bits(register_size, model)
    rarities = tuple(
        share * extra if share else 0.0
        for share, extra in zip(summed.rarity, _rarities(query, candidate, model), strict=True)
    )
    weight = prior + summed.weight + sum(rarities)
    return Match(weight, levels, _reasons(summed, rarities, prior))


def prior_bits(register_size: int, model: Model) -> float:
    """What speaks against a match before anything is compared: one learner of so many.

    In a small register strangers are rare, but relatives and namesakes are not; so it counts as somewhat larger.
    """
    return model.offset - log2(register_size + RELATIVES)


def sum_levels(levels: Levels, model: Model) -> Summed:
    """The part of a score that the level vector decides; remembered in the model."""
    known = model.known.get(levels)
    if known is None:
        known = model.known[levels] = _sum(levels, model)
    return known


def _sum(levels: Levels, model: Model) -> Summed:
    reasons = [
        Reason(name, level.code, level.says, model.fields[name].levels[level].weight)
        for name, level in zip(FIELDS, levels, strict=True)
    ]
    reasons += [
        Reason("pattern", one.name, one.says, one.weight)
        for one in model.interactions
        if one.weight and one.holds(levels)
    ]
    rarity = tuple(
        model.fields[name].levels[level].rarity
        for name, level in zip(FIELDS, levels, strict=True)
        if name in RARITY_FIELDS
    )
    # The order of the fields in a level vector is that of RARITY_FIELDS with gender between.
    return Summed(sum(reason.weight for reason in reasons), tuple(reasons), rarity)  # type: ignore[arg-type]


def _rarities(query: Normal, candidate: Normal, model: Model) -> tuple[float, float, float, float]:
    """How many bits rarer than typical the values of the two are; of two values the commoner counts."""
    shares = model.frequencies
    return (
        extra_bits(max(shares.given(query.given), shares.given(candidate.given)), "given", model),
        extra_bits(max(shares.family(query.family), shares.family(candidate.family)), "family", model),
        extra_bits(shares.birth(candidate.birth), "birth", model),
        extra_bits(shares.postcode(candidate.postcode), "postcode", model),
    )


def extra_bits(share: float, name: str, model: Model) -> float:
    """Bits of a value of this share beyond those of a typical value of the field, within limits."""
    extra = bits(share) - model.fields[name].typical_bits
    return max(-MOST_BITS, min(MOST_BITS, extra))


def _reasons(summed: Summed, rarities: Sequence[float], prior: float) -> tuple[Reason, ...]:
    first = Reason("register", "prior", "Before anything is compared, one learner of the whole register.", prior)
    given, family, birth, gender, postcode, *others = summed.reasons
    parts = (given, family, birth, postcode)
    given, family, birth, postcode = (
        part if not extra else part._replace(weight=part.weight + extra)
        for part, extra in zip(parts, rarities, strict=True)
    )
    told = (given, family, birth, gender, postcode, *others)
    return (first, *(reason for reason in told if reason.weight or reason.level != "missing"))
