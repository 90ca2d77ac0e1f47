"""Of a reference table only the rows about what the file holds are put in: a file uses few of 100,000 aims."""

from __future__ import annotations

import pyarrow as pa
import pytest

from rollbook.standards.layouts import layout_of
from rollbook.standards.rules.records import changed, raw_tables, valid_record
from rollbook.standards.tables import Reference, build, lay_raw, lay_references, open_tables, standard_data


@pytest.fixture
def laid():
    """Lays a reference table beside a file of two aims; gives the table's rows."""

    def lay(name, **columns):
        layout, data = layout_of("ilr", "2025-26"), standard_data("ilr", "2025-26")
        aims = [{"LearnAimRef": "60310001"}, {"LearnAimRef": "z0001234"}]
        with open_tables() as connection:
            lay_raw(
                connection, layout, raw_tables(layout, changed(layout, valid_record("ilr", "2025-26"), {"aims": aims}))
            )
            build(connection, layout, data)
            lay_references(connection, data.references, {name: Reference(pa.table(columns), "1")})
            return connection.execute(f'select * from "{name}" order by 1').fetchall()

    return lay


def test_rows_about_other_aims_are_left_out(laid):
    rows = laid("lars_framework_aim", LearnAimRef=["60310001", "60319999"], FworkCode=[1, 2])
    assert [row[0] for row in rows] == ["60310001"]


def test_case_does_not_count(laid):
    rows = laid("lars_framework_aim", LearnAimRef=["Z0001234"], FworkCode=[1])
    assert [row[0] for row in rows] == ["Z0001234"]


def test_numbers_and_texts_of_numbers_are_the_same(laid):
    assert laid("learner_register", ULN=["1000000000", "1000000019"]) == [(1000000000,)]
    assert laid("learner_register", ULN=[1000000000, 1000000019]) == [(1000000000,)]


def test_a_table_that_is_asked_about_nothing_is_put_in_whole(laid):
    assert laid("employer", EmpId=[154549452, 999999999]) == [(154549452,), (999999999,)]
