"""Keys: 64-bit numbers under which records that may be one person meet.

One table, `KINDS`, says what each kind of key is made of. A part has one value for each known variant (former
names and postcodes, tokens of double names); a key is made for every combination. Families and given names
share the kinds `word...`, and pairs of names have no order, so swapped names meet without a kind of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from rollbook.matching.hashing import mix, number_hash, signed, text_hash
from rollbook.matching.nicknames import full_names
from rollbook.matching.normal_form import Date, Normal
from rollbook.matching.sound import sound

MASK = 0xFFFF_FFFF_FFFF_FFFF


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of key: the number mixed into it and its two parts, which may be the same one."""

    number: int
    first: str
    second: str
    locks: bool = False  # taken by registrations, so that two of one person wait for one another


KINDS = (
    Kind(1, "word", "birth", locks=True),  # one name and the birth date
    Kind(2, "pair", "year"),  # both names and the year of birth
    Kind(3, "pair", "day_and_month"),  # both names and the day and month of birth, in either order
    Kind(4, "pair", "district"),  # both names and the postcode district
    Kind(5, "district", "birth", locks=True),  # postcode district and birth date
    Kind(6, "word", "postcode"),  # one name and the postcode
    Kind(7, "initials", "birth"),  # first letters of both names and the birth date
    Kind(10, "postcode", "year"),
    Kind(11, "email", "email"),
    Kind(12, "identifier", "identifier", locks=True),
)
# Too common to keep for every learner; whole files are matched by them where few people share one, so that people
# without a birth date, or with a wrong one, are found as well.
BULK_KINDS = (
    Kind(13, "pair", "pair"),  # both names
    Kind(14, "postcode", "postcode"),
)
Parts = dict[str, tuple[int, ...]]


def stored_keys(normal: Normal) -> tuple[int, ...]:
    """The keys a record is kept under: signed 64-bit, sorted, distinct."""
    return _keys(parts_of(normal), KINDS)


def search_keys(normal: Normal) -> tuple[int, ...]:
    """The keys to look under: the stored ones, and those of the birth date with day and month turned round."""
    return _keys(parts_of(normal, turned=True), KINDS)


def lock_keys(normal: Normal) -> tuple[int, ...]:
    """The few discriminating keys on which two registrations of one person surely meet."""
    return _keys(parts_of(normal), tuple(kind for kind in KINDS if kind.locks))


def _keys(parts: Parts, kinds: tuple[Kind, ...]) -> tuple[int, ...]:
    found: set[int] = set()
    for kind in kinds:
        if kind.first == kind.second:
            found.update(mix(kind.number, value, value) for value in parts[kind.first])
        else:
            found.update(mix(kind.number, *both) for both in product(parts[kind.first], parts[kind.second]))
    return tuple(sorted(map(signed, found)))


def parts_of(normal: Normal, *, turned: bool = False) -> Parts:
    """Every part's variants as 64-bit hashes; with `turned`, the birth date also with day and month turned."""
    givens, families = _name_sounds(normal)
    middles = given_sounds(normal.middle[0]) if normal.middle else ()
    postcodes = [code for code in (normal.postcode, *normal.former_postcodes) if code]
    parts: Parts = {
        "word": tuple(dict.fromkeys((*givens, *middles, *families))),
        "pair": tuple({(one + other) & MASK for one in givens for other in families}),
        "initials": (initials(normal.given, normal.family),) if normal.given else (),
        "postcode": tuple(text_hash(code) for code in postcodes),
        "district": tuple({text_hash(code[:-3]) for code in postcodes if len(code) > 3}),
        "email": (text_hash(normal.email),) if normal.email else (),
        "identifier": tuple(text_hash(f"{scheme} {value}") for scheme, value in normal.identifiers),
    }
    return parts | _birth_parts(normal.birth, turned=turned)


def _birth_parts(birth: Date | None, *, turned: bool) -> Parts:
    if birth is None:
        return {"birth": (), "year": (), "day_and_month": ()}
    year, month, day = birth
    both = ((day, month), (month, day)) if turned and day <= 12 and day != month else ((day, month),)
    return {
        "birth": tuple(number_hash(year * 10_000 + m * 100 + d) for d, m in both),
        "year": (number_hash(year),),
        "day_and_month": (number_hash(min(day, month) * 100 + max(day, month)),),
    }


def _name_sounds(normal: Normal) -> tuple[list[int], list[int]]:
    """Hashed sounds of every given and of every family name the person is known by."""
    givens = [*given_sounds(normal.given), *given_sounds(normal.preferred)]
    families = [*family_sounds(normal.family)]
    for name in normal.previous:
        families.extend(family_sounds(name))
    for given, _ in normal.former_names:
        givens.extend(given_sounds(given))
    return list(dict.fromkeys(givens)), list(dict.fromkeys(families))


@lru_cache(maxsize=100_000)
def given_sounds(name: str) -> tuple[int, ...]:
    """Hashed sounds of a folded given name: of its first two words, and of the full names these may stand for."""
    forms = dict.fromkeys(form for word in name.split()[:2] for form in (word, *full_names(word)[:2]))
    return _hashed_sounds(forms)


@lru_cache(maxsize=100_000)
def family_sounds(name: str) -> tuple[int, ...]:
    """Hashed sounds of a folded family name: of it all as one word, and of its first and last word."""
    if not name:
        return ()
    words = name.split()
    return _hashed_sounds(dict.fromkeys(("".join(words), words[0], words[-1])))


def _hashed_sounds(words: Iterable[str]) -> tuple[int, ...]:
    return tuple(map(text_hash, dict.fromkeys(map(sound, words))))


def initials(given: str, family: str) -> int:
    """The hash of the first letter of each folded name, in either order."""
    return text_hash("".join(sorted(given[:1] + family[:1])))
