"""Trains the Splink model that our matching is judged against, and writes it to `splink/<errors>.json`.

Well tuned, as published figures for such a register are: levels for everything that happens to names, dates and
addresses, term frequencies for names, u from random pairs, m by expectation maximisation without labels.

    python -m bench.matching.splink_settings --size 1000000
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from splink import DuckDBAPI, Linker

from bench.matching.sets import TRAIN, make_set
from bench.matching.splink_columns import splink_columns

FOLDER = Path(__file__).parent / "splink"
_NEVER = 1e-6  # u of what random pairs almost never show


def _level(says: str, sql: str, **more: Any) -> dict[str, Any]:
    return {"sql_condition": sql, "label_for_charts": says, **more}


def _null(sql: str) -> dict[str, Any]:
    return _level("missing", sql, is_null_level=True)


_ELSE = _level("differs", "ELSE")
# Splink does not train a comparison that shares a column with the training rule: what a comparison borrows from another
# detail, it takes from a copy of the column.
_GIVEN_SWAPPED = "given_l = family_copy_r and family_copy_l = given_r"
_FAMILY_SWAPPED = "family_l = given_copy_r and given_copy_l = family_r"
_JARO_WINKLER = "jaro_winkler_similarity({0}_l, {0}_r) >= {1}"


def given() -> dict[str, Any]:
    """Given names: exact, exchanged with the family name, a middle or preferred name, a nickname, near, an initial."""
    return _comparison(
        "given",
        _null("given_l is null or given_r is null"),
        _level("names exchanged", _GIVEN_SWAPPED, u_probability=_NEVER, fix_u_probability=True),
        _level("exact", "given_l = given_r", tf_adjustment_column="given", tf_adjustment_weight=1.0),
        _level("preferred or former", "list_contains(givens_l, given_r) or list_contains(givens_r, given_l)"),
        _level("middle name", "given_l = middle_first_r or given_r = middle_first_l"),
        _level("nickname", "list_has_any(nicknames_l, nicknames_r)"),
        _level("part", "list_has_any(given_parts_l, given_parts_r)"),
        _level("near", f"{_JARO_WINKLER.format('given', 0.92)} or damerau_levenshtein(given_l, given_r) <= 1"),
        _level("alike", _JARO_WINKLER.format("given", 0.85)),
        _level("initial", "(length(given_l) = 1 or length(given_r) = 1) and given_l[1] = given_r[1]"),
        _ELSE,
    )


def family() -> dict[str, Any]:
    """Family names: exact, a former one, part of a double one, near."""
    fixed = {"m_probability": _NEVER, "u_probability": _NEVER, "fix_m_probability": True, "fix_u_probability": True}
    return _comparison(
        "family",
        _null("family_l is null or family_r is null"),
        # Weighed once, with the given name.
        _level("names exchanged", _FAMILY_SWAPPED, **fixed),
        _level("exact", "family_l = family_r", tf_adjustment_column="family", tf_adjustment_weight=1.0),
        _level("former", "list_contains(families_l, family_r) or list_contains(families_r, family_l)"),
        _level("part", "list_has_any(family_parts_l, family_parts_r)"),
        _level("near", f"{_JARO_WINKLER.format('family', 0.92)} or damerau_levenshtein(family_l, family_r) <= 1"),
        _level("alike", _JARO_WINKLER.format("family", 0.85)),
        _ELSE,
    )


def birth() -> dict[str, Any]:
    """Birth dates: exact, day and month exchanged, one digit, 1 January, a day or a year off, the year alone."""
    parts = "(year(dob_l) = year(dob_r))::int + (month(dob_l) = month(dob_r))::int + (day(dob_l) = day(dob_r))::int"
    return _comparison(
        "dob",
        _null("dob_l is null or dob_r is null"),
        _level("exact", "dob_l = dob_r"),
        _level(
            "day and month exchanged",
            "year(dob_l) = year(dob_r) and day(dob_l) = month(dob_r) and month(dob_l) = day(dob_r)",
        ),
        _level("one digit", "damerau_levenshtein(birth_digits_l, birth_digits_r) <= 1"),
        _level("two parts", f"{parts} = 2"),
        _level("a day off", "abs(date_diff('day', dob_l, dob_r)) <= 1"),
        _level("year", "year(dob_l) = year(dob_r)"),
        _ELSE,
    )


def postcode() -> dict[str, Any]:
    """Postcodes: exact, a former one, one sign off, sector, district."""
    return _comparison(
        "postcode",
        _null("postcode_l is null or postcode_r is null"),
        _level("exact", "postcode_l = postcode_r"),
        _level("former", "list_has_any(postcodes_l, postcodes_r)"),
        _level("one sign", "damerau_levenshtein(postcode_l, postcode_r) <= 1"),
        _level("sector", "sector_l = sector_r"),
        _level("district", "district_l = district_r"),
        _ELSE,
    )


def middle() -> dict[str, Any]:
    """Middle names: exact, one of several, an initial, near."""
    return _comparison(
        "middle",
        _null("middle_l is null or middle_r is null"),
        _level("exact", "middle_l = middle_r"),
        _level("first", "middle_first_l = middle_first_r"),
        _level("initial", "(length(middle_l) = 1 or length(middle_r) = 1) and middle_l[1] = middle_r[1]"),
        _level("near", _JARO_WINKLER.format("middle", 0.9)),
        _ELSE,
    )


def exact(column: str, *, m: float | None = None) -> dict[str, Any]:
    """A detail that agrees or does not; `m` of agreeing is set where too few give the detail to learn it."""
    fixed = {} if m is None else {"m_probability": m, "fix_m_probability": True}
    otherwise = {} if m is None else {"m_probability": 1 - m, "fix_m_probability": True}
    return _comparison(
        column,
        _null(f"{column}_l is null or {column}_r is null"),
        _level("exact", f"{column}_l = {column}_r", **fixed),
        {**_ELSE, **otherwise},
    )


def _comparison(column: str, *levels: dict[str, Any]) -> dict[str, Any]:
    return {"output_column_name": column, "comparison_levels": [dict(level) for level in levels]}


def _rule(sql: str, *exploded: str) -> dict[str, Any]:
    return {"blocking_rule": sql, "arrays_to_explode": list(exploded)} if exploded else {"blocking_rule": sql}


BLOCKING = [
    _rule("l.family = r.family and l.dob = r.dob"),
    _rule("l.given = r.given and l.dob = r.dob"),
    _rule("l.postcode = r.postcode and l.dob = r.dob"),
    _rule("l.postcode = r.postcode and l.given = r.given"),
    _rule("l.postcode = r.postcode and l.family = r.family"),
    _rule("l.given = r.given and l.family = r.family and l.birth_year = r.birth_year"),
    _rule("l.given = r.given and l.family = r.family and l.district = r.district"),
    _rule("l.given_2 = r.given_2 and l.family_2 = r.family_2 and l.dob = r.dob"),
    _rule("l.given = r.family and l.family = r.given and l.dob = r.dob"),
    _rule("l.families = r.families and l.dob = r.dob", "families"),
    _rule("l.nicknames = r.nicknames and l.dob = r.dob", "nicknames"),
    _rule("l.postcodes = r.postcodes and l.dob = r.dob", "postcodes"),
    _rule("l.postcodes = r.postcodes and l.given = r.given", "postcodes"),
    _rule("l.families = r.families and l.given = r.given and l.birth_year = r.birth_year", "families"),
    _rule("l.given_2 = r.given_2 and l.district = r.district and l.dob = r.dob"),
]


# Training pairs agree on the middle name too: without it, the twins and juniors among them spoil the estimates.
TRAINED_ON = (
    "l.given = r.given and l.family = r.family and l.middle = r.middle",
    "l.dob = r.dob and l.family = r.family and l.middle = r.middle",
    "l.dob = r.dob and l.given = r.given and l.middle = r.middle",
    "l.dob = r.dob and l.given = r.given and l.family = r.family and l.postcode = r.postcode",
)
LEAST_M, LEAST_U = 0.0005, 1e-6


def untrained() -> dict[str, Any]:
    """The settings before training."""
    comparisons = [given(), family(), birth(), postcode(), exact("gender"), middle()]
    comparisons += [exact(column, m=0.98) for column in ("email", "place", "school")]
    return {
        "link_type": "link_only",
        "unique_id_column_name": "unique_id",
        "comparisons": comparisons,
        "blocking_rules_to_generate_predictions": BLOCKING,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "probability_two_random_records_match": 7e-7,
        "max_iterations": 40,
    }


def train(errors: str, size: int) -> dict[str, Any]:
    """Settings with m and u, from people of the training seed; no label is looked at."""
    people = make_set(errors, size=size, seeds=TRAIN)
    api = DuckDBAPI()
    frames = [
        api.register(splink_columns(frame).to_arrow(), table_name=name)
        for name, frame in (("searches", people.queries), ("learners", people.register))
    ]
    linker = Linker(frames, untrained(), log_level="WARNING")
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=7)
    for rule in TRAINED_ON:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    return _floored(linker.misc.save_model_to_json())


def _floored(settings: dict[str, Any]) -> dict[str, Any]:
    """No level impossible: one that training did not meet, or hardly, keeps a small probability."""
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                level["m_probability"] = max(level.get("m_probability") or 0.0, LEAST_M)
                level["u_probability"] = max(level.get("u_probability") or 0.0, LEAST_U)
    return settings


def main() -> None:
    """Train on both models of errors and write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000)
    size = parser.parse_args().size
    FOLDER.mkdir(exist_ok=True)
    for errors in ("independent", "correlated"):
        text = json.dumps(train(errors, size), indent=1, sort_keys=True)
        (FOLDER / f"{errors}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
