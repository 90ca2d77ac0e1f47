"""Slips of an otherwise careful hand, one at a time: a letter lost, doubled, changed or exchanged; a digit; a day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def slip(word: str, rng: np.random.Generator) -> str:
    """A word of two letters or more with one slip: an exchange, a loss, a letter too many, or another letter."""
    if len(word) < 2:
        return word
    at = int(rng.integers(len(word)))
    letter = _LETTERS[int(rng.integers(26))]
    kind = rng.random()
    if kind < 0.25:
        at = min(at, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < 0.55:
        return word[:at] + word[at + 1 :]
    if kind < 0.75:
        return word[:at] + (word[at] if rng.random() < 0.6 else letter) + word[at:]
    return word[:at] + (letter.upper() if word[at].isupper() else letter) + word[at + 1 :]


def day_and_month_exchanged(born: date) -> date:
    """The date with day and month turned round, where that is a date."""
    return born.replace(month=born.day, day=born.month) if born.day <= 12 else born


def one_digit_wrong(born: date, rng: np.random.Generator) -> date:
    """The date with one digit of day, month or year changed, and still a date of the same century or so."""
    text = born.isoformat()
    places = (9, 8, 6, 5, 3, 2)  # the last digits oftenest
    for _ in range(20):
        at = places[int(min(rng.geometric(0.35) - 1, 5))]
        changed = text[:at] + str(rng.integers(10)) + text[at + 1 :]
        try:
            other = date.fromisoformat(changed)
        except ValueError:
            continue
        if other != born:
            return other
    return born


def year_off(born: date, rng: np.random.Generator) -> date:
    """The date one year, sometimes ten, before or after."""
    years = (1 if rng.random() < 0.8 else 10) * (1 if rng.random() < 0.5 else -1)
    return born.replace(year=born.year + years, day=min(born.day, 28))


def day_off(born: date, rng: np.random.Generator) -> date:
    """The day before or after."""
    return born + timedelta(days=1 if rng.random() < 0.5 else -1)


def postcode_slip(postcode: str, rng: np.random.Generator) -> str:
    """One letter or digit of a postcode read as another of its kind."""
    places = [at for at, sign in enumerate(postcode) if sign != " "]
    at = places[int(rng.integers(len(places)))]
    kind = "0123456789" if postcode[at].isdigit() else "ABDEFGHJLNPQRSTUWXYZ"
    return postcode[:at] + kind[int(rng.integers(len(kind)))] + postcode[at + 1 :]
