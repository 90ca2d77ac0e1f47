"""Where people have moved since a register last heard of them, by postcode."""

from __future__ import annotations

import numpy as np

from rollbook.synthetic.postcodes import Places, read, write


def moved(postcodes: list[str], places: Places, rng: np.random.Generator) -> list[str]:
    """New postcodes, often in the same district."""
    codes = np.array([read(postcode) for postcode in postcodes], dtype=np.int64)
    return [write(int(code)) for code in places.move(codes, rng)] if len(codes) else []


def moved_near(postcodes: list[str], places: Places, rng: np.random.Generator) -> list[str]:
    """New postcodes in the same district."""
    codes = np.array([read(postcode) for postcode in postcodes], dtype=np.int64)
    return [write(int(code)) for code in places.near(codes, rng)] if len(codes) else []
