"""The people of a return: invented, of the ages their kinds ask for, nobody to be taken for another."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from rollbook.synthetic.people import people
from rollbook.synthetic.returns.kinds import Codes
from rollbook.synthetic.returns.plans import Plan
from rollbook.synthetic.returns.repeating import PERSON

_SPARE = 20  # and one in fifty more: so many may share names and birth date with somebody before them


def persons(plan: Plan, kinds: Codes, seed: int) -> pl.DataFrame:
    """One person for each place in `kinds`: the columns of `people`, `age`, and `plan_kind` (the place of their kind).

    Ages are whole years on the eve of the year: schools count them on 31 August. No two people share names and birth
    date: several standards ask whether such a pair is one person.
    """
    eve = plan.starts - timedelta(1)
    wanted = np.bincount(kinds, minlength=len(plan.kinds))
    pools = []
    for place, kind in enumerate(plan.kinds):
        if wanted[place]:
            youngest, oldest = _years_before(eve, kind.ages[0]), _years_before(eve, kind.ages[1] + 1)
            size = int(wanted[place])
            made = people(size + size // 50 + _SPARE, seed + place, born_from=oldest + timedelta(1), born_to=youngest)
            pools.append(made.with_columns(plan_kind=pl.lit(place, pl.Int64)))
    return _told_apart(pl.concat(pools), kinds, wanted).with_columns(_age(eve).alias("age"))


def _told_apart(pool: pl.DataFrame, kinds: Codes, wanted: Codes) -> pl.DataFrame:
    """The first people of each kind who are like nobody before them, in the order of `kinds`."""
    # Who has one name has it in both places: a return asks for both.
    names = (_or_other("given_name", "family_name"), _or_other("family_name", "given_name"))
    pool = pool.with_columns(names).with_columns(
        pl.col("given_name").str.to_lowercase().alias("given"), pl.col("family_name").str.to_lowercase().alias("family")
    )
    pool = pool.unique(["given", "family", "date_of_birth"], keep="first", maintain_order=True)
    most = pl.Series(wanted).gather(pool["plan_kind"])
    pool = pool.filter(pl.int_range(pl.len()).over("plan_kind") < most).with_row_index("place")
    order = pl.DataFrame({PERSON: np.argsort(kinds, kind="stable")})
    return pl.concat([pool.sort("plan_kind", "place"), order], how="horizontal").sort(PERSON)


def _or_other(name: str, other: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(pl.col(name)).otherwise(pl.col(other)).alias(name)


def _age(day: date) -> pl.Expr:
    born = pl.col("date_of_birth")
    has_passed = (born.dt.month().cast(pl.Int64) * 100 + born.dt.day()) <= day.month * 100 + day.day
    return day.year - born.dt.year().cast(pl.Int64) - pl.when(has_passed).then(0).otherwise(1)


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years)
