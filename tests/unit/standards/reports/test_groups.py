"""Findings are grouped by rule and field, then by the value records share."""

from rollbook.standards.finding_table import FINDING_SCHEMA
from rollbook.standards.reports import group
from rollbook.standards.reports.groups import counts


def findings(*rows):
    import pyarrow as pa

    blank = dict.fromkeys(FINDING_SCHEMA.names)
    return pa.Table.from_pylist([{**blank, **row} for row in rows], schema=FINDING_SCHEMA)


def finding(rule="A_1", value="x", line=1, severity="error", **more):
    return {
        "rule": rule, "severity": severity, "field": "F", "value": value, "line": line, "row_id": line,
        "record": f"learner {line}", "says": "It is wrong.", "fix": "Mend it.", **more,
    }  # fmt: skip


def test_records_that_share_a_value_are_one_group_with_the_commonest_first():
    found = group(findings(finding(value="a"), finding(value="b", line=2), finding(value="b", line=3)))
    assert [(one.value, one.count, one.records) for one in found[0].values] == [
        ("b", 2, ("learner 2", "learner 3")),
        ("a", 1, ("learner 1",)),
    ]


def test_errors_come_before_warnings_however_many_there_are():
    many = [finding("W_1", line=line, severity="warning") for line in range(1, 4)]
    found = group(findings(*many, finding("E_1", line=9)))
    assert [one.rule for one in found] == ["E_1", "W_1"]


def test_what_is_left_out_is_counted():
    found = group(findings(*(finding(value=str(line), line=line) for line in range(1, 31))), values=5)
    assert (found[0].count, found[0].distinct, len(found[0].values), found[0].more_values) == (30, 30, 5, 25)


def test_a_value_keeps_its_count_when_its_records_are_capped():
    found = group(findings(*(finding(line=line) for line in range(1, 31))), records=4)
    assert (found[0].values[0].count, found[0].values[0].lines) == (30, (1, 2, 3, 4))


def test_a_missing_value_is_a_group_of_its_own():
    found = group(findings(finding(value=None), finding(value="", line=2)))
    assert {one.value for one in found[0].values} == {None, ""}


def test_severities_are_counted_the_worst_first():
    assert list(counts(findings(finding(severity="warning"), finding(line=2))).items()) == [
        ("error", 1),
        ("warning", 1),
    ]


def test_no_findings_are_no_groups():
    assert group(findings()) == []
