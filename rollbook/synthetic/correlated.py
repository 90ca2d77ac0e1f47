"""Errors that come together: the second of two corruption models, sharing no error with the first.

Each query passes through one hand (a steady one, a bad typist, a system of capitals, software that turns day and
month, a careless office), after what life has done to its person. Shares and rates are in `data/correlated.toml`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from rollbook.synthetic.misreading import (
    misread,
    misread_date,
    misread_digit,
    mistyped,
    respelled,
    without_marks,
)
from rollbook.synthetic.moves import moved
from rollbook.synthetic.names import vocabulary
from rollbook.synthetic.naming import family_names
from rollbook.synthetic.postcodes import Places
from rollbook.synthetic.sheet import Sheet, chosen, pick
from rollbook.synthetic.tables import table, variants

Generator = np.random.Generator


def corrupt(sheet: Sheet, places: Places, rng: Generator) -> None:
    """Let life happen to the people of a sheet, then let each query be written by one hand."""
    _live(sheet, places, rng)
    shares = table("correlated")["hands"]
    ends = np.cumsum(list(shares.values()))
    drawn = np.searchsorted(ends, rng.random(sheet.size), side="right")
    hands = [*(HANDS[name] for name in shares), _steady]
    for row in range(sheet.size):
        hands[drawn[row]](sheet, row, rng)


def _live(sheet: Sheet, places: Places, rng: Generator) -> None:
    rates = table("correlated")["lives"]
    new_life = chosen(sheet.size, rates["new_life"], rng)
    _rename(sheet, new_life, rng)
    movers = np.union1d(new_life, chosen(sheet.size, rates["moved"], rng))
    for row, postcode in zip(movers, moved(list(sheet.texts("postcode")[movers]), places, rng), strict=True):
        sheet.put("postcode", int(row), postcode, "moved")
    for row in chosen(sheet.size, rates["back_home"], rng):
        _go_back(sheet, int(row))
    foreign = set(table("correlated")["respelling"]["communities"])
    for row in chosen(sheet.size, rates["respelled"], rng):
        if sheet.community[row] in foreign:
            for name in ("given_name", "family_name", "middle_names"):
                _alter(sheet, int(row), name, respelled, "respelled", rng)


def _rename(sheet: Sheet, rows: np.ndarray[tuple[int], np.dtype[np.int64]], rng: Generator) -> None:
    names = vocabulary().names[family_names(np.zeros(len(rows), dtype=np.int64), rng)]
    for row, name in zip(rows, names, strict=True):
        old = sheet.texts("family_name")[row]
        if sheet.texts("gender")[row] == "2" and old:
            both = rng.random() < 0.25
            sheet.put("family_name", int(row), f"{old}-{name}" if both else name, "new_family_name")
            sheet.texts("previous_family_name")[row] = old if rng.random() < 0.3 else ""
            sheet.texts("email")[row] = ""


def _go_back(sheet: Sheet, row: int) -> None:
    if sheet.previous[row]:
        sheet.put("family_name", row, sheet.previous[row], "former_name")
        sheet.texts("previous_family_name")[row] = ""
    if sheet.former_postcodes[row]:
        sheet.put("postcode", row, sheet.former_postcodes[row][0], "former_postcode")


def _steady(sheet: Sheet, row: int, rng: Generator) -> None:
    rates = table("correlated")["steady"]
    for name in ("given_name", "family_name", "postcode"):
        if rng.random() < rates["slip"]:
            _alter(sheet, row, name, mistyped, "mistyped", rng)
    if rng.random() < rates["variant"]:
        _alter(sheet, row, "given_name", _short_form, "variant", rng)
    if rng.random() < rates["middle_missing"]:
        sheet.put("middle_names", row, "", "middle_missing")


def _typist(sheet: Sheet, row: int, rng: Generator) -> None:
    rates = table("correlated")["typist"]
    for name in ("given_name", "family_name", "middle_names", "postcode"):
        if rng.random() < rates[name]:
            _alter(sheet, row, name, mistyped, "mistyped", rng)
            if rng.random() < rates["second_slip"]:
                _alter(sheet, row, name, mistyped, "mistyped", rng)
    if rng.random() < rates["date_of_birth"]:
        _mistype_date(sheet, row, rng)
    if rng.random() < rates["swapped"]:
        _turn_names(sheet, row)


def _capitals(sheet: Sheet, row: int, rng: Generator) -> None:
    """Everything in capitals and cut to the width of a field; no accents, few hyphens, hardly a middle name."""
    rates = table("correlated")["capitals"]
    blank = rng.random() < rates["marks_become_blank"]
    cut = rng.random() < rates["hyphen_lost"]
    for name in ("given_name", "family_name", "middle_names", "previous_family_name"):
        old = sheet.texts(name)[row]
        new = without_marks(old.split("-")[0] if cut else old.replace("-", " "), blank=blank).replace("'", " ")
        sheet.texts(name)[row] = new.upper()[: rates["width"]].strip()
        if len(sheet.texts(name)[row]) != len(old) or new != old:
            sheet.notes[row].append("capitals_lost")
    _middle_of_capitals(sheet, row, rates, rng)
    if rng.random() < rates["gender_unknown"]:
        sheet.put("gender", row, "0", "gender_unknown")
    if rng.random() < rates["postcode_lost"]:
        sheet.put("postcode", row, "", "postcode_missing")


def _middle_of_capitals(sheet: Sheet, row: int, rates: dict[str, Any], rng: Generator) -> None:
    chance = rng.random()
    if chance < rates["middle_lost"]:
        sheet.put("middle_names", row, "", "middle_missing")
    elif chance < rates["middle_lost"] + rates["middle_initial"]:
        sheet.put("middle_names", row, sheet.texts("middle_names")[row][:1], "middle_initial")


def _day_month(sheet: Sheet, row: int, rng: Generator) -> None:
    rates = table("correlated")["day_month"]
    born = sheet.columns["date_of_birth"][row]
    if born.day <= 12 and rng.random() < rates["turned"]:
        sheet.put("date_of_birth", row, born.replace(month=born.day, day=born.month), "day_month")
    if rng.random() < rates["names_turned"]:
        _turn_names(sheet, row)


def _careless(sheet: Sheet, row: int, rng: Generator) -> None:
    """Copied from hand-writing, from an old form, with the name people use."""
    rates = table("correlated")["careless"]
    if rng.random() < rates["variant"]:
        _alter(sheet, row, "given_name", _short_form, "variant", rng)
    for name in ("given_name", "family_name"):
        if rng.random() < rates[name]:
            _alter(sheet, row, name, misread, "misread", rng)
    if rng.random() < rates["initial"]:
        _alter(sheet, row, "given_name", lambda name, _: name[:1], "initial", rng)
    _careless_date(sheet, row, rates, rng)
    _careless_address(sheet, row, rates, rng)
    if rng.random() < rates["gender"]:
        sheet.put("gender", row, "1", "gender_wrong")
    if rng.random() < rates["middle_missing"]:
        sheet.put("middle_names", row, "", "middle_missing")


def _careless_date(sheet: Sheet, row: int, rates: dict[str, Any], rng: Generator) -> None:
    born = sheet.columns["date_of_birth"][row]
    if rng.random() < rates["date_of_birth"]:
        sheet.put("date_of_birth", row, misread_date(born, rng), "misread_date")
    elif rng.random() < rates["first_of_january"]:
        sheet.put("date_of_birth", row, born.replace(month=1, day=1), "first_of_january")


def _careless_address(sheet: Sheet, row: int, rates: dict[str, Any], rng: Generator) -> None:
    if sheet.former_postcodes[row] and rng.random() < rates["old_postcode"]:
        sheet.put("postcode", row, pick(sheet.former_postcodes[row], rng), "former_postcode")
    if rng.random() < rates["postcode"]:
        _alter(sheet, row, "postcode", misread_digit, "misread", rng)
    if rng.random() < rates["postcode_lost"]:
        sheet.put("postcode", row, "", "postcode_missing")


def _mistype_date(sheet: Sheet, row: int, rng: Generator) -> None:
    born = sheet.columns["date_of_birth"][row]
    for _ in range(10):
        try:
            other = date.fromisoformat(mistyped(born.isoformat(), rng))
        except ValueError:
            continue
        if abs(other.year - born.year) <= 20:
            sheet.put("date_of_birth", row, other, "mistyped_date")
            return


def _turn_names(sheet: Sheet, row: int) -> None:
    given, family = sheet.texts("given_name")[row], sheet.texts("family_name")[row]
    sheet.put("given_name", row, family, "swapped")
    sheet.put("family_name", row, given, "swapped")


def _short_form(name: str, rng: Generator) -> str:
    return pick(variants().get(name, (name,)), rng)


def _alter(sheet: Sheet, row: int, name: str, make: Callable[[str, Generator], str], note: str, rng: Generator) -> None:
    value = sheet.texts(name)[row]
    if value:
        sheet.put(name, row, make(value, rng), note)


HANDS: dict[str, Callable[[Sheet, int, Generator], None]] = {
    "typist": _typist,
    "capitals": _capitals,
    "day_month": _day_month,
    "careless": _careless,
}
