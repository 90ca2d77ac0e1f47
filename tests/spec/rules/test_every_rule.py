"""Every rule of the library: its examples hold. `-k CODE` chooses one."""

from __future__ import annotations

import pytest

from rollbook.standards.rules.catalogue import Tried, tried_rules
from rollbook.standards.rules.trying import wrong_examples
from tests.spec.rules.conftest import Trials

RULES = list(tried_rules())
every_rule = pytest.mark.parametrize("tried", RULES, ids=str)


def test_every_rule_file_can_be_read() -> None:
    faults: list[str] = []
    list(tried_rules(faults=faults))
    assert not faults


@every_rule
def test_examples_hold(tried: Tried, trials: Trials) -> None:
    assert not list(wrong_examples(trials[tried.standard, tried.version], tried.rule))
