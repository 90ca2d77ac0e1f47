"""Errors that strike each detail on its own, whatever the others hold: the first of two corruption models.

Rates are in `data/independent.toml`; each is the chance that a query is struck, where the error can apply.
"""

from __future__ import annotations

import numpy as np

from rollbook.synthetic.moves import moved
from rollbook.synthetic.names import vocabulary
from rollbook.synthetic.naming import family_names
from rollbook.synthetic.postcodes import Places
from rollbook.synthetic.sheet import Error, Rows, Sheet, chosen, pick
from rollbook.synthetic.slips import (
    day_and_month_exchanged,
    day_off,
    one_digit_wrong,
    postcode_slip,
    slip,
    year_off,
)
from rollbook.synthetic.tables import table, variants


def corrupt(sheet: Sheet, places: Places, rng: np.random.Generator) -> None:
    """Put every error of the table into the sheet, in the table's order."""
    rates = table("independent")["rates"]
    _move(sheet, chosen(sheet.size, rates["moved"], rng), places, rng)
    for name, error in ERRORS.items():
        error(sheet, chosen(sheet.size, rates[name], rng), rng)


def _move(sheet: Sheet, rows: Rows, places: Places, rng: np.random.Generator) -> None:
    for row, postcode in zip(rows, moved(list(sheet.texts("postcode")[rows]), places, rng), strict=True):
        sheet.put("postcode", int(row), postcode, "moved")


def _former_postcode(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    for row in rows:
        if sheet.former_postcodes[row]:
            sheet.put("postcode", int(row), pick(sheet.former_postcodes[row], rng), "former_postcode")


def _former_name(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    for row in rows:
        previous = sheet.previous[row]
        if sheet.former_names[row]:
            former = sheet.former_names[row][0]
            sheet.put("given_name", int(row), former["given_name"], "former_name")
            sheet.put("family_name", int(row), former["family_name"], "former_name")
        elif previous:
            sheet.put("family_name", int(row), previous, "former_name")
            sheet.texts("previous_family_name")[row] = ""


def _new_family_name(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    """A change of name of which the register has not heard; the query may say the old name as well."""
    drawn = vocabulary().names[family_names(np.zeros(len(rows), dtype=np.int64), rng)]
    tells = rng.random(len(rows)) < table("independent")["new_family_name_tells_previous"]
    for row, name, told in zip(rows, drawn, tells, strict=True):
        if sheet.texts("gender")[row] == "2" or told:
            old = sheet.texts("family_name")[row]
            sheet.put("family_name", int(row), name, "new_family_name")
            sheet.texts("previous_family_name")[row] = old if told else ""


def _part_of_family_name(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    def part(name: str) -> str:
        return pick(name.replace("-", " ").split(), rng)

    sheet.change("family_name", rows, part, "part_of_family_name")


def _more_of_family_name(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    drawn = vocabulary().names[family_names(np.zeros(len(rows), dtype=np.int64), rng)]
    for row, other in zip(rows, drawn, strict=True):
        name = sheet.texts("family_name")[row]
        sheet.put("family_name", int(row), f"{name}-{other}" if name else other, "more_of_family_name")


def _family_slip(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    sheet.change("family_name", rows, lambda name: slip(name, rng), "family_slip")


def _given_slip(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    sheet.change("given_name", rows, lambda name: slip(name, rng), "given_slip")


def _variant(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    """A short form or another spelling, for those names that have one."""
    known = variants()
    sheet.change("given_name", rows, lambda name: pick(known.get(name, (name,)), rng), "variant")


def _preferred(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    for row in rows:
        if sheet.preferred[row]:
            sheet.put("given_name", int(row), sheet.preferred[row], "preferred")


def _middle_as_given(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    for row in rows:
        given, middle = sheet.texts("given_name")[row], sheet.texts("middle_names")[row]
        if given and middle:
            sheet.put("given_name", int(row), middle.split()[0], "middle_as_given")
            sheet.put("middle_names", int(row), given, "middle_as_given")


def _middle_with_given(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    for row in rows:
        given, middle = sheet.texts("given_name")[row], sheet.texts("middle_names")[row]
        if given and middle:
            sheet.put("given_name", int(row), f"{given} {middle}", "middle_with_given")
            sheet.put("middle_names", int(row), "", "middle_with_given")


def _part_of_given(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    sheet.change("given_name", rows, lambda name: pick(name.replace("-", " ").split(), rng), "part_of_given")


def _initial(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    sheet.change("given_name", rows, lambda name: name[0], "initial")


def _swapped(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    for row in rows:
        given, family = sheet.texts("given_name")[row], sheet.texts("family_name")[row]
        sheet.put("given_name", int(row), family, "swapped")
        sheet.put("family_name", int(row), given, "swapped")


def _middle_missing(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    sheet.change("middle_names", rows, lambda name: "", "middle_missing")


def _middle_initial(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    sheet.change("middle_names", rows, lambda name: name[0], "middle_initial")


def _middle_slip(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    sheet.change("middle_names", rows, lambda name: slip(name, rng), "middle_slip")


def _day_month(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    for row in rows:
        born = sheet.columns["date_of_birth"][row]
        sheet.put("date_of_birth", int(row), day_and_month_exchanged(born), "day_month")


def _birth_digit(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    for row in rows:
        sheet.put("date_of_birth", int(row), one_digit_wrong(sheet.columns["date_of_birth"][row], rng), "birth_digit")


def _birth_year(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    for row in rows:
        sheet.put("date_of_birth", int(row), year_off(sheet.columns["date_of_birth"][row], rng), "birth_year")


def _birth_day(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    for row in rows:
        sheet.put("date_of_birth", int(row), day_off(sheet.columns["date_of_birth"][row], rng), "birth_day")


def _first_of_january(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    for row in rows:
        born = sheet.columns["date_of_birth"][row]
        sheet.put("date_of_birth", int(row), born.replace(month=1, day=1), "first_of_january")


def _postcode_slip(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    sheet.change("postcode", rows, lambda code: postcode_slip(code, rng), "postcode_slip")


def _postcode_missing(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    sheet.change("postcode", rows, lambda code: "", "postcode_missing")


def _gender_unknown(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    sheet.change("gender", rows, lambda code: pick("09", rng), "gender_unknown")


def _gender_wrong(sheet: Sheet, rows: Rows, rng: np.random.Generator) -> None:
    sheet.change("gender", rows, lambda code: {"1": "2", "2": "1"}.get(code, code), "gender_wrong")


# In the order in which they strike: what changes a whole value comes before slips within it.
ERRORS: dict[str, Error] = {
    "former_postcode": _former_postcode,
    "former_name": _former_name,
    "new_family_name": _new_family_name,
    "part_of_family_name": _part_of_family_name,
    "more_of_family_name": _more_of_family_name,
    "preferred": _preferred,
    "variant": _variant,
    "middle_as_given": _middle_as_given,
    "middle_with_given": _middle_with_given,
    "part_of_given": _part_of_given,
    "initial": _initial,
    "family_slip": _family_slip,
    "given_slip": _given_slip,
    "swapped": _swapped,
    "middle_missing": _middle_missing,
    "middle_initial": _middle_initial,
    "middle_slip": _middle_slip,
    "day_month": _day_month,
    "birth_digit": _birth_digit,
    "birth_year": _birth_year,
    "birth_day": _birth_day,
    "first_of_january": _first_of_january,
    "postcode_slip": _postcode_slip,
    "postcode_missing": _postcode_missing,
    "gender_unknown": _gender_unknown,
    "gender_wrong": _gender_wrong,
}
