"""Columns as codes into a list of distinct values, so that each value is folded and compared once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

Codes = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]


# A quick test of many pairs of codes at once: False where two values cannot agree in any way.
Maybe = Callable[[Codes, Codes], npt.NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Values:
    """Distinct normal values; code 0 is always the empty one."""

    values: list[Any]

    def hashes(self, hashes_of: Callable[[Any], tuple[int, ...]]) -> list[Hashes]:
        """For each variant a value can have, an array of hashes by code; 0 where a value has no such variant."""
        rows = [hashes_of(value) for value in self.values]
        width = max(map(len, rows), default=0)
        return [
            np.array([row[place] if place < len(row) else 0 for row in rows], dtype=np.uint64) for place in range(width)
        ]


class Encoder:
    """Turns raw columns into codes of normal values; columns encoded by one encoder share their codes."""

    def __init__(self, normal: Callable[[Any], Any], empty: Any = "") -> None:
        self._normal = normal
        self._codes: dict[Any, int] = {empty: 0}
        self._test: tuple[int, Maybe] | None = None

    def encode(self, column: pl.Series) -> Codes:
        """Codes of a column; nulls are code 0."""
        distinct = column.drop_nulls().unique()
        codes = [self.code(self._normal(value)) for value in distinct.to_list()]
        table = pl.DataFrame({"value": distinct, "code": pl.Series(codes, dtype=pl.Int32)})
        joined = column.alias("value").to_frame().join(table, on="value", how="left", maintain_order="left")
        return joined["code"].fill_null(0).to_numpy().astype(np.int32)

    def code(self, value: Any) -> int:
        """The code of a normal value, new if it has not been met."""
        return self._codes.setdefault(value, len(self._codes))

    def values(self) -> Values:
        """What has been met so far, in the order of the codes."""
        return Values(list(self._codes))

    def quick_test(self, make: Callable[[Values], Maybe]) -> Maybe:
        """The quick test made of what has been met; kept until something new is met."""
        if self._test is None or self._test[0] != len(self._codes):
            self._test = len(self._codes), make(self.values())
        return self._test[1]

    def code_all(self, values: Iterable[Any]) -> Codes:
        """The codes of normal values."""
        return np.fromiter((self.code(value) for value in values), dtype=np.int32)


def for_distinct_pairs(
    function: Callable[[Any, Any], int],
    values: Values,
    left: Codes,
    right: Codes,
    *,
    same: int,
    maybe: Maybe | None = None,
    otherwise: int = 0,
) -> npt.NDArray[np.int8]:
    """A function of two values, called once for each distinct pair; equal codes other than 0 are `same`.

    `maybe` may rule out pairs at once (both codes are given): these are `otherwise`.
    """
    found = np.full(len(left), same, dtype=np.int8)
    found[(left == 0) | (right == 0)] = 0
    differ = np.flatnonzero((left != right) & (left != 0) & (right != 0))
    packed = left[differ].astype(np.int64) << 32 | right[differ].astype(np.int64)
    pairs, place = np.unique(packed, return_inverse=True)
    one, other = (pairs >> 32).astype(np.int32), (pairs & 0xFFFF_FFFF).astype(np.int32)
    asked = np.flatnonzero(maybe(one, other)) if maybe else np.arange(len(pairs))
    known, levels = values.values, np.full(len(pairs), otherwise, dtype=np.int8)
    levels[asked] = [
        function(known[mine], known[theirs])
        for mine, theirs in zip(one[asked].tolist(), other[asked].tolist(), strict=True)
    ]
    found[differ] = levels[place]
    return found
