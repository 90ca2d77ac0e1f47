"""What a register holds beyond names and birth date: addresses old and new, former names, places, schools, e-mail."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from rollbook.synthetic.communities import communities
from rollbook.synthetic.households import CHILD, JUNIOR, PARENT, PARTNER, SIBLING, TWIN, YEAR, Codes, Homes
from rollbook.synthetic.names import vocabulary
from rollbook.synthetic.naming import Named, Texts, given_names
from rollbook.synthetic.postcodes import Places
from rollbook.synthetic.tables import table

NONE = -1  # no postcode


@dataclass(frozen=True, slots=True)
class Addresses:
    """Postcode codes: the current one and up to two former ones, NONE where there is none."""

    current: Codes
    former: Codes
    earlier: Codes


def addresses(homes: Homes, kind: Codes, places: Places, rng: np.random.Generator) -> Addresses:
    """One postcode for a household; grown children and siblings may have left it; some people have moved."""
    rules = table("people")
    size = len(kind)
    home = places.draw(homes.community, rng)[homes.first]
    grown = homes.born < homes.born.max() - int(rules["households"]["adult_years"] * YEAR)
    may_leave = np.isin(kind, (SIBLING, CHILD, PARENT, JUNIOR)) & grown
    left = may_leave & (rng.random(size) < rules["households"]["lives_elsewhere"])
    current = np.where(left, places.move(home, rng), home)
    moved = rng.random(size) < rules["records"]["moved"]
    twice = moved & (rng.random(size) < rules["records"]["moved_twice"])
    before = np.where(left, home, places.move(home, rng))
    return Addresses(current, np.where(moved, before, NONE), np.where(twice, places.move(home, rng), NONE))


def gender_codes(homes: Homes, rng: np.random.Generator) -> Texts:
    """1 male, 2 female, 0 not known, 9 not specified."""
    rates = table("people")["records"]["gender"]
    chance = rng.random(len(homes.female))
    said = np.where(homes.female, "2", "1").astype(object)
    unspecified = rates["unknown"] + rates["unspecified"]
    return np.select([chance < rates["unknown"], chance < unspecified], ["0", "9"], said)


def birth_days(homes: Homes, kind: Codes, earliest: int, rng: np.random.Generator) -> Codes:
    """Birth dates as recorded: in some communities many stand as 1 January, where the day is not known."""
    shares = np.array([community.january for community in communities()])[homes.community]
    years = (homes.born * np.timedelta64(1, "D") + np.datetime64("1970-01-01", "D")).astype("datetime64[Y]")
    january = years.astype("datetime64[D]").astype(np.int64)
    # Both twins stand as born on one day, whatever the day.
    chance = rng.random(len(shares))[np.where(kind == TWIN, homes.first, np.arange(len(shares)))]
    return np.where((chance < shares) & (january >= earliest), january, homes.born)


def former_names(named: Named, homes: Homes, rng: np.random.Generator) -> pl.DataFrame:
    """Columns previous_family_name, family_name_at_16 and former_names (list of given_name, family_name)."""
    rules = table("people")["records"]
    size = len(named.family)
    changed = named.family != named.born_family
    previous = changed & (rng.random(size) < rules["previous_recorded"])
    at_16 = changed & (rng.random(size) < rules["at_16_recorded"])
    former = changed & (rng.random(size) < rules["former_recorded"])
    renamed = rng.random(size) < rules["given_changed"]
    other = vocabulary().names[given_names(homes.community, homes.female, homes.born, rng)]
    has_former = former | renamed
    frame = pl.DataFrame(
        {
            "previous_family_name": _texts(previous, named.born_family),
            "family_name_at_16": _texts(at_16, named.born_family),
            "given_name": _series(np.where(renamed, other, named.given)),
            "family_name": _series(np.where(former, named.born_family, named.family)),
            "has": pl.Series(has_former),
        }
    )
    pairs = pl.when("has").then(pl.concat_list(pl.struct("given_name", "family_name")))
    nothing = pl.lit([], dtype=pl.List(pl.Struct({"given_name": pl.String, "family_name": pl.String})))
    return frame.select("previous_family_name", "family_name_at_16", former_names=pairs.otherwise(nothing))


def preferred(named: Named, homes: Homes, rng: np.random.Generator) -> pl.Series:
    """Names people go by: a first middle name, or another given name, for a share of each community."""
    size = len(named.given)
    shares = np.array([community.preferred for community in communities()])[homes.community]
    goes_by = rng.random(size) < shares
    # An English name beside a Chinese one, a day name beside a baptismal one.
    other = vocabulary().names[given_names(np.zeros_like(homes.community), homes.female, homes.born, rng)]
    own = rng.random(size) < 0.5
    name = [
        (middle.split()[0] if mine and middle else english)
        for middle, mine, english in zip(named.middle[goes_by], own[goes_by], other[goes_by], strict=True)
    ]
    texts = np.full(size, "", dtype=object)
    texts[goes_by] = name
    return _series(texts)


def origins(homes: Homes, rng: np.random.Generator) -> pl.DataFrame:
    """Columns place_of_birth (a town here, or a country) and school_at_16 (invented), with gaps."""
    rules = table("people")["records"]
    places = table("places")
    size = len(homes.born)
    towns = np.array(places["towns"].split(), dtype=object)
    countries = [np.array(community.countries, dtype=object) for community in communities()]
    drawn = np.array([names[at % len(names)] for at in range(12) for names in countries], dtype=object)
    country = drawn.reshape(12, -1)[rng.integers(0, 12, size), homes.community]
    town = towns[rng.integers(0, len(towns), size)]
    born = np.where(rng.random(size) < 0.6, town, country)
    return pl.DataFrame(
        {
            "place_of_birth": _texts(rng.random(size) < rules["place_of_birth"], born),
            "school_at_16": _texts(rng.random(size) < rules["school_at_16"], _schools(homes, towns, rng)),
        }
    )


def _schools(homes: Homes, towns: Texts, rng: np.random.Generator) -> Texts:
    places = table("places")
    dedications = np.array(places["school_dedications"].split("|"), dtype=object)
    kinds = np.array(places["school_names"].split("|"), dtype=object)
    size = len(homes.born)
    every = [f"{one} {kind}, {town}" for town in towns for one in dedications for kind in kinds]
    drawn = np.array(every, dtype=object)[rng.integers(0, len(every), size)]
    return np.where(homes.kind == PARTNER, drawn, drawn[homes.first])


def emails(given: pl.Series, family: pl.Series, rng: np.random.Generator) -> pl.Series:
    """Addresses at domains reserved for examples, for a share of people."""
    size = len(given)
    rules = table("people")["records"]
    domains = pl.Series(table("places")["email_domains"].split()).gather(rng.integers(0, 3, size))
    frame = pl.DataFrame({"given": given, "family": family, "number": rng.integers(1, 9999, size), "at": domains})
    plain = pl.concat_str(
        pl.col("given", "family")
        .str.to_lowercase()
        .str.replace_all("ł", "l")
        .str.normalize("NFKD")
        .str.replace_all("[^a-z]", ""),
        separator=".",
    ).str.strip_chars(".")
    address = pl.concat_str(plain, "number", pl.lit("@"), "at")
    has = pl.lit(pl.Series(rng.random(size) < rules["email"]))
    return frame.select(email=pl.when(has).then(address).otherwise(pl.lit("")))["email"]


def _texts(has: np.ndarray[tuple[int], np.dtype[np.bool_]], values: Texts) -> pl.Series:
    return _series(np.where(has, values, ""))


def _series(values: Texts) -> pl.Series:
    return pl.Series(values.tolist(), dtype=pl.String)
