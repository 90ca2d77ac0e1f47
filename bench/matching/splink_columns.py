"""The columns Splink compares, made from a table of people: folded names, their parts, initials, variants, places.

Both sides see the same details as our own matcher, and names are looked up in the same list of nicknames, so that
what differs is scoring.
"""

from __future__ import annotations

import polars as pl

from rollbook.matching.nicknames import full_names

_TEXTS = (
    "given_name",
    "middle_names",
    "family_name",
    "preferred_given_name",
    "previous_family_name",
    "family_name_at_16",
    "gender",
    "postcode",
    "place_of_birth",
    "school_at_16",
    "email",
)


def splink_columns(people: pl.DataFrame) -> pl.DataFrame:
    """One row a person: `unique_id` and the columns named in the settings; nothing known is null."""
    frame = _complete(people)
    names = frame.select(
        unique_id="id",
        given=_folded("given_name"),
        family=_folded("family_name"),
        middle=_folded("middle_names"),
        preferred=_folded("preferred_given_name"),
        previous=_folded("previous_family_name"),
        at_16=_folded("family_name_at_16"),
        former_given=_folded_list("former_names", "given_name"),
        former_family=_folded_list("former_names", "family_name"),
        dob="date_of_birth",
        gender=pl.when(pl.col("gender").is_in(["1", "2"])).then("gender"),
        postcode=_blank_to_null(pl.col("postcode").str.to_uppercase()),
        former_postcodes="former_postcodes",
        place=_folded("place_of_birth"),
        school=_folded("school_at_16"),
        email=_blank_to_null(pl.col("email").str.to_lowercase()),
    )
    return names.with_columns(
        given_copy="given",
        family_copy="family",
        given_2=pl.col("given").str.slice(0, 2),
        family_2=pl.col("family").str.slice(0, 2),
        middle_first=pl.col("middle").str.split(" ").list.first(),
        given_parts=pl.col("given").str.split(" "),
        family_parts=pl.col("family").str.split(" "),
        givens=_known(pl.concat_list("given", "preferred", "former_given")),
        families=_known(pl.concat_list("family", "previous", "at_16", "former_family")),
        postcodes=_known(pl.concat_list("postcode", "former_postcodes")),
        birth_year=pl.col("dob").dt.year(),
        birth_digits=pl.col("dob").dt.to_string("%Y%m%d"),
        sector=pl.col("postcode").str.slice(0).str.replace(r"..$", ""),
        district=pl.col("postcode").str.split(" ").list.first(),
        nicknames=_nicknames(names["given"]),
    ).drop("preferred", "previous", "at_16", "former_given", "former_family", "former_postcodes")


def _complete(people: pl.DataFrame) -> pl.DataFrame:
    texts = [pl.lit("").alias(name) for name in _TEXTS if name not in people.columns]
    frame = people.with_columns(texts)
    if "former_postcodes" not in frame.columns:
        frame = frame.with_columns(former_postcodes=pl.lit([], dtype=pl.List(pl.String)))
    if "former_names" not in frame.columns:
        pair = pl.Struct({"given_name": pl.String, "family_name": pl.String})
        frame = frame.with_columns(former_names=pl.lit([], dtype=pl.List(pair)))
    return frame


def _fold(column: pl.Expr) -> pl.Expr:
    plain = column.str.to_lowercase().str.replace_all("ł", "l").str.normalize("NFKD").str.replace_all(r"[\p{M}'’.]", "")
    return _blank_to_null(plain.str.replace_all("[^a-z0-9]+", " ").str.strip_chars())


def _folded(name: str) -> pl.Expr:
    return _fold(pl.col(name))


def _folded_list(name: str, part: str) -> pl.Expr:
    return pl.col(name).list.eval(_fold(pl.element().struct.field(part)))


def _blank_to_null(column: pl.Expr) -> pl.Expr:
    return pl.when(column != "").then(column)


def _known(values: pl.Expr) -> pl.Expr:
    return values.list.drop_nulls().list.unique(maintain_order=True)


def _nicknames(given: pl.Series) -> pl.Series:
    distinct = given.unique().drop_nulls()
    full = pl.DataFrame({"given": distinct, "nicknames": [list(full_names(name)) for name in distinct]})
    return given.to_frame("given").join(full, on="given", how="left", maintain_order="left")["nicknames"]
