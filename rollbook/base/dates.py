"""Calendar dates: read strictly, written for people, and the age they give. Nothing here asks what day it is."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTHS = "January February March April May June July August September October November December".split()


def parse_iso(text: str) -> date | None:
    """The date written as YYYY-MM-DD, or None for anything else, 30 February included."""
    found = _ISO.fullmatch(text.strip())
    if found is None or not found.group(0).isascii():
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def in_words(day: date) -> str:
    """For people: `14 March 2009`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def age_on(born: date, day: date) -> int:
    """Whole years lived on a day; somebody born on 29 February has a birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
