"""How common a name, a birth date or a postcode is: agreement on a rare value says more than on a common one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2
from typing import Protocol

from rollbook.matching.normal_form import Date


class Frequencies(Protocol):
    """Shares of a register, each above 0 and at most 1."""

    def given(self, name: str) -> float: ...
    def family(self, name: str) -> float: ...
    def birth(self, day: Date | None) -> float: ...
    def postcode(self, code: str) -> float: ...


@dataclass(frozen=True, slots=True)
class NameTable:
    """Frequencies from a table of names; a name it does not know counts as `rare`.

    `day` is the share of an ordinary birth date, `first_of_january` of one on 1 January, which stands for
    "day not known" in many systems; `home` is the share of one postcode.
    """

    givens: Mapping[str, float] = field(repr=False)
    families: Mapping[str, float] = field(repr=False)
    rare: float
    day: float
    first_of_january: float
    home: float

    def given(self, name: str) -> float:
        return self.givens.get(name, self.rare)

    def family(self, name: str) -> float:
        return self.families.get(name, self.rare)

    def birth(self, day: Date | None) -> float:
        return self.first_of_january if day and day[1:] == (1, 1) else self.day

    def postcode(self, code: str) -> float:
        return self.home


def bits(share: float) -> float:
    """How much it says that two people agree on a value of this share, in bits."""
    return -log2(share)
