"""How common each value of a file is, taken from the file itself: the same numbers for bulk and for one pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rollbook.matching.bulk.people import Encoders, People
from rollbook.matching.bulk.values import Codes, Encoder
from rollbook.matching.model import Model
from rollbook.matching.normal_form import Date

# Pairs of people as good as seen before the file is read, so that a file of ten people does not decide alone.
_PAIRS_BEFORE = 1e6
Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FileShares:
    """Shares by code, for names, birth dates and postcodes; it also answers for values, as `Frequencies`."""

    encoders: Encoders
    givens: Shares
    families: Shares
    births: Shares
    postcodes: Shares

    def given(self, name: str) -> float:
        return float(self.givens[self.encoders.names.code(name)])

    def family(self, name: str) -> float:
        return float(self.families[self.encoders.names.code(name)])

    def birth(self, day: Date | None) -> float:
        return float(self.births[self.encoders.births.code(day)])

    def postcode(self, code: str) -> float:
        return float(self.postcodes[self.encoders.postcodes.code(code)])


def file_shares(people: People, encoders: Encoders, model: Model) -> FileShares:
    """The shares of a file's values. Every value that is to be looked up must have been encoded before."""
    return FileShares(
        encoders,
        givens=_shares(people.given, encoders.names, model.fields["given"].typical_bits),
        families=_shares(people.family, encoders.names, model.fields["family"].typical_bits),
        births=_shares(people.birth, encoders.births, model.fields["birth"].typical_bits),
        postcodes=_shares(people.postcode, encoders.postcodes, model.fields["postcode"].typical_bits),
    )


def _shares(column: Codes, encoder: Encoder, typical_bits: float) -> Shares:
    """The chance that another person has the value, for every code.

    A count is drawn towards what the file's values have in common: if `others` people share a typical value,
    a count c tells of c / (1 + 1 / others) people. So birth dates that occur once in 5,000 people do not
    count as one in 5,000, and names that occur once in a million nearly do as one in a million.
    """
    counts = np.bincount(column, minlength=len(encoder.values().values)).astype(np.float64)
    counts[0] = 0
    size = max(counts.sum(), 1.0)
    pairs = (counts * (counts - 1)).sum()
    alike = (pairs + _PAIRS_BEFORE * 2.0**-typical_bits) / (size * (size - 1) + _PAIRS_BEFORE)
    others = alike * size
    shares: Shares = np.maximum(counts, 0.5) / (size * (1 + 1 / others))
    return np.minimum(shares, 1.0)
