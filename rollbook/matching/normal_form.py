"""The strict normal form: case, accents, punctuation and spacing made alike, nothing looser.

Whatever is looser (nicknames, near spellings, swapped parts) is a level of comparison, never a normal form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rollbook.base.text import fold
from rollbook.definitions import postcodes
from rollbook.matching.details import Details

# Written where a name is not known: the same as no name. Source: common practice of student record systems.
_PLACEHOLDERS = frozenset(
    "unknown;not known;not given;not available;not provided;no surname;no name;no forename;fnu;lnu;nfn;nln;n a;"
    "first name unknown;last name unknown;tbc;xx;xxx;xxxx".split(";")
)
# Gender as written in the standards we meet: codes 1 and 2, and letters and words of older systems.
_GENDERS = {"1": 1, "m": 1, "male": 1, "2": 2, "f": 2, "female": 2}
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_NOT_POSTCODE = re.compile(r"[^A-Z0-9]")
Date = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Normal:
    """One person's details in strict normal form. Names are folded; empty means not given.

    A single name always stands in `family`. `birth` is (year, month, day) or None; `gender` 1, 2, or 0 for
    not known; postcodes are capitals and digits without a space. `former_names` and `previous` hold only
    what differs from the current name.
    """

    given: str = ""
    family: str = ""
    birth: Date | None = None
    gender: int = 0
    postcode: str = ""
    middle: tuple[str, ...] = ()
    preferred: str = ""
    previous: tuple[str, ...] = ()
    former_names: tuple[tuple[str, str], ...] = ()
    former_postcodes: tuple[str, ...] = ()
    school: str = ""
    place: str = ""
    email: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=100_000)
def normal_name(text: str) -> str:
    """A name folded; an empty text for what only stands in for a name."""
    folded = fold(text)
    return "" if folded in _PLACEHOLDERS else folded


def normal_postcode(text: str) -> str:
    """Capitals and digits only. In a postcode of British shape, O and 0, I and 1 are put where they belong.

    ZZ99 9ZZ and its like stand for no known place: two people who have it have no address in common, so it is empty.
    """
    code = _NOT_POSTCODE.sub("", text.upper())
    if postcodes.is_placeholder(code):
        return ""
    if len(code) < 5 or _POSTCODE.fullmatch(code):
        return code
    mended = code[:-3] + code[-3].replace("O", "0").replace("I", "1") + code[-2:].replace("0", "O").replace("1", "I")
    return mended if _POSTCODE.fullmatch(mended) else code


def normal_gender(text: str) -> int:
    """1 male, 2 female, 0 for anything that does not say."""
    return _GENDERS.get(text.strip().lower(), 0)


def normal_email(text: str) -> str:
    """Lower case without blanks; empty for what is no address."""
    address = "".join(text.split()).casefold()
    return address if "@" in address else ""


def normalise(details: Details) -> Normal:
    """The strict normal form of one person's details."""
    given, family = normal_name(details.given_name), normal_name(details.family_name)
    if not family:
        given, family = "", given
    born = details.date_of_birth
    postcode = normal_postcode(details.postcode)
    former = _former(details, given, family) if details.former_names else ()
    return Normal(
        given=given,
        family=family,
        birth=(born.year, born.month, born.day) if born else None,
        gender=normal_gender(details.gender),
        postcode=postcode,
        middle=tuple(normal_name(details.middle_names).split()) if details.middle_names else (),
        preferred=normal_name(details.preferred_given_name) if details.preferred_given_name else "",
        previous=_previous(details, former, family),
        former_names=former,
        former_postcodes=_distinct((normal_postcode(code) for code in details.former_postcodes), postcode),
        school=normal_name(details.school_at_16) if details.school_at_16 else "",
        place=normal_name(details.place_of_birth) if details.place_of_birth else "",
        email=normal_email(details.email) if details.email else "",
        identifiers=_identifiers(details) if details.identifiers else (),
    )


def _former(details: Details, given: str, family: str) -> tuple[tuple[str, str], ...]:
    pairs = {(normal_name(first), normal_name(last)) for first, last in details.former_names}
    return tuple(sorted(pairs - {(given, family), ("", "")}))


def _previous(details: Details, former: tuple[tuple[str, str], ...], family: str) -> tuple[str, ...]:
    if not (former or details.previous_family_name or details.family_name_at_16):
        return ()
    written = (details.previous_family_name, details.family_name_at_16)
    return _distinct((*map(normal_name, written), *(last for _, last in former)), family)


def _identifiers(details: Details) -> tuple[tuple[str, str], ...]:
    pairs = ((fold(scheme), fold(value).replace(" ", "")) for scheme, value in details.identifiers)
    return tuple(sorted({(scheme, value) for scheme, value in pairs if value}))


def _distinct(values: Iterable[str], current: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value and value != current))
