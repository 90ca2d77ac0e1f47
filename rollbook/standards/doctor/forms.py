"""How the values of a column look, damaged or not: enough to see that they stand in another column."""

from __future__ import annotations

import re
from collections.abc import Callable

from rollbook.base.text import digits_only
from rollbook.definitions import postcodes
from rollbook.definitions.code_sets import code_set
from rollbook.standards.layouts import Field

_DATE = re.compile(r"\d{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ]\d{1,4}.{0,13}|\d{4,5}(\.0+)?|\d{8}")
_NUMBER = re.compile(r"[0-9.,E+ -]{6,20}", re.IGNORECASE)
_CODE = re.compile(r"\d{1,3}(\.0+)?")


def _is_code(name: str) -> Callable[[str], bool]:
    codes = code_set(name)
    return lambda value: value.partition(".")[0] in codes and _CODE.fullmatch(value) is not None


def _has_no_digit(value: str) -> bool:
    return not any(map(str.isdigit, value))


# Columns whose values can be told from others by their form.
_FORMS: dict[str, Callable[[str], bool]] = {
    "uln": lambda value: _NUMBER.fullmatch(value) is not None,
    "title": _has_no_digit,
    "given_name": _has_no_digit,
    "preferred_given_name": _has_no_digit,
    "middle_names": _has_no_digit,
    "family_name": _has_no_digit,
    "previous_family_name": _has_no_digit,
    "family_name_at_16": _has_no_digit,
    "place_of_birth": _has_no_digit,
    "nationality": _has_no_digit,
    "postcode": postcodes.is_valid,
    "date_of_address_capture": lambda value: _DATE.fullmatch(value) is not None,
    "date_of_birth": lambda value: _DATE.fullmatch(value) is not None,
    "email": lambda value: "@" in value,
    "gender": _is_code("gender"),
    "scottish_candidate_number": lambda value: digits_only(value).partition(".")[0].isdigit() and len(value) > 3,
    "ability_to_share": _is_code("ability_to_share"),
    "verification_type": _is_code("verification_type"),
}


def form_of(column: Field) -> Callable[[str], bool] | None:
    """How the values of a column can be told from others; None where anything may stand there."""
    if column.fixed:
        return lambda value: value == column.fixed
    if column.type == "int":
        return str.isdigit
    return _FORMS.get(column.field)
