"""Dates that a spreadsheet has turned round. One value may be read two ways; a whole column often tells which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from rollbook.base.dates import age_on, parse_iso
from rollbook.definitions import learner_definition
from rollbook.standards.doctor.diagnosis import DAY_FIRST, MONTH_FIRST

_SPREADSHEET_ZERO = date(1899, 12, 30)  # a spreadsheet's day 0, its own false leap day of 1900 included
_SERIAL = re.compile(r"(\d{4,5})(?:\.0+)?")
_SERIALS = range(5_000, 60_000)  # 1913 to 2064; a bare year is never one of them
_TIME = r"(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME}")
_NAMED = re.compile(rf"(\d{{1,2}})[-/. ]([A-Za-z]{{3}})[a-z]*[-/. ](\d{{4}}|\d{{2}}){_TIME}")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TOGETHER_YEAR_LAST = re.compile(r"(\d{2})(\d{2})(\d{4})")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


@dataclass(frozen=True, slots=True)
class Readings:
    """A damaged date as it reads with the day first and with the month first; None where that is no date."""

    day_first: date | None
    month_first: date | None

    @property
    def is_ambiguous(self) -> bool:
        """Two different dates of the calendar."""
        return None not in (self.day_first, self.month_first) and self.day_first != self.month_first

    @property
    def is_date(self) -> bool:
        """At least one date of the calendar."""
        return self.day_first is not None or self.month_first is not None

    def by(self, order: str) -> date | None:
        """The date by an order; a value that can be read in one way only is read in that way."""
        if order == MONTH_FIRST:
            return self.month_first or self.day_first
        return self.day_first or self.month_first


NONE = Readings(None, None)


def readings(value: str, *, field: str, today: date) -> Readings:
    """How a value that is not YYYY-MM-DD can be read as a date; `NONE` for what is no date, or needs no mending.

    `field` and `today` settle the century of a year in two digits: a learner's age must be allowed, and an address
    is not taken in the future.
    """
    text = value.strip()
    if not text.isascii() or parse_iso(text) is not None or len(text) > 30:
        return NONE
    found = _YEAR_FIRST.fullmatch(text) or _TOGETHER.fullmatch(text)
    if found is not None and (day := _date(found[1], found[2], found[3])) is not None and day.year >= 1800:
        return _same(day)
    found = _NAMED.fullmatch(text)
    if found is not None and found[2].lower() in _MONTHS:
        month = str(_MONTHS.index(found[2].lower()) + 1)
        return _same(_date(_full_year(found[3], month, found[1], field=field, today=today), month, found[1]))
    found = _YEAR_LAST.fullmatch(text) or _TOGETHER_YEAR_LAST.fullmatch(text)
    if found is not None:
        return _both_ways(found[1], found[2], found[3], field=field, today=today)
    return _serial(text)


def _both_ways(first: str, second: str, year: str, *, field: str, today: date) -> Readings:
    def read(month: str, day: str) -> date | None:
        return _date(_full_year(year, month, day, field=field, today=today), month, day)

    return Readings(day_first=read(second, first), month_first=read(first, second))


def _same(day: date | None) -> Readings:
    return Readings(day, day)


def _serial(text: str) -> Readings:
    found = _SERIAL.fullmatch(text)
    if found is None or int(found[1]) not in _SERIALS:
        return NONE
    return _same(_SPREADSHEET_ZERO + timedelta(days=int(found[1])))


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _full_year(year: str, month: str, day: str, *, field: str, today: date) -> str:
    """Four digits; `0` (no year at all) where two digits leave the century open."""
    if len(year) == 4:
        return year
    for century in (today.year // 100, today.year // 100 - 1):
        full = f"{century}{year}"
        found = _date(full, month, day)
        if found is not None and _is_likely(found, field=field, today=today):
            return full
    return "0"


def _is_likely(day: date, *, field: str, today: date) -> bool:
    if field != "date_of_birth":
        return day <= today
    ages = learner_definition()
    return day <= today and ages.youngest <= age_on(day, today) <= ages.oldest


@dataclass(slots=True)
class ColumnOfDates:
    """Counts what the damaged dates of one column say about its order."""

    day_first_only: int = 0
    month_first_only: int = 0
    ambiguous: int = 0

    def see(self, found: Readings) -> None:
        """Count one damaged date."""
        if found.is_ambiguous:
            self.ambiguous += 1
        elif found.month_first is None:
            self.day_first_only += 1
        elif found.day_first is None:
            self.month_first_only += 1

    @property
    def order(self) -> str:
        """The order the column shows, or an empty text when it must be asked."""
        if self.ambiguous and bool(self.day_first_only) == bool(self.month_first_only):
            return ""
        return MONTH_FIRST if self.month_first_only and not self.day_first_only else DAY_FIRST
