"""The keys of a whole file, by the kinds of `matching/keys.py`: rows and keys as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rollbook.matching.bulk.people import Encoders, People
from rollbook.matching.bulk.values import Codes, Hashes
from rollbook.matching.hashing import MASK, mix, number_hash, text_hash
from rollbook.matching.keys import BULK_KINDS, KINDS, Kind, family_sounds, given_sounds, initials

Rows = Codes


@dataclass(frozen=True, slots=True)
class Part:
    """Hashes of one part of a key as (row, hash), a row once for each of its variants."""

    rows: Rows
    hashes: Hashes


@dataclass(frozen=True, slots=True)
class KeyParts:
    """What the keys of a file are made of: parts by row, and columns with one hash a row (0 where missing)."""

    parts: dict[str, Part]
    columns: dict[str, list[Hashes]]


def keys_of_kind(kind: Kind, made: KeyParts) -> Part:
    """Every key of one kind in a file."""
    first = made.parts[kind.first]
    if kind.first == kind.second:
        return Part(first.rows, mix(kind.number, first.hashes, first.hashes))
    found = []
    for column in made.columns[kind.second]:
        second = column[first.rows]
        both = second != 0
        found.append(Part(first.rows[both], mix(kind.number, first.hashes[both], second[both])))
    return _joined(found)


@dataclass(frozen=True, slots=True)
class NameSounds:
    """The hashed sounds of every name met, as given and as family name: for each variant an array by code."""

    given: list[Hashes]
    family: list[Hashes]


def name_sounds(encoders: Encoders) -> NameSounds:
    """The sounds of all names; to be made once everybody has been encoded."""
    names = encoders.names.values()
    return NameSounds(names.hashes(given_sounds), names.hashes(family_sounds))


def key_parts(people: People, encoders: Encoders, sounds: NameSounds, *, turned: bool) -> KeyParts:
    """The parts of a file's keys; `turned` as in `search_keys`."""
    givens, middles, families = _sounds(people, sounds)
    postcodes, districts = _postcodes(people, encoders)
    births = _births(people, encoders, turned=turned)
    emails = [text_hash(value) if value else 0 for value in encoders.emails.values().values]
    parts = {
        "word": _sparse([*givens, *middles, *families]),
        "pair": _pairs(givens, families),
        "initials": _sparse([_initials(people, encoders)]),
        "district": _sparse(districts),
        "postcode": _sparse(postcodes),
        "email": _sparse([np.array(emails, dtype=np.uint64)[people.email]]),
        "identifier": _sparse(_identifiers(people, encoders)),
    }
    return KeyParts(parts, {"district": districts, "postcode": postcodes, **births})


def _sounds(people: People, sounds: NameSounds) -> tuple[list[Hashes], list[Hashes], list[Hashes]]:
    """Hashed sounds of given names, of the first middle name, and of family names, by row."""
    return (
        _by_row([people.given, people.preferred, *people.former_given], sounds.given),
        _by_row(people.middle_words[:1], sounds.given),
        _by_row([people.family, *people.previous], sounds.family),
    )


def _by_row(columns: list[Codes], sounds: list[Hashes]) -> list[Hashes]:
    return [hashes[column] for column in columns for hashes in sounds]


def _sparse(columns: list[Hashes]) -> Part:
    """The hashes that are there."""
    found = []
    for column in columns:
        rows = np.flatnonzero(column).astype(np.int32)
        found.append(Part(rows, column[rows]))
    return _joined(found)


def _pairs(givens: list[Hashes], families: list[Hashes]) -> Part:
    found = []
    for given in givens:
        rows = np.flatnonzero(given).astype(np.int32)
        for family in families:
            both = rows[family[rows] != 0]
            found.append(Part(both, (given[both] + family[both]) & np.uint64(MASK)))
    return _joined(found)


def _joined(found: list[Part]) -> Part:
    if not found:
        return Part(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint64))
    return Part(np.concatenate([part.rows for part in found]), np.concatenate([part.hashes for part in found]))


def _initials(people: People, encoders: Encoders) -> Hashes:
    """First letters of both names, hashed once for each distinct pair."""
    letters = [name[:1] for name in encoders.names.values().values]
    known = sorted(set(letters))
    codes = np.array([known.index(letter) for letter in letters], dtype=np.int64)
    packed, place = np.unique(codes[people.given] << 32 | codes[people.family], return_inverse=True)
    pairs = [(known[pair >> 32], known[pair & 0xFFFF_FFFF]) for pair in packed.tolist()]
    return np.array([initials(*pair) if pair[0] else 0 for pair in pairs], dtype=np.uint64)[place]


def _postcodes(people: People, encoders: Encoders) -> tuple[list[Hashes], list[Hashes]]:
    codes = encoders.postcodes.values().values
    whole = np.array([text_hash(code) if code else 0 for code in codes], dtype=np.uint64)
    district = np.array([text_hash(code[:-3]) if len(code) > 3 else 0 for code in codes], dtype=np.uint64)
    columns = [people.postcode, *people.former_postcodes]
    return [whole[column] for column in columns], [district[column] for column in columns]


def _births(people: People, encoders: Encoders, *, turned: bool) -> dict[str, list[Hashes]]:
    dates = [date or (0, 0, 0) for date in encoders.births.values().values]
    year, month, day = np.array(dates, dtype=np.uint64).T
    low, high = np.minimum(day, month), np.maximum(day, month)
    columns = {
        "birth": [year * 10_000 + month * 100 + day],
        "year": [year],
        "day_and_month": [low * 100 + high],
    }
    if turned:
        swapped = np.where((day <= 12) & (day != month), year * 10_000 + day * 100 + month, 0).astype(np.uint64)
        columns["birth"].append(swapped)
    return {name: [number_hash(numbers)[people.birth] for numbers in kinds] for name, kinds in columns.items()}


def _identifiers(people: People, encoders: Encoders) -> list[Hashes]:
    values = encoders.identifiers.values().values
    return [
        np.array([text_hash(f"{scheme} {value}") if value else 0 for value in values], dtype=np.uint64)[codes]
        for scheme, codes in people.identifiers.items()
    ]


def all_keys(made: KeyParts) -> Iterator[Part]:
    """The keys of a file, kind by kind."""
    for kind in (*KINDS, *BULK_KINDS):
        yield keys_of_kind(kind, made)
