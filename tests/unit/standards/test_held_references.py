"""Reference tables that are kept: what fits is kept with its version, what does not is said by column and row."""

import os

import pyarrow.parquet
import pytest

from rollbook.base.errors import NotFound, Unreadable
from rollbook.standards.held_references import forms_of, held, held_references
from rollbook.standards.loading_references import hold

FORM = forms_of("ilr")["lars_standard_funding"]
HEADINGS = "StandardCode,FundingCategory,CoreGovContributionCap,BandNumber,EffectiveFrom,EffectiveTo"
ROW = "119,StandardTblazer,6000.00,3,2016-08-01,"


@pytest.fixture
def source(tmp_path):
    """Writes a file to load."""

    def write(*rows, headings=HEADINGS):
        path = tmp_path / "funding.csv"
        path.write_text("\n".join([headings, *rows]) + "\n", encoding="utf-8")
        os.utime(path, (1760000000, 1760000000))  # 9 October 2025
        return path

    return write


def test_a_table_is_kept_typed_and_with_its_version(tmp_path, source):
    made = hold(tmp_path / "kept", "ilr", FORM, source(ROW))
    found = held_references(tmp_path / "kept", "ilr")["lars_standard_funding"]
    assert found.rows.select(["StandardCode", "BandNumber"]).to_pylist() == [{"StandardCode": 119, "BandNumber": 3}]
    assert found.version == made.version
    assert made.version.startswith("2025-10-09 ")


def test_two_files_of_one_day_have_two_versions(tmp_path, source):
    first = hold(tmp_path / "kept", "ilr", FORM, source(ROW))
    second = hold(tmp_path / "kept", "ilr", FORM, source(ROW, ROW))
    assert (first.version != second.version, second.rows) == (True, 2)
    assert held(tmp_path / "kept", "ilr") == (second,)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (ROW.replace("2016-08-01", "August"), "1 value of EffectiveFrom is no date, the first in row 2"),
        (ROW.replace("119", "one"), "1 value of StandardCode is no whole number, the first in row 2"),
        (ROW.replace("6000.00", "free"), "1 value of CoreGovContributionCap is no number, the first in row 2"),
    ],
)
def test_a_value_of_another_kind_is_said_by_column_and_row_and_nothing_is_kept(tmp_path, source, row, says):
    with pytest.raises(Unreadable) as failure:
        hold(tmp_path / "kept", "ilr", FORM, source(ROW, row))
    assert says in failure.value.message
    assert held(tmp_path / "kept", "ilr") == ()


def test_a_missing_column_is_named(tmp_path, source):
    with pytest.raises(Unreadable, match="BandNumber"):
        hold(tmp_path / "kept", "ilr", FORM, source("119", headings="StandardCode"))


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(NotFound):
        hold(tmp_path / "kept", "ilr", FORM, tmp_path / "nothing.csv")


def test_a_damaged_table_is_said_and_not_taken_for_an_empty_one(tmp_path, source):
    hold(tmp_path / "kept", "ilr", FORM, source(ROW))
    (tmp_path / "kept" / "ilr" / "lars_standard_funding.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(Unreadable):
        held(tmp_path / "kept", "ilr")
    with pytest.raises(Unreadable):
        held_references(tmp_path / "kept", "ilr")


def test_a_table_that_no_rule_knows_any_more_is_left_alone(tmp_path, source):
    hold(tmp_path / "kept", "ilr", FORM, source(ROW))
    path = tmp_path / "kept" / "ilr" / "lars_standard_funding.parquet"
    pyarrow.parquet.write_table(pyarrow.parquet.read_table(path), path.with_name("of_old.parquet"))
    assert set(held_references(tmp_path / "kept", "ilr")) == {"lars_standard_funding"}
