"""m and u without labels: u counted on random pairs of a snapshot, m by Splink's expectation maximisation."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from rollbook.matching.bulk.candidates import Caps, candidates
from rollbook.matching.bulk.levels import Numbers, Pairs, compare_pairs
from rollbook.matching.bulk.match import prepare
from rollbook.matching.levels import FIELDS, Birth, Family, Given
from rollbook.matching.model import Model

Probabilities = dict[tuple[str, str], tuple[float, float]]
_RANDOM_PAIRS = 1_500_000  # at most, and so many for each person at most
_PAIRS_A_PERSON = 30
_LEAST = 1e-5  # no level is held to be rarer than this where a sample shows it less often


def random_u(snapshot: pl.DataFrame, model: Model, typical: Mapping[str, float], seed: int) -> dict[str, list[float]]:
    """How often two different people stand at each level, by field; the first level (missing) is left out."""
    files = prepare(snapshot, snapshot, model)
    rng = np.random.default_rng(seed)
    count = min(_RANDOM_PAIRS, _PAIRS_A_PERSON * len(snapshot))
    left, right = (rng.integers(0, len(snapshot), count).astype(np.int32) for _ in range(2))
    different = left != right
    levels = compare_pairs(Pairs(files.left, files.right, left[different], right[different]), files.encoders)
    shares = {name: _shares(column, name) for name, column in zip(FIELDS, levels, strict=True)}
    for name, bits in typical.items():  # agreement is too rare for a sample, so it is counted on all pairs
        shares[name][0] = 2.0**-bits
    return shares


def _shares(column: Numbers, name: str) -> list[float]:
    counts = np.bincount(column, minlength=len(FIELDS[name]))[1:].astype(np.float64)
    total = max(counts.sum(), 1.0)
    return [max(float(count / total), _LEAST) for count in counts]


def splink_probabilities(
    searches: pl.DataFrame, register: pl.DataFrame, model: Model, u: Mapping[str, list[float]]
) -> Probabilities:
    """m by Splink over pairs that share a birth date, and for birth dates over pairs that share both names."""
    files = prepare(searches, register, model)
    found = candidates(files.left_keys, files.right_keys, caps=Caps())
    levels = compare_pairs(Pairs(files.left, files.right, found >> 32, found & 0xFFFF_FFFF), files.encoders)
    by_name = dict(zip(FIELDS, levels, strict=True))
    same_birth = by_name["birth"] == Birth.SAME
    same_names = (by_name["given"] == Given.SAME) & (by_name["family"] == Family.SAME)
    m = _splink_m([name for name in FIELDS if name != "birth"], by_name, same_birth, u)
    m |= _splink_m(["birth", "gender", "postcode", "middle"], by_name, same_names, u, only="birth")
    return {
        (name, level.code): (m.get((name, level.code), u[name][level - 1]), u[name][level - 1])
        for name, kind in FIELDS.items()
        for level in list(kind)[1:]
    }


def _splink_m(
    names: Sequence[str],
    levels: Mapping[str, Numbers],
    where: Any,
    u: Mapping[str, list[float]],
    only: str = "",
) -> dict[tuple[str, str], float]:
    """Splink compares rows; here a row already is a pair with its levels, joined to itself by its number."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # a heavy part, needed for training alone

    seen = [name for name in names if len(np.unique(levels[name][where])) > 1]
    table = pl.DataFrame({name: levels[name][where] for name in seen}).with_row_index("pair")
    frame = table.with_columns(unique_id=pl.col("pair")).to_arrow()
    api = DuckDBAPI()
    sides = [api.register(frame, table_name=side) for side in ("searches", "candidates")]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[_comparison(name, u[name]) for name in seen],
        blocking_rules_to_generate_predictions=[block_on("pair")],
        probability_two_random_records_match=0.2,
    )
    linker = Linker(sides, settings, log_level=logging.ERROR)
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("pair"), estimate_without_term_frequencies=True
    )
    return _learnt(linker.misc.save_model_to_json(), only)


def _comparison(name: str, u: list[float]) -> dict[str, Any]:
    """A comparison whose levels are ours: the column holds the level's number, 0 for missing."""
    levels: list[dict[str, Any]] = [
        {"sql_condition": f"{name}_l = 0", "label_for_charts": "missing", "is_null_level": True}
    ]
    total = sum(u)
    levels += [
        {
            "sql_condition": f"{name}_l = {level.value}",
            "label_for_charts": level.code,
            "u_probability": u[level - 1] / total,
            "m_probability": 0.9 if level == 1 else 0.1 / (len(FIELDS[name]) - 2),
        }
        for level in list(FIELDS[name])[1:]
    ]
    return {"output_column_name": name, "comparison_levels": levels}


def _learnt(settings: Mapping[str, Any], only: str) -> dict[tuple[str, str], float]:
    return {
        (comparison["output_column_name"], level["label_for_charts"]): float(level["m_probability"])
        for comparison in settings["comparisons"]
        for level in comparison["comparison_levels"]
        if level.get("m_probability") is not None and only in ("", comparison["output_column_name"])
    }
