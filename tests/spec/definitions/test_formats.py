"""The type notation of the Common Basic Data Set, as it is written and what is read from it."""

from __future__ import annotations

import pytest

from rollbook.definitions.cbds import Format, read_format

WRITTEN = [
    # notation, valid values, kind, length, decimals
    ("A(35)", "", "text", 35, 0),
    ("A1", "", "text", 1, 0),
    ("AAA", "", "text", 3, 0),
    ("99AAAA99", "", "text", 8, 0),
    ("A(unlimited)", "", "text", 0, 0),
    ("BS7666 Locality A(35)", "", "text", 35, 0),
    ("9(4)", "", "digits", 4, 0),
    ("999", "", "digits", 3, 0),
    ("nnnn", "", "digits", 4, 0),
    ("9-999", "", "digits", 3, 0),
    ("BS7666 UPRN 999999999999", "", "digits", 12, 0),
    ("999.9", "", "number", 5, 1),
    ("£££££.pp", "", "number", 8, 2),
    ("9 - 99.99", "", "number", 5, 2),
    ("9.9 Default = 1.0", "", "number", 3, 1),
    ("Integer", "", "number", 0, 0),
    ("CCYY-MM-DD", "", "date", 10, 0),
    ("Any valid Date.", "", "date", 10, 0),
    ("CCYY", "", "year", 4, 0),
    ("CCYY-MM-DDTHH:MM:SS", "", "time_stamp", 19, 0),
    ("HH:MM (Hours:Minutes)", "", "time", 5, 0),
    ("A(5)", "1,0 or true, false", "yes_no", 5, 0),
    ("True, false", "", "yes_no", 5, 0),
    ("Must be blank if <Category> = A.", "", "", 0, 0),
    ("Defined above.", "", "", 0, 0),
    ("", "", "", 0, 0),
]


@pytest.mark.parametrize(("notation", "values", "kind", "length", "decimals"), WRITTEN)
def test_a_notation_is_read(notation, values, kind, length, decimals):
    assert read_format(notation, values) == Format(kind, length, decimals)
