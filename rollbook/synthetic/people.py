"""Registers of invented people.

    people(count, seed, *, born_from, born_to) -> pl.DataFrame

One row a learner, in the columns of COLUMNS: the details a register holds (texts, "" for none; `date_of_birth` a
date; `former_names` a list of {given_name, family_name}; `former_postcodes` a list of texts), then what only an
examiner knows: `household` (a number shared by relatives), `community` (whose way of naming), and `kind` (what they
are to the household's first member: first, sibling, partner, child, parent, twin or junior). The same count, seed
and span give the same people everywhere; nobody in it exists.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from rollbook.synthetic.communities import communities
from rollbook.synthetic.households import EPOCH, KINDS, homes
from rollbook.synthetic.naming import name_people
from rollbook.synthetic.postcodes import Places, written
from rollbook.synthetic.records import (
    addresses,
    birth_days,
    emails,
    former_names,
    gender_codes,
    origins,
    preferred,
)

COLUMNS = (
    "id",
    "given_name",
    "middle_names",
    "family_name",
    "preferred_given_name",
    "previous_family_name",
    "family_name_at_16",
    "date_of_birth",
    "gender",
    "postcode",
    "former_postcodes",
    "former_names",
    "place_of_birth",
    "school_at_16",
    "email",
    "household",
    "community",
    "kind",
)
BORN_FROM = date(1951, 1, 1)
BORN_TO = date(2010, 12, 31)


def people(
    count: int, seed: int, *, born_from: date = BORN_FROM, born_to: date = BORN_TO, among: int = 0
) -> pl.DataFrame:
    """So many invented learners, born between two days (both included). Ids are L0000001 and on.

    `among`: the number of people whose postcodes they share, if that is more than their own number.
    """
    rng = np.random.default_rng([seed, count])
    span = (born_from.toordinal() - EPOCH, born_to.toordinal() - EPOCH)
    home = homes(count, born_from=span[0], born_to=span[1], rng=rng)
    named = name_people(home, rng)
    where = addresses(home, named.kind, Places.for_people(max(count, among)), rng)
    frame = pl.DataFrame(
        {
            "id": pl.select(pl.concat_str(pl.lit("L"), pl.int_range(1, count + 1).cast(pl.String).str.zfill(7)))
            .to_series()
            .alias("id"),
            "given_name": pl.Series(named.given.tolist(), dtype=pl.String),
            "middle_names": pl.Series(named.middle.tolist(), dtype=pl.String),
            "family_name": pl.Series(named.family.tolist(), dtype=pl.String),
            "preferred_given_name": preferred(named, home, rng),
            "date_of_birth": pl.Series(birth_days(home, named.kind, span[0], rng)).cast(pl.Int32).cast(pl.Date),
            "gender": pl.Series(gender_codes(home, rng).tolist(), dtype=pl.String),
            "postcode": written(where.current),
            "former": written(where.former),
            "earlier": written(where.earlier),
            "household": pl.Series(home.household),
            "community": pl.Series([one.name for one in communities()]).gather(home.community),
            "kind": pl.Series(KINDS).gather(named.kind),
        }
    )
    known = pl.concat_list("former", "earlier").list.filter(pl.element() != "").alias("former_postcodes")
    frame = frame.with_columns(known).hstack(former_names(named, home, rng)).hstack(origins(home, rng))
    return frame.with_columns(emails(frame["given_name"], frame["family_name"], rng)).select(COLUMNS)
