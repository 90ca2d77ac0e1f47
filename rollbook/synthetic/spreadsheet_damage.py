"""What a spreadsheet does to a file that was only opened in it and saved: damage to try the doctor on."""

from __future__ import annotations

import csv
import io
import re

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NUMBER = re.compile(r"0\d+")


def damaged_by_spreadsheet(content: bytes, *, separator: str = ",") -> bytes:
    """A delimited file as a spreadsheet in Britain saves it: dates turned round, zeros at the front and quotes gone.

    `separator` is a semicolon where the computer is set to a country that writes decimals with a comma.
    """
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([_shown(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _shown(value: str) -> str:
    """One cell as the program shows it, which is what it saves."""
    if found := _DATE.fullmatch(value):
        year, month, day = found.groups()
        return f"{day}/{month}/{year}"
    return value.lstrip("0") or "0" if _NUMBER.fullmatch(value) else value
