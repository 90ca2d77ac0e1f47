"""LRS batch 2A, CSV: the form that a working supplier's export has and the quick reference guide describes."""

import io
from dataclasses import replace

import pytest

from rollbook.base.errors import UserError
from rollbook.standards import layout_of
from rollbook.standards.delimited import read, write

LAYOUT = layout_of("lrs_batch", "2A")
HEADINGS = (
    "FileVersion FileName UKPRN LearnerRecordCount ULN MISIdentifier Title GivenName PreferredGivenName "
    "MiddleOtherName FamilyName PreviousFamilyName FamilyNameAt16 SchoolAtAge16 LastKnownAddressLine1 "
    "LastKnownAddressLine2 LastKnownAddressTown LastKnownAddressCountyorCity LastKnownPostCode DateOfAddressCapture "
    "DateOfBirth PlaceOfBirth EmailAddress Gender Nationality ScottishCandidateNumber AbilityToShare "
    "VerificationType OtherVerificationDescription Notes"
).split()
FILE = {"FileVersion": "2A", "FileName": "F.CSV", "UKPRN": "10004721", "LearnerRecordCount": "2"}
ROWS = [{"MISIdentifier": "1", "GivenName": "Ada"}, {"MISIdentifier": "2", "GivenName": 'Be"n, J'}]


def written(layout=LAYOUT, rows=ROWS, **options):
    out = io.BytesIO()
    write(layout, out, file=FILE, records=rows, **options)
    return out.getvalue()


def test_there_are_thirty_columns_in_their_published_order():
    assert list(LAYOUT.headings) == HEADINGS
    assert len(HEADINGS) == 30


def test_every_value_is_quoted_and_lines_end_in_crlf():
    lines = written().decode().split("\r\n")
    assert lines[0] == ",".join(f'"{heading}"' for heading in HEADINGS)
    assert lines[1].startswith('"2A","F.CSV","10004721","2","","1","","Ada",')
    assert lines[2].startswith('"","","","","","2","","Be""n, J",')
    assert lines[3] == ""


def test_a_file_holds_up_to_50_000_learners():
    assert LAYOUT.table("learner").at_most == 50_000


def test_the_return_file_has_two_columns_more():
    layout = LAYOUT.with_return_columns()
    lines = written(layout, [{"ULN": "1000000000", "ReturnCode": "RC001", "Reason": "New."}]).decode().split("\r\n")
    assert lines[0].endswith('"Notes","ReturnCode","Reason"')
    assert lines[1].endswith('"","RC001","New."')
    assert '"1000000000"' in lines[1]


def test_a_return_file_is_read_like_the_file_it_answers():
    with read(io.BytesIO(written(LAYOUT.with_return_columns()))) as reading:
        assert [record.values["GivenName"] for record in reading] == ["Ada", 'Be"n, J']
        assert [found.rule for found in reading.findings] == ["heading_returned", "heading_returned"]


def test_a_file_without_learners_has_its_own_values_in_row_2():
    assert written(rows=[]).decode().split("\r\n")[1].startswith('"2A","F.CSV"')


def test_a_name_that_an_encoding_has_not_is_a_clear_failure():
    with pytest.raises(UserError, match="cannot be written in cp1252"):
        written(rows=[{"GivenName": "李"}], encoding="cp1252")


def test_the_stand_in_for_a_lost_character_can_be_written_in_any_encoding():
    assert b"A?a" in written(rows=[{"GivenName": "A\ufffda"}], encoding="cp1252")


def test_another_layout_can_be_written_by_the_same_writer():
    other = replace(LAYOUT, separator=";", newline="\n")
    assert written(other).count(b";") == 29 * 3
