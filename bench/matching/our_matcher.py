"""Our own matching in bulk: every candidate with its weight, and the decision `ExactMatch` checked on all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl

from bench.matching.scores import Answers
from rollbook.matching import Details, Model, is_exact, normalise
from rollbook.matching.bulk.candidates import Caps
from rollbook.matching.bulk.match import prepare, score_slices


@dataclass(frozen=True, slots=True)
class OurMatcher:
    """A model of ours."""

    model: Model

    def answers(self, queries: pl.DataFrame, register: pl.DataFrame) -> Answers:
        """Every candidate pair with its weight after rivals, and the seconds it took."""
        started = perf_counter()
        files = prepare(queries, register, self.model)
        found = [
            pl.DataFrame(
                {
                    "id": queries["id"].gather(scored.left),
                    "learner_id": register["id"].gather(scored.right),
                    "weight": scored.rivalled,
                }
            )
            for scored in score_slices(files, self.model, caps=Caps())
        ]
        return Answers(pl.concat(found), perf_counter() - started)


@dataclass(frozen=True, slots=True)
class Exact:
    """How many searches would be answered ExactMatch, and how many of them wrongly."""

    made: int
    wrong: int


def exact_matches(answers: Answers, queries: pl.DataFrame, register: pl.DataFrame, truth: pl.DataFrame) -> Exact:
    """Ask `is_exact` of every candidate that could be; a search with exactly one such learner is ExactMatch."""
    likely = (
        answers.pairs.join(queries.select("id", "date_of_birth", "gender"), on="id")
        .join(register.select("id", "date_of_birth", "gender"), left_on="learner_id", right_on="id", suffix="_theirs")
        .filter(pl.col("date_of_birth") == pl.col("date_of_birth_theirs"), pl.col("gender") == pl.col("gender_theirs"))
        .select("id", "learner_id")
    )
    asked = _normal(queries, likely["id"])
    known = _normal(register, likely["learner_id"])
    agree = [is_exact(asked[one], known[other]) for one, other in likely.iter_rows()]
    exact = likely.filter(pl.Series(agree, dtype=pl.Boolean))
    single = exact.filter(pl.len().over("id") == 1).join(truth.select("id", true="learner_id"), on="id")
    return Exact(len(single), int((single["learner_id"] != single["true"]).sum()))


def _normal(people: pl.DataFrame, wanted: pl.Series) -> dict[str, Any]:
    chosen = people.filter(pl.col("id").is_in(wanted.unique().implode()))
    return {row["id"]: normalise(_details(row)) for row in chosen.iter_rows(named=True)}


_PLAIN = (
    "given_name",
    "family_name",
    "gender",
    "postcode",
    "middle_names",
    "preferred_given_name",
    "previous_family_name",
    "family_name_at_16",
    "school_at_16",
    "place_of_birth",
    "email",
)


def _details(row: dict[str, Any]) -> Details:
    born = row["date_of_birth"]
    return Details(
        **{name: row.get(name) or "" for name in _PLAIN},
        date_of_birth=born if isinstance(born, date) else None,
        former_names=tuple((pair["given_name"], pair["family_name"]) for pair in row.get("former_names") or ()),
        former_postcodes=tuple(row.get("former_postcodes") or ()),
    )


def gap(recalls: dict[str, tuple[float, float, float]]) -> float:
    """Between the best and the worst recall of the communities, in points of a hundred."""
    values = np.array([recall for recall, _, _ in recalls.values()])
    return float(values.max() - values.min()) * 100
