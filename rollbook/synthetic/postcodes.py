"""Well-formed United Kingdom postcodes as numbers that can be drawn, kept near one another, and written.

A postcode is area, district, sector and unit; two postcodes of one district are near. Whether a unit is in use at
Royal Mail is left open: these are shapes, not addresses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from rollbook.synthetic.communities import communities
from rollbook.synthetic.tables import table

Codes = npt.NDArray[np.int64]
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # no C I K M O V in the last two places
_UNITS = len(_LETTERS) ** 2
_SECTORS, _DISTRICTS = 10, 20
_CENTRAL = {"EC": 4, "WC": 2}  # districts here carry a letter: EC1A


@dataclass(frozen=True, slots=True)
class Places:
    """How many districts and units are in use, so that there are as many postcodes as the number of people needs."""

    districts: int
    units: int

    @classmethod
    def for_people(cls, count: int) -> Places:
        """Room for `postcodes_per_learner` postcodes a person."""
        wanted = count * float(table("people")["places"]["postcodes_per_learner"])
        per_district = len(_areas()) * _SECTORS
        districts = int(np.clip(wanted / (per_district * 12), 1, _DISTRICTS))
        return cls(districts, int(np.clip(np.ceil(wanted / (per_district * districts)), 1, _UNITS)))

    def draw(self, community: Codes, rng: np.random.Generator) -> Codes:
        """A postcode for each household: communities prefer areas, but live in all."""
        shares = np.cumsum(_preferences(), axis=1)
        picks = rng.random(len(community))
        area = np.empty(len(community), dtype=np.int64)
        for at in range(len(shares)):
            here = community == at
            area[here] = np.searchsorted(shares[at], picks[here] * shares[at, -1], side="right")
        return self._within(area * _DISTRICTS + rng.integers(0, self.districts, len(area)), rng)

    def near(self, postcode: Codes, rng: np.random.Generator) -> Codes:
        """Another postcode of the same district."""
        return self._within(postcode // (_SECTORS * _UNITS), rng)

    def move(self, postcode: Codes, rng: np.random.Generator) -> Codes:
        """Where somebody moves: often near, else anywhere."""
        near = rng.random(len(postcode)) < table("people")["places"]["near"]
        return np.where(near, self.near(postcode, rng), self.draw(np.zeros_like(postcode), rng))

    def _within(self, district: Codes, rng: np.random.Generator) -> Codes:
        sector = district * _SECTORS + rng.integers(0, _SECTORS, len(district))
        # Units in use are scattered over the letters, differently in each sector.
        unit = (rng.integers(0, self.units, len(district)) * 151 + sector * 37) % _UNITS
        codes: Codes = sector * _UNITS + unit
        return codes


def written(codes: Codes) -> pl.Series:
    """Postcodes as text, such as LS6 3QT; a negative code is an empty text."""
    used, places = np.unique(codes, return_inverse=True)
    return pl.Series([write(int(code)) for code in used], dtype=pl.String).gather(places)


def write(code: int) -> str:
    """One postcode as text."""
    if code < 0:
        return ""
    sector, unit = divmod(code, _UNITS)
    district, sector = divmod(sector, _SECTORS)
    area, district = divmod(district, _DISTRICTS)
    letters = _LETTERS[unit // len(_LETTERS)] + _LETTERS[unit % len(_LETTERS)]
    return f"{_outward(_areas()[area], district)} {sector}{letters}"


def read(postcode: str) -> int:
    """The number of a postcode that `write` wrote."""
    outward, inward = postcode.split(" ")
    area = max((area for area in _areas() if outward.startswith(area)), key=len)
    numbers = range(_DISTRICTS) if area in _CENTRAL else (int(outward.removeprefix(area)) - 1,)
    district = next(number for number in numbers if _outward(area, number) == outward)
    sector = (_areas().index(area) * _DISTRICTS + district) * _SECTORS + int(inward[0])
    return sector * _UNITS + _LETTERS.index(inward[1]) * len(_LETTERS) + _LETTERS.index(inward[2])


def _outward(area: str, district: int) -> str:
    if area in _CENTRAL:
        return f"{area}{district % _CENTRAL[area] + 1}{'AEMNRVY'[district % 7]}"
    return f"{area}{district + 1}"


def _areas() -> list[str]:
    areas: list[str] = table("places")["areas"].split()
    return areas


def _preferences() -> npt.NDArray[np.float64]:
    """Shares of areas for each community; the same for every register."""
    rng = np.random.default_rng(19690101)
    general = rng.lognormal(0.0, 0.6, len(_areas()))
    own = rng.lognormal(0.0, 1.3, (len(communities()), len(_areas())))
    own[0] = 1.0
    return np.asarray(general * own)
