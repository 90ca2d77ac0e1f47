"""Checks that count records, or look at several values of one, and what a finding says."""

from __future__ import annotations

from rollbook.standards.layouts import layout_of
from tests.invented_layout import invented_layout

INVENTED, ILR = invented_layout(), layout_of("ilr", "2025-26")
PUPIL = {"UPN": "A123", "Surname": "X", "House": "2"}


def codes(found):
    return [(one["rule"], one["record"], one["field"]) for one in found]


def test_a_record_too_many_is_reported_once(check):
    needs = [{"pupil_id": 1, "nth": nth, "Need": "A"} for nth in (1, 2, 3, 4, 5)]
    found = check(INVENTED, {"document": [{"Kind": "TEST"}], "pupil": [PUPIL], "need": needs})
    assert codes(found) == [("too_many", "pupil A123 / need 4", "Need")]


def test_a_record_that_has_to_be_there_is_missed_at_its_parent(check):
    found = check(ILR, {"learner": [{"LearnRefNumber": "L1"}]})
    assert ("FD_LearningDelivery_EO", "learner L1", "LearningDelivery") in codes(found)


def test_a_record_at_the_top_that_has_to_be_there_is_missed(check):
    found = check(ILR, {})
    assert {one["field"] for one in found if one["rule"] == "too_few"} == {"Header", "LearningProvider", "Learner"}
    assert {(one["row_id"], one["record"]) for one in found} == {(None, "")}


def test_a_record_behind_a_group_that_may_be_away_is_not_missed(check):
    assert check(INVENTED, {"document": [{"Kind": "TEST"}], "pupil": [PUPIL]}) == []


def test_one_of_a_choice_is_enough_and_two_are_too_many(check):
    document = [{"Kind": "TEST"}]
    none, both = {**PUPIL, "House": None}, {**PUPIL, "Line1": "1"}
    assert codes(check(INVENTED, {"document": document, "pupil": [none]}))[0][0] == "none_of_choice"
    assert codes(check(INVENTED, {"document": document, "pupil": [both]}))[0][0] == "several_of_choice"


def test_a_value_of_a_group_is_needed_only_where_the_group_is(check):
    document = [{"Kind": "TEST"}]
    with_school = {**PUPIL, "before_LEA": "301"}
    assert codes(check(INVENTED, {"document": document, "pupil": [PUPIL]})) == []
    assert codes(check(INVENTED, {"document": document, "pupil": [with_school]})) == [
        ("missing", "pupil A123", "now_LEA")
    ]


def test_a_count_that_is_not_the_number_of_records_is_reported(check):
    document = [{"Kind": "TEST", "Count": "2"}]
    assert codes(check(INVENTED, {"document": document, "pupil": [PUPIL]}))[0][0] == "wrong_count"
    assert check(INVENTED, {"document": document, "pupil": [PUPIL, PUPIL]}) == []


def test_a_finding_names_its_record_from_the_top_down(check):
    rows = {
        "header": [{}], "provider": [{}], "learner": [{"LearnRefNumber": "L7"}],
        "aim": [{"learner_id": 1, "AimSeqNumber": "3"}],
        "fam": [{"learner_id": 1, "aim_id": 1, "nth": 2, "line": 9, "LearnDelFAMType": "SOFT", "LearnDelFAMCode": "1"}],
    }  # fmt: skip
    found = [one for one in check(ILR, rows) if one["table"] == "fam"]
    assert found == [
        {
            "rule": "FD_LearnDelFAMType_AL", "severity": "error", "table": "fam", "row_id": 1, "top_id": 1,
            "record": "learner L7 / aim 3 / fam 2", "line": 9, "field": "LearnDelFAMType", "value": "SOFT",
            "says": "LearnDelFAMType has 4 characters; it may have at most 3 characters.",
            "fix": "Shorten or correct LearnDelFAMType.", "fields": ["LearnDelFAMType"], "values": ["SOFT"],
        }
    ]  # fmt: skip


def test_no_value_stands_in_a_sentence(check):
    rows = {"learner": [{"FamilyName": "Xyzzy1" * 30, "DateOfBirth": "Xyzzy", "NINumber": "Xyzzy\u00e9" * 3}]}
    found = [one for one in check(ILR, rows) if one["value"] and "Xyzzy" in one["value"]]
    assert len(found) >= 4
    assert not any("Xyzzy" in one["says"] + one["fix"] for one in found)
