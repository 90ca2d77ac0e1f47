"""Rules asked together answer as they do one by one, and one that cannot be asked does not take the others along."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rollbook.base.errors import SetupMissing
from rollbook.standards.layouts import layout_of
from rollbook.standards.rules.loading import rules_of
from rollbook.standards.rules.records import changed, raw_tables, valid_record
from rollbook.standards.rules.rule import Rule
from rollbook.standards.rules.running import Ran, run
from rollbook.standards.tables import build, lay_raw, open_tables, standard_data

LAYOUT = layout_of("ilr", "2025-26")
CODES = ("ULN_04", "R_59", "FamilyName_04", "Ethnicity_01")
RULES = [rule for rule in rules_of("ilr", "2025-26") if rule.code in CODES]
BROKEN = replace(next(rule for rule in RULES if rule.code == "ULN_04"), code="BROKEN", let=(), only="", unless=())


def ran(rules: list[Rule], at_once: int) -> Ran:
    data = standard_data("ilr", "2025-26")
    document = changed(LAYOUT, valid_record("ilr", "2025-26"), {"ULN": 1000000001, "Ethnicity": 55})
    with open_tables() as connection:
        lay_raw(connection, LAYOUT, raw_tables(LAYOUT, document))
        build(connection, LAYOUT, data)
        return run(connection, LAYOUT, data, rules, at_once=at_once)


@pytest.mark.parametrize("at_once", [2, 10])
def test_together_they_find_what_they_find_alone(at_once: int) -> None:
    alone = ran(RULES, 1)
    assert ran(RULES, at_once).findings == alone.findings
    assert {"ULN_04", "Ethnicity_01"} <= set(alone.findings["rule"].to_pylist())


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("Shoes = 1", "It reads what 2025-26 does not have."),
        ("cast('blue ' || Sex as bigint) = 1", "It met a value it cannot work with (ConversionException)."),
    ],
)
def test_one_that_cannot_be_asked_is_named_and_the_others_answer(condition: str, why: str) -> None:
    found = ran([RULES[0], replace(BROKEN, error_when=condition), *RULES[1:]], 10)
    assert [(one.rule, one.why) for one in found.not_run] == [("BROKEN", why)]
    assert found.findings == ran(RULES, 1).findings


def test_one_that_is_no_sql_is_a_fault_of_the_set_up() -> None:
    with pytest.raises(SetupMissing, match="The rule BROKEN is no SQL"):
        ran([*RULES, replace(BROKEN, error_when="ULN = = 1")], 10)
