"""The form of the file: encoding, separator, headings, columns, its own values."""

import io
from datetime import date

import pytest

from rollbook.standards.doctor import diagnose

TODAY = date(2026, 11, 24)
NAME = "LRB_10004721_241120261500.CSV"


def test_utf_16_is_written_as_utf_8(cure, batch_file, learner):
    data = batch_file(learner(GivenName="Zoë")).decode().encode("utf-16")
    keys, records, wrong = cure(data)
    assert (keys, records[0]["GivenName"], wrong) == (["encoding"], "Zoë", [])


def test_windows_own_encoding_is_healthy_and_written_as_utf_8(cure, batch_file, learner):
    data = batch_file(learner(GivenName="Zoë"), encoding="cp1252")
    keys, records, wrong = cure(data)
    assert (keys, records[0]["GivenName"], wrong) == (["encoding"], "Zoë", [])
    assert diagnose(io.BytesIO(data), today=TODAY, name=NAME).is_healthy


@pytest.mark.parametrize("separator", [b";", b"\t", b"|"])
def test_another_separator_is_mended(cure, batch_file, learner, separator):
    keys, records, wrong = cure(batch_file(learner()).replace(b'","', b'"' + separator + b'"'))
    assert (keys, records[0]["GivenName"], wrong) == (["separator"], "Aisha", [])


def test_small_departures_are_mended_but_do_no_harm(cure, batch_file, learner):
    data = batch_file(learner()).replace(b"\r\n", b"\n").replace(b'"', b"")
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=NAME.lower())
    assert [proposal.key for proposal in diagnosis.proposals] == ["line_ends", "quotes", "file_name"]
    assert diagnosis.is_healthy
    assert cure(data)[2] == []


def test_headings_misspelt_or_in_another_case_are_mended(cure, batch_file, learner):
    data = batch_file(learner()).replace(b'"GivenName"', b'"Given Names"').replace(b"CountyorCity", b"CountyOrCity")
    keys, records, wrong = cure(data)
    assert (keys, records[0]["GivenName"], wrong) == (["headings"], "Aisha", [])


def test_columns_in_another_order_are_put_back(cure, batch_file, learner):
    lines = batch_file(learner()).decode().splitlines()
    keys, records, wrong = cure("\r\n".join(",".join(reversed(line.split(","))) for line in lines).encode())
    assert (keys, records[0]["GivenName"], wrong) == (["order"], "Aisha", [])


def test_missing_and_further_columns_are_put_right(cure, batch_file, learner):
    lines = batch_file(learner()).decode().splitlines()
    data = "\r\n".join(line.rpartition(",")[0] + ',"House"' for line in lines).encode()
    keys, records, wrong = cure(data)
    assert (keys, records[0]["Notes"], wrong) == (["missing_columns", "extra_columns"], "", [])


def test_a_file_without_headings_gets_them(cure, batch_file, learner):
    keys, records, wrong = cure(batch_file(learner()).split(b"\r\n", 1)[1])
    assert (keys, records[0]["GivenName"], wrong) == (["headings"], "Aisha", [])


def test_the_files_own_values_are_filled_in_from_its_name_and_its_rows(cure, batch_file, learner):
    data = batch_file(learner(), FileVersion="", UKPRN="", LearnerRecordCount="")
    keys, _, wrong = cure(data)
    assert keys == ["file_value:FileVersion", "file_value:UKPRN", "file_value:LearnerRecordCount"]
    assert wrong == []


def test_a_wrong_count_is_shown_and_corrected(cure, batch_file, learner):
    keys, _, wrong = cure(batch_file(learner(), LearnerRecordCount="7"))
    assert (keys, wrong) == (["count:LearnerRecordCount"], [])


def test_the_files_own_values_are_left_out_of_later_rows(cure, batch_file, learner):
    data = batch_file(learner(), learner(MISIdentifier="2")).replace(b'\r\n"","","",""', b'\r\n"2A","x","1","2"')
    keys, _, wrong = cure(data)
    assert (keys, wrong) == (["repeated"], [])
