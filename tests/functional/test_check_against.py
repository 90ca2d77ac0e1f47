"""`rollbook check --against`: what a file says beside the one before it."""

import json

import pytest
from typer.testing import CliRunner

from rollbook.cli.check import app
from tests.invented_files import ILR_NAME, ilr_file

EARLIER = ILR_NAME.replace("-01.xml", "-02.xml")


def found(tmp_path, now, before, *more):
    first = ilr_file(tmp_path, *before, name=EARLIER)
    arguments = [str(ilr_file(tmp_path, *now)), "--against", str(first), "--today", "2026-01-15", *more]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code in (0, 3, 20, 21), (result.output, result.exception)
    return result.output


def codes(tmp_path, now, before):
    report = json.loads(found(tmp_path, now, before, "--json"))
    return [(one["rule"], one["record"], one["value"]) for one in report["findings"]]


def test_the_same_file_again_says_nothing(tmp_path):
    assert codes(tmp_path, [{}], [{}]) == []


def test_a_learner_who_is_gone_is_told(tmp_path):
    told = codes(tmp_path, [{}], [{}, {"LearnRefNumber": "L9", "ULN": 9999999999}])
    assert told == [("against_gone", "learner L9", "L9")]


@pytest.mark.parametrize(("field", "now", "before"), [("ULN", 1000000000, 1000000019), ("Sex", "F", "M")])
def test_another_person_under_one_reference_is_told(tmp_path, field, now, before):
    told = codes(tmp_path, [{field: now}], [{field: before}])
    assert told == [("against_changed", "learner L1", str(now))]


def test_a_number_that_was_temporary_before_is_no_other_person(tmp_path):
    assert codes(tmp_path, [{}], [{"ULN": 9999999999}]) == []


def test_an_aim_that_went_on_and_has_vanished_is_told(tmp_path):
    other = {"LearnAimRef": "60319999", "AimSeqNumber": 2}
    told = codes(tmp_path, [{"aims": [{}]}], [{"aims": [{}, other]}])
    assert told == [("against_vanished", "learner L1", "60319999")]


def test_an_aim_that_had_ended_may_be_left_out(tmp_path):
    ended = {"LearnAimRef": "60319999", "AimSeqNumber": 2, "CompStatus": 3, "LearnActEndDate": "2025-10-01"}
    assert codes(tmp_path, [{"aims": [{}]}], [{"aims": [{}, ended]}]) == []


def test_new_and_cleared_findings_are_counted(tmp_path):
    text = found(tmp_path, [{"ULN": 1000000001}], [{"Postcode": "XX"}])
    assert f"Since {EARLIER}: 1 findings are new and 1 are cleared." in text


def test_files_of_two_standards_cannot_be_compared(tmp_path):
    other = tmp_path / "LRB_90000101_241120261500.CSV"
    other.write_text("not,a,batch\n")
    result = CliRunner().invoke(app, [str(ilr_file(tmp_path, {})), "--against", str(other)])
    assert result.exit_code != 0
