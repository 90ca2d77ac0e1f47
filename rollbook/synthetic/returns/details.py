"""The details of people that a plan may name in braces, each worked out once for everybody when it is asked for.

Each has random numbers of its own, so that a plan which names one more changes none of the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from zlib import crc32

import numpy as np
import polars as pl

from rollbook.definitions.identifiers import upn
from rollbook.synthetic.communities import communities
from rollbook.synthetic.names import vocabulary
from rollbook.synthetic.naming import given_names
from rollbook.synthetic.registered import numbers
from rollbook.synthetic.returns.plans import Plan
from rollbook.synthetic.tables import table

_AT_AGE = re.compile(r"year_at_(\d+)")
_PARENTS_OLDER = (20 * 365, 40 * 365)  # days
_AS_THEY_ARE = (
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


class Details:
    """Details of the people of one return, by name; texts, null where somebody has none."""

    def __init__(self, plan: Plan, people: pl.DataFrame, seed: int) -> None:
        """`people` are those of `persons`, with `age` and `plan_kind` (its place in the plan)."""
        self.plan, self.people, self.seed, self.size = plan, people, seed, len(people)
        self._known: dict[str, pl.Series] = {}

    def of(self, name: str) -> pl.Series:
        """One detail of everybody. KeyError when there is no such detail."""
        if name not in self._known:
            self._known |= self._made(name)
        return self._known[name]

    def random(self, name: str) -> np.random.Generator:
        """Random numbers that nothing else draws from."""
        return np.random.default_rng([self.seed, self.size, crc32(name.encode())])

    def _made(self, name: str) -> Mapping[str, pl.Series]:
        if any(name in kind.details for kind in self.plan.kinds):
            of_kinds = pl.Series([kind.details.get(name) for kind in self.plan.kinds], dtype=pl.String)
            return {name: of_kinds.gather(self.people["plan_kind"])}
        for of in self.plan.draws:
            if name in of[0]:
                return self._drawn(of)
        if name in self.plan.numbers:
            least, most = self.plan.numbers[name]
            return {name: pl.Series(self.random(name).integers(least, most + 1, self.size)).cast(pl.String)}
        at_age = _AT_AGE.fullmatch(name)
        if at_age:
            year = self.plan.starts.year + int(at_age[1]) - self.people["age"]
            return {name: year.cast(pl.String)}
        if name in _AS_THEY_ARE:
            return {name: self.people.select(pl.col(name).replace("", None)).to_series()}
        return {name: _MAKERS[name](self)}

    def _drawn(self, of: Any) -> Mapping[str, pl.Series]:
        """Details that are drawn together, such as ethnicity and language, so that they fit one another."""
        names = [name for name in of[0] if name != "share"]
        shares = np.array([one["share"] for one in of])
        chosen = self.random(names[0]).choice(len(of), size=self.size, p=shares / shares.sum())
        return {
            name: pl.Series([one.get(name) or None for one in of], dtype=pl.String).gather(chosen) for name in names
        }


def _number(of: Details) -> pl.Series:
    """Their place among the people, from 1."""
    return pl.select(pl.int_range(1, of.size + 1).cast(pl.String)).to_series()


def _reference(of: Details) -> pl.Series:
    return of.of("number").str.zfill(7).str.replace("^", "A")


def _date_of_birth(of: Details) -> pl.Series:
    return of.people["date_of_birth"].cast(pl.String)


def _sex(of: Details) -> pl.Series:
    """M or F: of those whose gender is not known or specified every second one."""
    told = pl.col("gender").replace_strict({"1": "M", "2": "F"}, default=None)
    other = pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit("F")).otherwise(pl.lit("M"))
    return of.people.select(told.fill_null(other)).to_series()


def _title(of: Details) -> pl.Series:
    """Mr, or one of three; none for those whose gender is not told."""
    female = pl.Series(["Ms", "Miss", "Mrs"]).gather(of.random("title").choice(3, size=of.size, p=[0.5, 0.3, 0.2]))
    titles = pl.when(pl.col("gender") == "1").then(pl.lit("Mr")).when(pl.col("gender") == "2").then(pl.lit(female))
    return of.people.select(titles).to_series()


def _year_group(years_ago: int) -> Callable[[Details], pl.Series]:
    """The year that a pupil of this age is in, as schools write it, or was in so many years ago."""

    def made(of: Details) -> pl.Series:
        early = {2: "N1", 3: "N2", 4: "R"}
        age = of.people["age"] - years_ago
        return age.replace_strict(early, default=(age - 4).cast(pl.String), return_dtype=pl.String)

    return made


def _key_stage(of: Details) -> pl.Series:
    oldest = (4, 6, 10, 13, 15)  # of each stage but the last
    return pl.Series(["F", "1", "2", "3", "4", "5"]).gather(np.searchsorted(oldest, of.people["age"].to_numpy()))


def _uln(of: Details) -> pl.Series:
    return numbers(of.size, of.seed)


def _uln_wrong(of: Details) -> pl.Series:
    """The number with another last digit."""
    return _each(of.of("uln"), lambda one: one[:9] + str((int(one[9]) + 3) % 10))


def _upn(of: Details) -> pl.Series:
    """A number given by the first school, in the year a pupil came there at four; no two alike.

    A school gives a thousand in a year, so that where many pupils are of one age, schools beside it have given some.
    """
    years = of.people["age"].clip(lower_bound=4)
    nth = pl.DataFrame({"age": years}).select(pl.int_range(pl.len()).over("age")).to_series().to_list()
    first = int(of.plan.upn_school)
    given = [
        f"{first + place // 1000:07}{(of.plan.starts.year + 4 - age) % 100:02}{place % 1000:03}"
        for age, place in zip(years.to_list(), nth, strict=True)
    ]
    return pl.Series([upn.check_letter(one) + one for one in given])


def _upn_wrong(of: Details) -> pl.Series:
    """The number with another letter."""
    return _each(of.of("upn"), lambda one: upn.LETTERS[(upn.LETTERS.index(one[0]) + 5) % 23] + one[1:])


def _address(of: Details) -> pl.Series:
    rng, streets = of.random("address"), pl.Series(table("places")["streets"].split("|"))
    frame = pl.DataFrame({"number": rng.integers(1, 180, of.size), "street": rng.integers(0, len(streets), of.size)})
    return frame.select(pl.format("{} {}", "number", pl.lit(streets).gather(pl.col("street")))).to_series()


def _town(of: Details) -> pl.Series:
    towns = pl.Series(table("places")["towns"].split())
    return towns.gather(of.random("town").integers(0, len(towns), of.size))


def _phone(start: str, whose: str) -> Callable[[Details], pl.Series]:
    """Numbers that the regulator keeps free for plays and films."""

    def made(of: Details) -> pl.Series:
        last = pl.Series(of.random(f"phone {whose}").integers(0, 1000, of.size)).cast(pl.String).str.zfill(3)
        return pl.select(pl.lit(start) + last).to_series()

    return made


def _parent(sex: int) -> Callable[[Details], pl.Series]:
    """A given name of the child's community, of somebody a generation older."""

    def made(of: Details) -> pl.Series:
        rng = of.random(f"parent{sex}")
        places = {one.name: place for place, one in enumerate(communities())}
        community = of.people["community"].replace_strict(places, return_dtype=pl.Int64).to_numpy()
        born = of.people["date_of_birth"].to_physical().cast(pl.Int64).to_numpy()
        codes = given_names(community, np.full(of.size, bool(sex)), born - rng.integers(*_PARENTS_OLDER, of.size), rng)
        return pl.Series(vocabulary().names[codes].tolist(), dtype=pl.String)

    return made


def _each(values: pl.Series, change: Callable[[str], str]) -> pl.Series:
    return pl.Series([change(one) for one in values.to_list()], dtype=pl.String)


_MAKERS: Mapping[str, Callable[[Details], pl.Series]] = {
    "number": _number,
    "reference": _reference,
    "date_of_birth": _date_of_birth,
    "sex": _sex,
    "title": _title,
    "year_group": _year_group(0),
    "last_year_group": _year_group(1),
    "key_stage": _key_stage,
    "uln": _uln,
    "uln_wrong": _uln_wrong,
    "upn": _upn,
    "upn_wrong": _upn_wrong,
    "address": _address,
    "town": _town,
    "landline": _phone("01632960", "home"),
    "mother_mobile": _phone("07700900", "mother"),
    "father_mobile": _phone("07700900", "father"),
    "father_given_name": _parent(0),
    "mother_given_name": _parent(1),
}
