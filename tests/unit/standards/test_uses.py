"""Who uses a data item: learners' fields, fields of files, rules."""

from __future__ import annotations

import pytest

from rollbook.definitions.cbds import Use, show
from rollbook.standards import uses as module
from rollbook.standards.layouts import Field, Layout, layout_of
from rollbook.standards.rules.rule import Rule
from rollbook.standards.uses import item_of, uses


def _rule(**given) -> Rule:
    said = {"code": "X_01", "table": "pupil", "error_when": "false", "says": "", "fix": "", "because": "", "source": ""}
    return Rule(**(said | given))


ULN = Field("Pupil/UniqueLearnerNumber", "UniqueLearnerNumber", "pupil", item="100016")


def test_a_learners_field_and_a_column_that_carries_it_use_the_item():
    found = uses(["100016"])["100016"]
    assert Use("learner's field", "rollbook", "", "uln") in found
    assert Use("field of a file", "lrs_batch", "2A", "ULN") in found


def test_fields_of_files_come_before_rules_which_may_be_many():
    kinds = [use.kind for use in uses(["100256"])["100256"]]
    assert Use("field of a file", "ilr", "2025-26", "Learner/LearningDelivery/LearnStartDate") in uses()["100256"]
    assert kinds.index("rule") == len(kinds) - kinds.count("rule") > 1
    assert kinds.count("rule") > 40


def test_only_what_was_asked_for_is_answered():
    assert set(uses(["100016"])) == {"100016"}
    assert {"100016", "100001", "100007"} <= set(uses())


def test_all_at_once_and_one_by_one_agree():
    everything = uses()
    assert {item: uses([item])[item] for item in everything} == everything


def test_an_item_that_nothing_uses_has_no_uses():
    assert uses(["300027"]) == {}


def test_a_field_of_a_file_names_its_item_itself_or_by_the_learners_field():
    assert item_of(ULN) == "100016"
    assert item_of(Field("ULN", "ULN", "learner", field="uln")) == "100016"
    assert item_of(Field("Other", "Other", "learner")) == ""


@pytest.mark.parametrize(
    ("rule", "reads"),
    [
        (_rule(fields=("UniqueLearnerNumber",)), True),
        (_rule(error_when="UniqueLearnerNumber is null"), True),
        (_rule(table="aim", error_when="pupil.UniqueLearnerNumber is null"), True),
        (_rule(let=(("n", "length(UniqueLearnerNumber)"),)), True),
        (_rule(error_when="UniqueLearnerNumbers is null"), False),
        (_rule(table="aim", error_when="UniqueLearnerNumber is null"), False),
        (_rule(table="aim", fields=("UniqueLearnerNumber",)), False),
    ],
)
def test_a_rule_uses_the_item_of_a_column_it_looks_at(rule, reads):
    assert module._reads(rule, ULN) is reads


def test_a_rule_that_reads_an_items_field_is_among_its_uses(monkeypatch):
    layout = Layout("ctf", "12", "xml", "Invented", "invented", (ULN,))
    monkeypatch.setattr(module, "_rules_of", lambda standard: (_rule(fields=("UniqueLearnerNumber",)),))
    assert list(module._rules(layout, None)) == [("100016", Use("rule", "ctf", "12", "X_01"))]


def test_an_item_is_shown_with_all_that_uses_it():
    (shown,) = show("100016", uses=uses(["100016"]))
    assert {"uln", "ULN"} <= {use.where for use in shown.uses}


def test_a_batch_layout_says_nothing_of_items_it_does_not_hold():
    held = {item_of(field) for field in layout_of("lrs_batch", "2A", "delimited").fields}
    assert "100472" not in held
