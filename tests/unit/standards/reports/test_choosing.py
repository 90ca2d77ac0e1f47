"""Some of the findings, each under the number it has in the whole table."""

import pytest

from rollbook.base.errors import NotFound
from rollbook.standards.reports import Choice, chosen, group, of_one_record
from tests.unit.standards.reports.test_groups import finding, findings

TABLE = findings(
    finding("A_1", record="learner L1"),
    finding("A_2", line=2, severity="warning", record="learner L1 / aim 2"),
    finding("A_1", line=3, record="learner L10"),
    finding("A_3", line=4, record=""),
)


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        (Choice(), [0, 1, 2, 3]),
        (Choice(severity="warning"), [1]),
        (Choice(rule="A_1"), [0, 2]),
        (Choice(severity="error", rule="A_2"), []),
        (Choice(field="G"), []),
    ],
)
def test_what_is_wanted_keeps_its_numbers(choice, numbers):
    assert chosen(TABLE, choice)["number"].to_pylist() == numbers


@pytest.mark.parametrize(("number", "together"), [(0, [0, 1]), (1, [0, 1]), (2, [2]), (3, [3])])
def test_findings_of_one_record_stand_together(number, together):
    assert of_one_record(TABLE, number)["number"].to_pylist() == together


def test_a_number_that_no_finding_has_is_not_found():
    with pytest.raises(NotFound):
        of_one_record(TABLE, 4)


def test_a_group_of_chosen_findings_tells_their_numbers():
    (found,) = group(chosen(TABLE, Choice(rule="A_1")))
    assert found.values[0].numbers == (0, 2)
