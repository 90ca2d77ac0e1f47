"""People who are not on a register, a share of them hard to tell from somebody who is.

Kinds: stranger; sibling (family name and address of a learner), twin (birth date too), junior (the learner's own
names and address, a generation apart), cousin (family name, a postcode near by) and same_details (a learner's given
and family name, birth date and gender, an address in another district).
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from rollbook.synthetic.communities import communities
from rollbook.synthetic.households import Codes, Mask
from rollbook.synthetic.moves import elsewhere, moved_near
from rollbook.synthetic.names import vocabulary
from rollbook.synthetic.naming import given_names, middle_names, named_alike
from rollbook.synthetic.people import people
from rollbook.synthetic.postcodes import Places
from rollbook.synthetic.tables import are_variants, table

HARD_KINDS = ("sibling", "twin", "junior", "cousin", "same_details")
_IDENTITY = ("given_name", "family_name", "date_of_birth")


def strangers(register: pl.DataFrame, count: int, rng: np.random.Generator) -> pl.DataFrame:
    """So many unrelated people born in the register's span, none with names and birth date of a learner."""
    seed = int(rng.integers(2**32))
    first, last = (_day(end) for end in (register["date_of_birth"].min(), register["date_of_birth"].max()))
    drawn = people(count + count // 20 + 10, seed, born_from=first, born_to=last, among=len(register))
    unknown = drawn.join(register.select(_IDENTITY), on=_IDENTITY, how="anti", maintain_order="left").head(count)
    return unknown.with_columns(kind=pl.lit("stranger"), near_id=pl.lit(""))


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError("A register needs people with birth dates.")
    return value


def hard_strangers(register: pl.DataFrame, count: int, rng: np.random.Generator) -> pl.DataFrame:
    """So many people each close to a learner (`near_id`), in the kinds and shares of `people.toml`."""
    shares = table("people")["queries"]["hard_kinds"]
    wanted = np.diff(np.round(np.cumsum([0.0, *(shares[kind] for kind in HARD_KINDS)]) * count).astype(int))
    made = [_near(register, kind, int(number), rng) for kind, number in zip(HARD_KINDS, wanted, strict=True) if number]
    return pl.concat(made) if made else register.head(0).with_columns(near_id=pl.lit(""))


def _near(register: pl.DataFrame, kind: str, count: int, rng: np.random.Generator) -> pl.DataFrame:
    named = register.filter((pl.col("given_name") != "") & (pl.col("family_name") != ""))
    drawn = named[rng.integers(0, len(named), count + count // 3 + 20)]
    made = _relatives(drawn, kind, Places.for_people(len(register)), rng)
    if kind != "same_details":
        made = made.join(register.select(_IDENTITY), on=_IDENTITY, how="anti", maintain_order="left")
    if kind == "twin":
        made = _without_namesakes(made, register)
    return made.head(count)


def _relatives(of: pl.DataFrame, kind: str, places: Places, rng: np.random.Generator) -> pl.DataFrame:
    community, female = _community(of), _female(of, kind, rng)
    born = _born(of, kind, rng)
    given = vocabulary().names[_given(of, kind, community, female, born, rng)]
    own_given = kind in ("junior", "same_details")
    gender = np.where(female, "2", "1")
    return of.with_columns(
        given_name=pl.col("given_name") if own_given else pl.Series(given.tolist(), dtype=pl.String),
        middle_names=pl.Series(middle_names(community, female, born, rng).tolist(), dtype=pl.String),
        date_of_birth=pl.Series(born).cast(pl.Int32).cast(pl.Date),
        gender=pl.col("gender") if own_given else pl.Series(gender.tolist(), dtype=pl.String),
        postcode=pl.Series(_postcodes(of, kind, places, rng), dtype=pl.String),
        former_names=pl.col("former_names").list.head(0),
        former_postcodes=pl.col("former_postcodes").list.head(0),
        kind=pl.lit(kind),
        near_id=pl.col("id"),
        **{name: pl.lit("") for name in ("preferred_given_name", "previous_family_name", "family_name_at_16")},
        **{name: pl.lit("") for name in ("email", "place_of_birth", "school_at_16")},
    )


def _given(of: pl.DataFrame, kind: str, community: Codes, female: Mask, born: Codes, rng: np.random.Generator) -> Codes:
    drawn = given_names(community, female, born, rng)
    if kind == "twin":
        rows = np.flatnonzero(rng.random(len(of)) < table("people")["households"]["twins_named_alike"])
        beside = of["given_name"].to_numpy()[rows]
        drawn[rows] = named_alike(beside, community[rows], female[rows], born[rows], rng)
    return drawn


def _community(of: pl.DataFrame) -> Codes:
    places = {community.name: at for at, community in enumerate(communities())}
    return np.array([places[name] for name in of["community"]], dtype=np.int64)


def _female(of: pl.DataFrame, kind: str, rng: np.random.Generator) -> Mask:
    """Sex of the relatives; the learner's own where the family name would change its form with it."""
    own = of["gender"].to_numpy() == "2"
    forms = np.array([bool(one.female_form or one.female_endings or one.female_family) for one in communities()])
    same = forms[_community(of)] | (kind in ("junior", "same_details"))
    return np.where(same, own, rng.random(len(of)) < 0.5)


def _born(of: pl.DataFrame, kind: str, rng: np.random.Generator) -> Codes:
    size = len(of)
    own = of["date_of_birth"].to_physical().to_numpy().astype(np.int64)
    rules = table("people")["households"]
    spans = {"sibling": rules["sibling_years"], "junior": rules["child_years"], "cousin": [0.1, 10.0]}
    least, most = spans.get(kind, (0.0, 0.0))
    sign = np.where(rng.random(size) < 0.5, -1, 1)
    return own + np.asarray(np.round(sign * rng.uniform(least, most, size) * 365.25), dtype=np.int64)


def _postcodes(of: pl.DataFrame, kind: str, places: Places, rng: np.random.Generator) -> list[str]:
    own = of["postcode"].to_list()
    if kind == "cousin":
        return moved_near(own, places, rng)
    return elsewhere(own, _community(of), places, rng) if kind == "same_details" else own


def _without_namesakes(made: pl.DataFrame, register: pl.DataFrame) -> pl.DataFrame:
    """Twins whose name is another form of the name of a learner of the same family, birth date and address go."""
    on = ("family_name", "date_of_birth", "postcode")
    at_home = register.select(*on, pl.col("given_name").alias("theirs")).join(made.select(on).unique(), on=on)
    pairs = made.with_row_index("row").join(at_home, on=on).select("row", "given_name", "theirs").iter_rows()
    alike = {row for row, name, theirs in pairs if are_variants(name, theirs)}
    return made.filter(pl.Series([row not in alike for row in range(len(made))]))
