"""The reference of findings leaves none out."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from rollbook import definitions
from rollbook.definitions import learner_definition
from rollbook.definitions.known_findings import known_findings

FOUND = known_findings(today=date(2026, 9, 1))


def test_every_rule_of_the_checks_is_shown_with_a_value_that_breaks_it():
    folder = Path(definitions.__file__).parent
    text = (folder / "value_checks.py").read_text("utf-8") + (folder / "learner_checks.py").read_text("utf-8")
    rules = set(re.findall(r'[fF]inding\(\s*"([a-z_]+)"', text)) | {"check_digit", "format"}
    assert {each.rule for each in FOUND} == rules


def test_every_field_of_a_learner_has_a_finding():
    assert set(learner_definition().fields) <= {each.field for each in FOUND}


def test_every_finding_says_what_to_do():
    assert [each for each in FOUND if not each.fix] == []
