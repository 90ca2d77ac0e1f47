"""How often and what, in words; as a table."""

from __future__ import annotations

import pytest

from rollbook.standards.describing.heads import _readable
from rollbook.standards.describing.words import holds, how_often, table_words
from rollbook.standards.layouts import Field, Group, Layout, Table, When

LAYOUT = Layout("invented", "1", "xml", "Invented", "invented", ())
FIXED = Layout("invented", "1", "fixed", "Invented", "invented", ())


def _field(**given) -> Field:
    return Field(**({"at": "A/B", "name": "B", "table": "a"} | given))


@pytest.mark.parametrize(
    ("element", "said"),
    [
        (_field(occurs=(1, 1)), "1"),
        (_field(), "0 or 1"),
        (Table("t", occurs=(0, None)), "any number"),
        (Table("t", occurs=(1, None)), "1 or more"),
        (Table("t", occurs=(0, 22)), "0 to 22"),
        (Table("t", occurs=(1, 50000)), "1 to 50,000"),
        (Group("A", (0, 1), terms=("SPR", "SUM")), "0 or 1; asked only in spring and summer"),
        (_field(phases=("PS", "MP")), "0 or 1; asked only of schools of phase PS, MP"),
        (Group("A", (1, 1), one_of="address"), "1; one of the choice *address*"),
    ],
)
def test_how_often(element, said):
    assert how_often(element) == said


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (_field(), "text"),
        (_field(length=(13, 13)), "text of 13 characters"),
        (_field(length=(0, 35), personal=True), "text of at most 35 characters; personal"),
        (_field(length=(2, 9)), "text of 2 to 9 characters"),
        (_field(length=(3, None)), "text of at least 3 characters"),
        (_field(digits=1), "text of 1 character"),
        (_field(pattern="[a|b]{1,4}", longest=4, form="letters"), "text of at most 4 characters; letters"),
        (_field(pattern="[0-9]{3}"), "text; of the form `[0-9]{3}`"),
        (_field(form="three digits, or XXX"), "text; three digits, or XXX"),
        (_field(type="int", digits=2), "whole number of at most 2 digits"),
        (_field(type="int", range=(1, 98)), "whole number from 1 to 98"),
        (_field(type="int", range=(None, 98)), "whole number up to 98"),
        (_field(type="decimal", decimals=1, range=(0.1, 300.0)), "number from 0.1 to 300.0, at most 1 decimal"),
        (_field(type="date", also=("DOB",)), "date; also read as `DOB`"),
        (_field(values=("SC",)), "text; always `SC`"),
        (_field(values=("S", "L")), "text; one of `S`, `L`"),
        (_field(type="int", counts="learner"), "whole number; how many learner records there are"),
    ],
)
def test_what_a_field_holds(field, said):
    assert holds(field, LAYOUT) == said


def test_a_field_of_a_line_says_where_it_stands():
    assert holds(_field(start=21, width=2), FIXED) == "characters 21 to 22; text"
    assert holds(_field(start=29, width=1, type="date"), FIXED) == "character 29; date"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (Table("t"), "a record"),
        (Table("t", first_row=2, last_row=2), "a record: line 2"),
        (Table("t", first_row=2), "a record: line 2 and those below"),
        (Table("t", first_row=-1, last_row=-1), "a record: the last line"),
        (Table("t", when=When(21, 2, ("30", "35"))), "a record: lines with `30` or `35` at characters 21 to 22"),
    ],
)
def test_which_lines_are_the_rows_of_a_table(table, said):
    assert table_words(table) == said


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        (r"(?i)ILR-(?P<UKPRN>[1-9]\d{7})-2526-(?P<day>\d{8})\.(xml|zip)", "ILR-UKPRN-2526-DAY.xml"),
        (r"(?P<source>\d{3}(\d{4}|LLLL)|X{7})_CTF_(?P<serial>\d{3})\.(xml|zip)", "SOURCE_CTF_SERIAL.xml"),
        (r"(?P<odd>a\(b)_\d{3}\.csv", "ODD_999.csv"),
    ],
)
def test_a_pattern_of_names_reads_as_a_name(pattern, name):
    assert _readable(pattern) == name
