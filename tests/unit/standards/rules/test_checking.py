"""One check: findings with their records, what was not run, what could not be decided, the official gates."""

from __future__ import annotations

import pyarrow as pa
import pytest

from rollbook.base.errors import SetupMissing
from rollbook.base.findings import Severity
from rollbook.standards.rules import loading
from rollbook.standards.tables import Reference
from tests.unit.standards.rules.conftest import Checked

_TWO_AIMS = {"aims": [{}, {"fams": ["SOF105", "SOF105"]}]}
_BROKEN = {"DateOfBirth": "soon", "aims": [{"FundModel": 38}]}


def test_the_valid_record_has_no_findings(checked: Checked) -> None:
    assert list(checked({}).findings) == []


def test_a_finding_names_record_line_value_and_mend(checked: Checked) -> None:
    found = [one for one in checked({"ULN": 1000000001}).findings if one.rule == "ULN_04"]
    assert [(one.position.record, one.field, one.value, one.severity) for one in found] == [
        ("learner L1", "ULN", "1000000001", Severity.ERROR)
    ]
    assert found[0].position.line
    assert found[0].fix


def test_a_record_is_named_by_keys_from_the_top(checked: Checked) -> None:
    records = {one.position.record for one in checked(_TWO_AIMS).findings if one.rule == "R_52"}
    assert records <= {"learner L1 / aim 2 / fam 1", "learner L1 / aim 2 / fam 2", "learner L1 / aim 2"}
    assert records


def test_a_rule_without_its_reference_table_is_not_run_and_named(checked: Checked) -> None:
    not_run = {one.rule: one.why for one in checked({}).not_run}
    assert not_run["ULN_05"] == "Not given: learner_register."


def test_a_rule_without_a_complete_code_list_is_not_run(checked: Checked) -> None:
    not_run = {one.rule: one.why for one in checked({}).not_run}
    assert not_run["OutGrade_01"] == "No complete code list is held for 2025-26: OutGrade."


def test_a_reference_table_that_is_given_is_looked_into_and_named(checked: Checked) -> None:
    known = Reference(pa.table({"ULN": [1000000010]}), "of today")
    result = checked({}, references={"learner_register": known})
    assert "ULN_05" in {one.rule for one in result.findings}
    assert result.versions.references == {"learner_register": "of today"}


def test_a_register_is_asked_only_about_the_numbers_in_the_file(checked: Checked) -> None:
    asked: list[int] = []

    def register(numbers: pa.Array) -> Reference:
        asked.extend(numbers.to_pylist())
        return Reference(pa.table({"ULN": numbers}), "live")

    result = checked({}, references={"learner_register": register})
    assert asked == [1000000000]
    assert "ULN_05" not in {one.rule for one in result.findings}


def test_an_unknown_reference_table_is_refused(checked: Checked) -> None:
    with pytest.raises(SetupMissing, match="no_such"):
        checked({}, references={"no_such": Reference(pa.table({"a": [1]}))})


def test_a_rule_that_reads_a_broken_field_is_not_decided_and_counted(checked: Checked) -> None:
    result = checked(_BROKEN)
    assert "DateOfBirth_01" not in {one.rule for one in result.findings}
    assert ("DateOfBirth_01", "learner", 1) in {(one.rule, one.table, one.count) for one in result.not_decided}


def test_other_records_are_decided_beside_a_broken_one(checked: Checked) -> None:
    learners = [{"DateOfBirth": "soon"}, {"DateOfBirth": "", "ULN": 1000000010}]
    result = checked({"learners": learners})
    assert [one.position.record for one in result.findings if one.rule == "DateOfBirth_01"] == ["learner L2"]


def test_records_below_a_broken_parent_are_not_decided(checked: Checked) -> None:
    not_decided = {one.rule: one.count for one in checked({"DateOfBirth": "soon", "aims": [{}, {}]}).not_decided}
    assert not_decided["DateOfBirth_25"] == 2


def test_as_collected_drops_records_with_errors_in_their_fields(checked: Checked) -> None:
    learners = [{"ULN": 1, "FamilyName": ""}, {"ULN": 1000000010, "FamilyName": ""}]
    loose, strict = checked({"learners": learners}), checked({"learners": learners}, as_collected=True)
    assert _named(loose.table, "FamilyName_01") == ["learner L1", "learner L2"]
    assert _named(strict.table, "FamilyName_01") == ["learner L2"]


def test_as_collected_runs_no_more_where_the_file_is_refused(checked: Checked) -> None:
    result = checked({"header": {"FilePreparationDate": "2026-02-01"}, "FamilyName": ""}, as_collected=True)
    assert result.refused
    assert "FamilyName_01" in {one.rule for one in result.not_run}


def test_findings_come_in_the_order_of_the_file(checked: Checked) -> None:
    lines = checked({"FamilyName": "", "ULN": 1000000001, **_TWO_AIMS}).table["line"].to_pylist()
    assert lines == sorted(lines)


def _named(table: pa.Table, rule: str) -> list[str]:
    return [row["record"] for row in table.to_pylist() if row["rule"] == rule]


def test_the_version_of_a_rule_pack_is_that_of_the_codes_it_takes_too(monkeypatch, tmp_path) -> None:
    before = loading.pack_version.__wrapped__("ilr")
    assert before == loading.pack_version("ilr")
    (tmp_path / "codes.csv").write_text("D00005,WBRI,White British\n", "utf-8")
    monkeypatch.setattr(loading, "DEFINITIONS", tmp_path)
    assert loading.pack_version.__wrapped__("ilr") != before
