"""Code lists out of the standard's own files, and out of the Common Basic Data Set."""

from __future__ import annotations

from datetime import date

import pytest

from rollbook.standards.tables.code_lists import code_lists


@pytest.fixture
def listed(tmp_path):
    """The codes of a list with one edition."""

    def codes(edition):
        (tmp_path / "List.toml").write_text(f'[[edition]]\ncomplete = true\nsource = "nobody"\n{edition}')
        return {one.code: one for one in code_lists(tmp_path, "1")["List"].codes}

    return codes


def test_codes_come_from_a_set_of_the_definitions(listed):
    assert set(listed('from = "D00117"')) == {"FULL", "PARTIAL"}


def test_codes_that_came_and_ended_since_carry_their_days(listed):
    found = listed('from = "D00194"')
    assert found["K"].valid_from == date(2014, 9, 1)
    assert found["A"].valid_to == date(2014, 8, 31)


def test_other_tables_of_a_set_are_taken_in_only_by_name(listed):
    historic = 'parts = ["Historic data - not in use for new records"]'
    assert "NI" not in listed('from = "D00206"')
    assert "NI" in listed(f'from = "D00206"\n{historic}')


def test_a_list_may_add_codes_of_its_own(listed):
    assert set(listed('from = "D00117"\ncodes = ["OTHER"]')) == {"FULL", "PARTIAL", "OTHER"}


def test_a_row_for_a_range_gives_every_code_in_it(listed):
    found = listed('from = "D00020"')
    assert {"1", "14", "R"} <= set(found)
    assert "1-14" not in found


def test_a_range_stands_for_all_its_values(listed):
    assert {"N1", "1", "14", "X"} <= set(listed('from = "D00020"'))
