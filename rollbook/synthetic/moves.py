"""Where people have moved since a register last heard of them, by postcode."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rollbook.synthetic.postcodes import Places, read, write


def moved(postcodes: list[str], places: Places, rng: np.random.Generator) -> list[str]:
    """New postcodes, often in the same district."""
    codes = np.array([read(postcode) for postcode in postcodes], dtype=np.int64)
    return [write(int(code)) for code in places.move(codes, rng)] if len(codes) else []


def moved_near(postcodes: list[str], places: Places, rng: np.random.Generator) -> list[str]:
    """New postcodes in the same district."""
    codes = np.array([read(postcode) for postcode in postcodes], dtype=np.int64)
    return [write(int(code)) for code in places.near(codes, rng)] if len(codes) else []


def elsewhere(
    postcodes: list[str], community: npt.NDArray[np.int64], places: Places, rng: np.random.Generator
) -> list[str]:
    """Postcodes of other people of the same communities, each in another district."""
    codes = places.draw(community, rng)
    for _ in range(50):
        same = [at for at, own in enumerate(postcodes) if write(int(codes[at])).split()[0] == own.split()[0]]
        if not same:
            break
        codes[same] = places.draw(community[same], rng)
    return [write(int(code)) for code in codes]
