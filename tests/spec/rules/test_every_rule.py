"""Every rule of the library: its examples hold, each part of it matters, nothing is left to null. `-k CODE` picks one.

What fails says which example is missing; `python -m rollbook.standards.rules.trying CODE` says it faster.
"""

from __future__ import annotations

import pytest

from rollbook.standards.rules.catalogue import Tried, tried_rules
from rollbook.standards.rules.trying import wrong
from tests.spec.rules.conftest import Trials

RULES = list(tried_rules())
every_rule = pytest.mark.parametrize("tried", RULES, ids=str)
every_query = pytest.mark.parametrize("tried", [one for one in RULES if not one.rule.checked_by], ids=str)


def test_every_rule_file_can_be_read() -> None:
    faults: list[str] = []
    list(tried_rules(faults=faults))
    assert not faults


@every_rule
def test_examples_hold(tried: Tried, trials: Trials) -> None:
    assert not list(wrong(trials[tried.standard, tried.version], tried.rule, "examples hold"))


@every_query
def test_each_exception_has_an_example_that_fails_without_it(tried: Tried, trials: Trials) -> None:
    assert not list(wrong(trials[tried.standard, tried.version], tried.rule, "exceptions are shown"))


@every_query
def test_each_term_and_each_limit_has_an_example_that_notices(tried: Tried, trials: Trials) -> None:
    assert not list(wrong(trials[tried.standard, tried.version], tried.rule, "every part matters"))


@every_query
def test_no_condition_is_null_whatever_is_left_out(tried: Tried, trials: Trials) -> None:
    assert not list(wrong(trials[tried.standard, tried.version], tried.rule, "nothing is null"))


@every_query
def test_columns_in_subqueries_carry_their_tables_name(tried: Tried, trials: Trials) -> None:
    assert not list(wrong(trials[tried.standard, tried.version], tried.rule, "subqueries name their tables"))


@every_rule
def test_sentences_hold_no_personal_value(tried: Tried, trials: Trials) -> None:
    assert not list(wrong(trials[tried.standard, tried.version], tried.rule, "sentences"))
