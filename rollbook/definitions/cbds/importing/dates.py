"""Finds the day in what the workbook says about it: `2007-04-01 QAN Web Services`, `01/03/2007 EY Pilot`."""

from __future__ import annotations

import re
from datetime import date

_WRITTEN = re.compile(r"\b(?:(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})|(?P<d2>\d{2})/(?P<m2>\d{2})/(?P<y2>\d{4}))\b")


def first_day(text: str) -> tuple[date | None, str, bool]:
    """The first day that is written, the words beside it, and whether a day was written that does not exist."""
    found = _WRITTEN.search(text)
    words = " ".join(text.split()).strip(" :;-")
    if found is None:
        return None, words, False
    year, month, day = (found["y"] or found["y2"], found["m"] or found["m2"], found["d"] or found["d2"])
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        return None, words, True
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return read, " ".join(rest.split()).strip(" :;-"), False
