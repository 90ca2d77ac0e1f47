"""Who lives with whom: households of one to five, with partners, siblings, twins and children of their first member.

Everything is an array with one place for each person; dates are days since 1 January 1970.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from rollbook.synthetic.communities import communities
from rollbook.synthetic.tables import table

Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
KINDS = ("first", "sibling", "partner", "child", "twin", "junior", "parent")
FIRST, SIBLING, PARTNER, CHILD, TWIN, JUNIOR, PARENT = range(len(KINDS))
YEAR = 365.25
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Homes:
    """The frame of a register: for each person the household, its first member, the kind, and what that settles."""

    household: Codes
    first: Codes  # the place of the household's first member
    kind: Codes
    community: Codes
    female: Mask
    born: Codes


def homes(count: int, *, born_from: int, born_to: int, rng: np.random.Generator) -> Homes:
    """Households for so many people, all born between two days (both included).

    Who would fall outside the span (a child, in a register of one school year) lives in a household of their own.
    """
    household, first = _seats(count, rng)
    kind = _kinds(household, first, rng)
    born = _births(count, born_from, born_to, rng)
    gap = _age_gap(kind, rng)
    # A register of mostly young people holds parents beside children: a generation older where younger is too young.
    older = (kind == CHILD) & (born[first] + gap > born_to)
    kind = np.where(older, PARENT, kind)
    related = born[first] + np.where(older, -gap, gap)
    outside = (kind != FIRST) & ((related < born_from) | (related > born_to))
    kind[outside] = FIRST
    born = np.where(kind == FIRST, born, related)
    first = np.where(kind == FIRST, np.arange(count), first)
    household = np.where(outside, household.max() + 1 + np.cumsum(outside), household)
    community = _community(kind, first, rng)
    female = _sex(kind, first, rng)
    return Homes(household, first, kind, community, female, born)


def _births(count: int, born_from: int, born_to: int, rng: np.random.Generator) -> Codes:
    """Birth days, evenly within a decade, and over the decades as learners are spread; all within the span."""
    shares = table("people")["births"]
    starts = [date(int(decade), 1, 1).toordinal() - EPOCH for decade in shares]
    least = np.clip(starts, born_from, born_to + 1)
    most = np.clip([*starts[1:], starts[-1] + 3653], born_from, born_to + 1)
    most[-1], least[0] = born_to + 1, born_from
    part = np.array(list(shares.values())) * (most - least)
    decade = rng.choice(len(part), size=count, p=part / part.sum())
    return rng.integers(least[decade], most[decade])


def _seats(count: int, rng: np.random.Generator) -> tuple[Codes, Codes]:
    shares = np.array(table("people")["households"]["sizes"])
    sizes = rng.choice(np.arange(1, len(shares) + 1), size=count, p=shares / shares.sum())
    starts = np.cumsum(sizes) - sizes
    household = np.repeat(np.arange(count), sizes)[:count]
    return household, starts[household]


def _kinds(household: Codes, first: Codes, rng: np.random.Generator) -> Codes:
    roles = table("people")["households"]["roles"]
    order = {"sibling": SIBLING, "partner": PARTNER, "child": CHILD, "twin": TWIN}
    shares = np.array([roles[name] for name in order])
    drawn = rng.choice(list(order.values()), size=len(household), p=shares / shares.sum())
    place = np.arange(len(household)) - first
    # One partner and one twin at most: the second member may be either, later ones are siblings or children.
    drawn = np.where((place > 1) & ((drawn == PARTNER) | (drawn == TWIN)), SIBLING, drawn)
    return np.where(place == 0, FIRST, drawn)


def _age_gap(kind: Codes, rng: np.random.Generator) -> Codes:
    """Days by which a member is younger than the first."""
    rules = table("people")["households"]
    size = len(kind)
    older = np.where(rng.random(size) < 0.5, -1, 1)
    siblings = older * _between(rules["sibling_years"], size, rng)
    children = _between(rules["child_years"], size, rng)
    partners = rng.normal(0.0, rules["partner_years"], size)
    years = np.select([kind == SIBLING, kind == CHILD, kind == PARTNER], [siblings, children, partners], 0.0)
    return np.asarray(np.round(years * YEAR), dtype=np.int64)


def _between(ends: Sequence[float], count: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    least, most = ends
    return rng.uniform(least, most, count)


def _community(kind: Codes, first: Codes, rng: np.random.Generator) -> Codes:
    shares = np.array([community.share for community in communities()])
    drawn = rng.choice(len(shares), size=len(kind), p=shares / shares.sum())
    mixed = rng.random(len(kind)) < table("people")["households"]["partner_of_other_community"]
    return np.where((kind == PARTNER) & mixed, drawn, drawn[first])


def _sex(kind: Codes, first: Codes, rng: np.random.Generator) -> Mask:
    rules = table("people")["households"]
    female = rng.random(len(kind)) < 0.5
    head = female[first]
    partner = np.where(rng.random(len(kind)) < rules["same_sex_partner"], head, ~head)
    identical = rng.random(len(kind)) < rules["identical_twins"]
    return np.select([kind == PARTNER, (kind == TWIN) & identical], [partner, head], female)
