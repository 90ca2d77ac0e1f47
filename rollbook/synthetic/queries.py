"""Searches for the people of a register, and for people who are not on it, with the truth kept.

    queries(register, count, seed, *, errors) -> (queries, truth)

`register` comes from `people`. `queries` has the columns of QUERY_COLUMNS, texts and a birth date as a caller gives
them. `truth` has one row a query: `id` (of the query), `learner_id` ("" where the person is not on the register),
`kind` (present, stranger, sibling, twin, junior, cousin, same_details), `near_id` (the learner whom a hard stranger
resembles, else ""), `changed` (what was done, comma between) and `community`. Seven in ten are present; a third of
the others are hard. The two models of errors are `independent` and `correlated`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import polars as pl

from rollbook.synthetic import correlated, independent
from rollbook.synthetic.postcodes import Places
from rollbook.synthetic.sheet import Sheet
from rollbook.synthetic.strangers import hard_strangers, strangers
from rollbook.synthetic.tables import table

Errors = Literal["independent", "correlated"]
MODELS: dict[str, Callable[[Sheet, Places, np.random.Generator], None]] = {
    "independent": independent.corrupt,
    "correlated": correlated.corrupt,
}
QUERY_COLUMNS = (
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
    "place_of_birth",
    "school_at_16",
    "email",
)


def queries(register: pl.DataFrame, count: int, seed: int, *, errors: Errors) -> tuple[pl.DataFrame, pl.DataFrame]:
    """So many searches, in a random order, and their truth. Ids are Q0000001 and on."""
    rng = np.random.default_rng([seed, count, list(MODELS).index(errors)])
    asked = _asked(register, count, rng)
    sheet = Sheet(_as_given(asked, rng))
    MODELS[errors](sheet, Places.for_people(len(register)), rng)
    ids = pl.select(
        pl.concat_str(pl.lit("Q"), pl.int_range(1, count + 1).cast(pl.String).str.zfill(7)).alias("id")
    ).to_series()
    truth = asked.select("learner_id", "kind", "near_id", "community").insert_column(0, ids)
    notes = pl.Series("changed", [",".join(one) for one in sheet.notes])
    return sheet.frame().insert_column(0, ids), truth.insert_column(4, notes)


def _asked(register: pl.DataFrame, count: int, rng: np.random.Generator) -> pl.DataFrame:
    """Who is searched for, in a random order, with their clean details."""
    rules = table("people")["queries"]
    present = min(round(count * rules["present"]), len(register))
    hard = round((count - present) * rules["hard"])
    known = register[rng.permutation(len(register))[:present]].with_columns(
        kind=pl.lit("present"), near_id=pl.lit(""), learner_id=pl.col("id")
    )
    close = hard_strangers(register, hard, rng)
    # Some hard kinds may come out short on a very small register; unrelated people make up the number.
    absent = pl.concat([strangers(register, count - present - len(close), rng), close])
    everybody = pl.concat([known, absent.with_columns(learner_id=pl.lit(""))])
    return everybody[rng.permutation(count)]


def _as_given(asked: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Without the optional details that this caller does not send; errors may still draw on them."""
    shares = table("people")["queries"]["given_with"]
    gives = {name: pl.Series(rng.random(len(asked)) < share) for name, share in shares.items()}
    return asked.with_columns(
        known_previous="previous_family_name", known_preferred="preferred_given_name"
    ).with_columns(pl.when(gives[name]).then(pl.col(name)).otherwise(pl.lit("")).alias(name) for name in shares)
