"""How writing is misread, words are spelled by ear and keys are missed: the material of the correlated errors."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import cache

import numpy as np

from rollbook.synthetic.tables import table


def misread(word: str, rng: np.random.Generator) -> str:
    """A word with one shape of hand-writing read as another, if it holds one that can be."""
    shapes = table("correlated")["confused"]["letters"]
    places = [(at, shape) for shape in shapes for at in range(1, len(word)) if word.startswith(shape, at)]
    if not places:
        return word
    at, shape = places[int(rng.integers(len(places)))]
    return f"{word[:at]}{shapes[shape]}{word[at + len(shape) :]}"


def misread_digit(text: str, rng: np.random.Generator) -> str:
    """A text with one of its digits read as another that looks like it."""
    places = [at for at, sign in enumerate(text) if sign.isdigit()]
    if not places:
        return text
    at = places[int(rng.integers(len(places)))]
    return f"{text[:at]}{table('correlated')['confused']['digits'][text[at]]}{text[at + 1 :]}"


def misread_date(born: date, rng: np.random.Generator) -> date:
    """A date with a digit misread, if that still is a date within twelve years."""
    for _ in range(10):
        try:
            other = date.fromisoformat(misread_digit(born.isoformat(), rng))
        except ValueError:
            continue
        if abs(other.year - born.year) <= 12:
            return other
    return born


def respelled(word: str, rng: np.random.Generator) -> str:
    """A name as somebody spells it who has only heard it: one sound written another way."""
    pairs = table("correlated")["respelling"]["pairs"]
    ways = [(one, other) for pair in pairs for one, other in (pair, pair[::-1]) if one in word[1:]]
    if not ways:
        return word
    one, other = ways[int(rng.integers(len(ways)))]
    return word[0] + word[1:].replace(one, other, 1)


def mistyped(text: str, rng: np.random.Generator) -> str:
    """A text with a neighbouring key struck instead of, or beside, the right one, or a key struck too lightly."""
    places = [at for at, sign in enumerate(text) if sign.lower() in _neighbours()]
    if not places:
        return text
    at = places[int(rng.integers(len(places)))]
    near = _neighbours()[text[at].lower()]
    key = near[int(rng.integers(len(near)))]
    key = key.upper() if text[at].isupper() else key
    kind = rng.random()
    if kind < 0.55:
        return text[:at] + key + text[at + 1 :]
    if kind < 0.8:
        return text[: at + 1] + key.lower() + text[at + 1 :]
    return text[:at] + text[at + 1 :]


def without_marks(text: str, *, blank: bool) -> str:
    """Accented letters as a system without them writes them: plain, or as a blank."""
    if blank:
        return "".join(" " if ord(sign) > 127 else sign for sign in text)
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if ord(sign) < 128)


@cache
def _neighbours() -> dict[str, str]:
    rows = table("correlated")["keyboard"]["rows"]
    near: dict[str, str] = {}
    for row in rows:
        for at, key in enumerate(row):
            near[key] = row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
    digits = "1234567890"
    near |= {digit: digits[max(at - 1, 0) : at] + digits[at + 1 : at + 2] for at, digit in enumerate(digits)}
    return near
