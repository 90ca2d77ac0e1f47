"""A batch file as CSV and as XML: the same learners are checked by the same definitions, and nothing found is lost."""

import io
from datetime import date

import pytest

from rollbook.standards.checking import check
from rollbook.standards.layouts import layout_of
from rollbook.standards.loaded import Loaded
from rollbook.standards.reading import write
from rollbook.standards.rules.records import changed, raw_tables, valid_record

LEARNERS = [{"ULN": "1000000000"}, {"ULN": "1000000000", "Gender": "7"}, {"MISIdentifier": "1", "GivenName": ""}]


def made(shape, changes=None, learners=LEARNERS):
    layout, out = layout_of("lrs_batch", "2A", shape), io.BytesIO()
    changes = {"learners": learners, "file": {"LearnerRecordCount": len(learners)}, **(changes or {})}
    write(Loaded(layout, raw_tables(layout, changed(layout, valid_record("lrs_batch", "2A"), changes))), out)
    return out.getvalue()


def found(data):
    return [
        (one.rule, one.field, one.position.record) for one in check(io.BytesIO(data), today=date(2026, 9, 1)).findings
    ]


@pytest.mark.parametrize("shape", ["delimited", "xml"])
def test_learners_are_called_by_their_numbers_whoever_speaks_of_them(shape):
    assert found(made(shape)) == [
        ("code", "Gender", "learner 2"),
        ("missing", "GivenName", "learner 3"),
        ("repeated_uln", "ULN", "learner 1"),
        ("repeated_uln", "ULN", "learner 2"),
    ]


def test_what_is_wrong_with_the_form_of_a_learner_in_xml_stands_with_that_learner():
    data = made("xml").replace(b"<MISIdentifier>1</MISIdentifier>", b"<MISIdentifier>1</MISIdentifier><Wrong/>")
    assert found(data)[1] == ("unknown_element", "Wrong", "learner 3")


@pytest.mark.parametrize(("shape", "version"), [("delimited", "file_value"), ("xml", "other_value")])
def test_the_files_own_values_are_checked_in_both_shapes(shape, version):
    data = made(shape, {"file": {"FileVersion": "1A", "LearnerRecordCount": 5}}, [{}])
    assert found(data) == [(version, "FileVersion", "file"), ("wrong_count", "LearnerRecordCount", "file")]
