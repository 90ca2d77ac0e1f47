"""The people of one file as columns of codes: the normal form of `normal_form.py`, a column at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from rollbook.base.dates import parse_iso
from rollbook.base.text import fold
from rollbook.matching.bulk.values import Codes, Encoder
from rollbook.matching.normal_form import normal_email, normal_gender, normal_name, normal_postcode

MOST_FORMER = 4  # former names and postcodes beyond these are left out, the last ones first


@dataclass(frozen=True, slots=True)
class Encoders:
    """The distinct values of everything that is compared, shared by both files."""

    names: Encoder = field(default_factory=lambda: Encoder(normal_name))
    middles: Encoder = field(default_factory=lambda: Encoder(_middle_names, ()))
    postcodes: Encoder = field(default_factory=lambda: Encoder(normal_postcode))
    births: Encoder = field(default_factory=lambda: Encoder(_birth, None))
    texts: Encoder = field(default_factory=lambda: Encoder(normal_name))
    emails: Encoder = field(default_factory=lambda: Encoder(normal_email))
    identifiers: Encoder = field(default_factory=lambda: Encoder(_identifier))


@dataclass(frozen=True, slots=True)
class People:
    """Codes by row. What can have several variants is a list of columns; code 0 is "not given"."""

    given: Codes
    family: Codes
    preferred: Codes
    previous: list[Codes]
    former_given: list[Codes]
    middle: Codes
    middle_words: list[Codes]
    birth: Codes
    gender: npt.NDArray[np.int8]
    postcode: Codes
    former_postcodes: list[Codes]
    place: Codes
    school: Codes
    email: Codes
    identifiers: dict[str, Codes]

    def __len__(self) -> int:
        return len(self.given)


# Columns that hold an identifier of the scheme they are named for.
IDENTIFIERS = ("identifier", "upn", "uln", "scn")


def encode_people(frame: pl.DataFrame, encoders: Encoders) -> People:
    """The people of a file with the columns of `docs/reference`; columns that are missing count as empty."""
    names, postcodes = encoders.names, encoders.postcodes
    given, family = names.encode(_column(frame, "given_name")), names.encode(_column(frame, "family_name"))
    given, family = np.where(family == 0, 0, given), np.where(family == 0, given, family)
    middle = encoders.middles.encode(_column(frame, "middle_names"))
    postcode = postcodes.encode(_column(frame, "postcode"))
    former_given, former_family = _former_names(frame, encoders)
    written = [names.encode(_column(frame, name)) for name in ("previous_family_name", "family_name_at_16")]
    return People(
        given=given,
        family=family,
        preferred=names.encode(_column(frame, "preferred_given_name")),
        previous=_filled([np.where(codes == family, 0, codes) for codes in (*written, *former_family)]),
        former_given=_filled(former_given),
        middle=middle,
        middle_words=_middle_words(middle, encoders),
        birth=encoders.births.encode(_dates(frame)),
        gender=_gender(frame),
        postcode=postcode,
        former_postcodes=_filled(
            [np.where(codes == postcode, 0, codes) for codes in _former_postcodes(frame, encoders)]
        ),
        place=encoders.texts.encode(_column(frame, "place_of_birth")),
        school=encoders.texts.encode(_column(frame, "school_at_16")),
        email=encoders.emails.encode(_column(frame, "email")),
        identifiers={
            name: encoders.identifiers.encode(_column(frame, name)) for name in IDENTIFIERS if name in frame.columns
        },
    )


def _column(frame: pl.DataFrame, name: str) -> pl.Series:
    if name in frame.columns:
        return frame[name].cast(pl.String)
    return pl.Series(name, [None], dtype=pl.String).extend_constant(None, max(len(frame) - 1, 0)).head(len(frame))


def _dates(frame: pl.DataFrame) -> pl.Series:
    column = frame["date_of_birth"] if "date_of_birth" in frame.columns else _column(frame, "date_of_birth")
    return column.dt.to_string("%Y-%m-%d") if column.dtype == pl.Date else column.cast(pl.String)


def _birth(text: str) -> tuple[int, int, int] | None:
    day = parse_iso(text)
    return (day.year, day.month, day.day) if day else None


def _middle_names(text: str) -> tuple[str, ...]:
    return tuple(normal_name(text).split())


def _identifier(text: str) -> str:
    return fold(text).replace(" ", "")


def _gender(frame: pl.DataFrame) -> npt.NDArray[np.int8]:
    codes = Encoder(normal_gender, 0)
    column = codes.encode(_column(frame, "gender"))
    return np.array(codes.values().values, dtype=np.int8)[column]


def _middle_words(middle: Codes, encoders: Encoders) -> list[Codes]:
    """Each middle name as a code of the names, for comparison with given names."""
    tuples = encoders.middles.values().values
    width = max(map(len, tuples), default=0)
    words = [encoders.names.code_all(names[at] if at < len(names) else "" for names in tuples) for at in range(width)]
    return _filled([codes[middle] for codes in words])


def _former_names(frame: pl.DataFrame, encoders: Encoders) -> tuple[list[Codes], list[Codes]]:
    """Former given and family names, one column for each place in the list."""
    if "former_names" not in frame.columns:
        return [], []
    columns = _places(frame["former_names"])
    return (
        [encoders.names.encode(column.struct.field("given_name")) for column in columns],
        [encoders.names.encode(column.struct.field("family_name")) for column in columns],
    )


def _former_postcodes(frame: pl.DataFrame, encoders: Encoders) -> list[Codes]:
    if "former_postcodes" not in frame.columns:
        return []
    return [encoders.postcodes.encode(column) for column in _places(frame["former_postcodes"])]


def _places(column: pl.Series) -> list[pl.Series]:
    """The first, second, ... of a column of lists, each a column."""
    longest = column.list.len().max()
    count = min(int(longest) if isinstance(longest, int) else 0, MOST_FORMER)
    return [column.list.get(place, null_on_oob=True) for place in range(count)]


def _filled(columns: list[Codes]) -> list[Codes]:
    return [column for column in columns if column.any()]
