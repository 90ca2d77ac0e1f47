"""Reads the type notation of the Common Basic Data Set: `A(35)`, `9(4)`, `999.99`, `CCYY-MM-DD`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DATES = {
    "CCYY-MM-DD": "date",
    "YYYY-MM-DD": "date",
    "CCYYMMDD": "date",
    "CCYY": "year",
    "YYYY": "year",
    "YYYY-MM": "month",
    "YY-MM": "month",
    "MM": "month",
}
_SIZED = re.compile(r"\b(?P<kind>[A9])\((?P<length>\d+)\)")
_ONE = re.compile(r"A\s?(?P<length>\d+)$")  # A1, A 9: brackets forgotten
_PICTURE = re.compile(r"(?<![\w(.])(?P<whole>[A9n£]+)(?:\.(?P<part>[9p]+))?(?![\w(])")
_SENTENCES = ("Either", "Must", "Valid", "If", "Table", "Defined")
_RANGE = re.compile(r"^-?9+(?:\.9+)?\s*-\s*(?P<most>9+(?:\.9+)?)")


@dataclass(frozen=True, slots=True)
class Format:
    """What a value looks like: its kind, its length in characters (0: not stated) and digits after the point.

    Kinds: text, digits (leading zeros count), number, date, time stamp, year, month, time, yes_no, and "" for none.
    """

    kind: str
    length: int = 0
    decimals: int = 0

    def __str__(self) -> str:
        size = f" of at most {self.length} characters" if self.length and self.kind in ("text", "digits") else ""
        return f"{self.kind.replace('_', ' ')}{size}" if self.kind else "not stated"


def read_format(notation: str, values: str = "") -> Format:
    """The format that a notation states, helped by the valid values; a kind of "" where nothing can be read from it."""
    said = " ".join(notation.split())
    if re.search(r"\btrue\b", f"{said} {values}", re.IGNORECASE):
        return Format("yes_no", 5)
    if "Thh:mm:ss" in said or "THH:MM:SS" in said:
        return Format("time_stamp", 19)
    if said.startswith("HH:MM"):
        return Format("time", 5)
    if said in _DATES:
        return Format(_DATES[said], len(said))
    return _sized(said) or _pictured(said) or _in_words(said)


def _sized(said: str) -> Format | None:
    found = _SIZED.search(said)
    if found is not None:
        return Format("text" if found["kind"] == "A" else "digits", int(found["length"]))
    found = _ONE.match(said)
    return Format("text", int(found["length"])) if found else None


def _pictured(said: str) -> Format | None:
    """A picture of the value: `999`, `99.9`, `AA`, `99AAAA99`; of a range the longer end counts."""
    if (several := _RANGE.match(said)) is not None:
        said = several["most"]
    found = _PICTURE.search(said)
    if found is None or said.startswith(_SENTENCES):
        return None
    whole, part = found["whole"], found["part"] or ""
    if part:
        return Format("number", len(whole) + 1 + len(part), len(part))
    if set(whole) <= {"9", "n"}:
        return Format("digits", len(whole))
    return Format("text", len(whole))


def _in_words(said: str) -> Format:
    low = said.lower()
    if low.startswith("any valid date"):
        return Format("date", 10)
    if low.startswith(("integer", "numeric")):
        return Format("number")
    if low.startswith(("any character", "a(unlimited", "string1@", "either", "valid characters")):
        return Format("text")
    return Format("")
