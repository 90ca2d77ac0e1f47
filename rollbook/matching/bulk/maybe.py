"""Which pairs of values need a closer look: a quick test that never rules out a pair that agrees in any way.

Most candidate pairs differ altogether; these tests run over arrays, and only the rest is compared one by one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from rollbook.matching.bulk.values import Codes, Maybe, Values
from rollbook.matching.comparison.postcodes import area_of
from rollbook.matching.nicknames import families
from rollbook.matching.sound import sound

# Below this likeness no two names are near, nor part of one another (three letters that begin the longest name reach
# 0.767), nor alike (which is from 0.86).
_MAY_BE_ALIKE = 0.76


def names_may_agree(names: Values) -> Maybe:
    """For names: those that are somewhat alike, sound alike, have nicknames, several words or one letter."""
    known = families()
    sounds = _numbered(sound(name) for name in names.values)
    special = np.array([len(name) == 1 or " " in name for name in names.values], dtype=np.bool_)
    nicknames = np.array([name in known for name in names.values], dtype=np.bool_)
    texts = np.array(names.values, dtype=object)

    def maybe(one: Codes, other: Codes) -> npt.NDArray[np.bool_]:
        alike = cpdist(texts[one].tolist(), texts[other].tolist(), scorer=JaroWinkler.similarity, dtype=np.float32)
        close: npt.NDArray[np.bool_] = alike >= _MAY_BE_ALIKE
        close |= sounds[one] == sounds[other]
        close |= special[one] | special[other]
        close |= nicknames[one] & nicknames[other]
        return close

    return maybe


def middle_names_may_agree(middles: Values) -> Maybe:
    """For tuples of middle names, as for names; those of several words always need a look."""
    return names_may_agree(Values([" ".join(names) for names in middles.values]))


def postcodes_may_agree(postcodes: Values) -> Maybe:
    """For postcodes: those of one area, and those one character apart."""
    areas = _numbered(area_of(code) for code in postcodes.values)
    texts = np.array(postcodes.values, dtype=object)

    def maybe(one: Codes, other: Codes) -> npt.NDArray[np.bool_]:
        apart = cpdist(texts[one].tolist(), texts[other].tolist(), scorer=OSA.distance, score_cutoff=1, dtype=np.int32)
        close: npt.NDArray[np.bool_] = apart <= 1
        close |= areas[one] == areas[other]
        return close

    return maybe


def _numbered(values: Iterable[Hashable]) -> npt.NDArray[np.int64]:
    """A number for each value, equal for equal ones."""
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(value, len(seen)) for value in values], dtype=np.int64)
