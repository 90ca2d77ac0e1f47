"""Loading a reference table: what does not fit leaves what was kept as it was, and nothing lies about."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet
import pytest

from rollbook.base.errors import SetupMissing, Unreadable
from rollbook.standards.held_references import forms_of, held, held_reference, held_references, place_of
from rollbook.standards.loading_references import prepared

FORM = forms_of("ilr")["campus"]
DAY = date(2026, 1, 15)
GOOD = b"UKPRN,CampId,EffectiveFrom,EffectiveTo\n90000101,12345678,2020-01-01,\n"


@pytest.fixture
def load(tmp_path):
    """Loads bytes as the table; gives what is kept. What follows may fail."""

    def go(content, name="campus.csv", form=FORM, fails=False):
        with prepared(tmp_path, "ilr", form, io.BytesIO(content), name=name, day=DAY) as table:
            table.put()
            if fails:
                raise RuntimeError
            return table.held

    return go


@pytest.fixture
def files(tmp_path):
    """The names of everything in the folder."""
    return lambda: sorted(path.name for path in tmp_path.rglob("*") if path.is_file())


def parquet(**columns):
    out = io.BytesIO()
    start = {"UKPRN": [90000101], "CampId": ["12345678"], "EffectiveFrom": [DAY], "EffectiveTo": [None]}
    pyarrow.parquet.write_table(pa.table({**start, **columns}), out)
    return out.getvalue()


BROKEN = {
    "nothing": (b"", "lacks the columns"),
    "other columns": (b"a,b\n1,2\n", "lacks the columns UKPRN, CampId, EffectiveFrom, EffectiveTo of campus"),
    "a column twice": (GOOD.replace(b"UKPRN", b"UKPRN,UKPRN", 1), "more than one column UKPRN"),
    "headings alone": (GOOD.split(b"\n")[0] + b"\n", "it has no rows"),
    "a row cut short": (GOOD + b"90000101,12", "cannot be read"),
    "UTF-16": (GOOD.decode().encode("utf-16"), "cannot be read"),
    "an old code page": (GOOD + b"90000101,Caf\xe9,,\n", "cannot be read"),
    "a spreadsheet": (b"PK\x03\x04\xff\xfe", "cannot be read"),
    "half a Parquet file": (parquet()[:300], "cannot be read"),
    "lists in a column": (parquet(CampId=[["1", "2"]]), "several values in one field of CampId"),
    "a number for a day": (parquet(EffectiveFrom=[5]), "1 value of EffectiveFrom is no date"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_does_not_fit_leaves_what_was_kept(what, load, files, tmp_path):
    content, says = BROKEN[what]
    kept = load(GOOD)
    with pytest.raises(Unreadable, match=says):
        load(content)
    assert held(tmp_path, "ilr") == (kept,)
    assert files() == ["campus.parquet"]


def test_a_file_is_taken_for_what_it_holds_and_not_for_its_name(load):
    assert load(parquet(EffectiveFrom=[datetime(2026, 1, 15)]), name="campus.csv").rows == 1


def test_a_byte_order_mark_and_quotes_do_no_harm(load):
    assert load(b"\xef\xbb\xbf" + GOOD.replace(b"UKPRN", b'"UKPRN"').replace(b"\n", b"\r\n")).rows == 1


def test_a_table_of_the_providers_own_may_be_empty(load):
    assert load(b"file_name\n", form=forms_of("ilr")["earlier_files"]).rows == 0


def test_what_fails_afterwards_brings_back_what_was_kept(load, files, tmp_path):
    kept = load(GOOD)
    with pytest.raises(RuntimeError):
        load(GOOD.replace(b"12345678", b"87654321"), fails=True)
    assert held(tmp_path, "ilr") == (kept,)
    assert files() == ["campus.parquet"]


def test_what_fails_at_the_first_load_leaves_nothing(load, files):
    with pytest.raises(RuntimeError):
        load(GOOD, fails=True)
    assert files() == []


def test_a_reader_that_has_begun_goes_on_with_the_table_it_opened(load, tmp_path):
    load(GOOD)
    with pyarrow.parquet.ParquetFile(place_of(tmp_path, "ilr", "campus")) as begun:
        load(GOOD.replace(b"12345678", b"87654321"))
        assert begun.read()["CampId"].to_pylist() == ["12345678"]
    assert held_reference(tmp_path, "ilr", FORM).rows["CampId"].to_pylist() == ["87654321"]


def test_loads_at_the_same_moment_leave_one_whole_table(load, files, tmp_path):
    load(GOOD)
    contents = [GOOD.replace(b"12345678", f"1234567{number}".encode()) for number in range(6)]
    with ThreadPoolExecutor(3) as several:
        loading = [several.submit(load, each) for each in contents]
        while not all(each.done() for each in loading):
            assert held_reference(tmp_path, "ilr", FORM).rows.num_rows == 1
    assert held(tmp_path, "ilr")[0] in [each.result() for each in loading]
    assert files() == ["campus.parquet"]


def test_a_table_of_an_earlier_form_is_asked_for_again(load, tmp_path):
    load(GOOD)
    path = place_of(tmp_path, "ilr", "campus")
    pyarrow.parquet.write_table(pyarrow.parquet.read_table(path).drop_columns(["EffectiveTo"]), path)
    with pytest.raises(Unreadable, match="loaded for an earlier version, without EffectiveTo"):
        held_references(tmp_path, "ilr")


def test_a_folder_that_is_none_is_said_to_whoever_reads_or_writes(load, tmp_path):
    (tmp_path / "ilr").write_text("no folder")
    with pytest.raises(Unreadable, match="folder of reference tables cannot be read"):
        held(tmp_path, "ilr")
    with pytest.raises(SetupMissing, match="cannot be written to"):
        load(GOOD)
