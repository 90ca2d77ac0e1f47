"""For each field check, values that break it and values at its limit that do not: made from the layout."""

from __future__ import annotations

import re

from hypothesis import find, settings
from hypothesis import strategies as st

from rollbook.standards.fields import FieldCheck, Kind
from rollbook.standards.fields.generating import limits

_ODD = ("|", "\u00e9", "1", "a", "!", "\u0141", " ", "A|")
_FITTING = ("A", "1", "12", "A123", "a@b", "1234567890", "AB12", "SC1", "Some Street 1", "25.0")
UNTYPED = {
    "int": ("x", "1.5", "1e3", "--1"),
    "decimal": ("x", "1,5", "1.5.1"),
    "boolean": ("yes", "2"),
    "date": ("2025-02-30", "01/02/2025", "2025-8-1", "99999999"),
    "datetime": ("2025-02-30T00:00:00", "2025-02-01", "noon"),
}
TYPED = {
    "int": ("1", " 7\n", "+3"),
    "decimal": ("1", "0.5", ".5"),
    "boolean": ("true", "0"),
    "datetime": ("2024-02-29T10:00:00", "2024-02-29T10:00:00.1234567+01:00"),
}


def breaking(check: FieldCheck) -> list[str | None]:
    """Values that the check has to report."""
    field = check.definition
    assert field is not None
    match check.kind:
        case Kind.MISSING:
            return [None, ""]
        case Kind.EMPTY:
            return [""]
        case Kind.LENGTH:
            least, most = limits(field) or (0, None)
            return ["1" * (least - 1)] * (least > 1) + (["1" * (most + 1)] if most else [])
        case Kind.FORM:
            return [value for value in _ODD if not _fits(check, value)][:3]
        case Kind.RANGE:
            low, high = field.range or (None, None)
            return ([str(low - 1)] if low is not None else []) + ([str(high + 1)] if high is not None else [])
        case Kind.DECIMALS:
            return [f"1.{'1' * ((field.decimals or 0) + 1)}"]
        case Kind.OTHER:
            return ["no such value"]
    return list(UNTYPED[field.type])


def fitting(check: FieldCheck, date: str) -> list[str | None]:
    """Values at the limit, which the check must let pass. `date` is how the layout writes one.

    Where a value has to be there and the codes are published ones, the same code may say that it is not: nothing at
    all is no value to try then.
    """
    needed = check.definition is not None and check.definition.needed and check.is_published
    return [value for value in _at_the_limit(check, date) if value or not needed]


def _at_the_limit(check: FieldCheck, date: str) -> list[str | None]:
    field = check.definition
    assert field is not None
    match check.kind:
        case Kind.MISSING:
            return [_any_that_fits(check, date)]
        case Kind.EMPTY:
            return [None, _any_that_fits(check, date)]
        case Kind.LENGTH:
            least, most = limits(field) or (0, None)
            return ["1" * max(least, 1), None] + (["1" * most] if most else [])
        case Kind.FORM:
            return [_any_that_fits(check, date), None, ""]
        case Kind.RANGE:
            return [*(str(one) for one in field.range or () if one is not None), None, ""]
        case Kind.DECIMALS:
            return ["1", f"1.{'1' * (field.decimals or 0)}0", None]
        case Kind.OTHER:
            return [*field.values, None, ""]
    return [date] if field.type == "date" else [*TYPED[field.type], None, ""]


def _any_that_fits(check: FieldCheck, date: str) -> str:
    field = check.definition
    assert field is not None
    if field.values or field.type != "text":
        return field.values[0] if field.values else date if field.type == "date" else TYPED[field.type][0]
    return next((value for value in _FITTING if _fits(check, value)), None) or _made(check)


def _made(check: FieldCheck) -> str:
    """A value that fits, out of the pattern itself, where none of the usual ones does."""
    assert check.definition is not None
    values = st.from_regex(check.definition.patterns[-1], fullmatch=True)
    return find(values, lambda value: _fits(check, value), settings=settings(derandomize=True, database=None))


def _fits(check: FieldCheck, value: str) -> bool:
    assert check.definition is not None
    return all(re.fullmatch(pattern, value) for pattern in check.definition.patterns)
