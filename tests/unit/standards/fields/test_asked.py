"""What is asked in some terms and of some phases only: not missed elsewhere, and found strange there."""

from __future__ import annotations

import pytest

from rollbook.standards.layouts.loading import layout_from

LAYOUT = layout_from(
    {
        "standard": "invented",
        "version": "1",
        "shape": "xml",
        "title": "Invented",
        "source": "ours",
        "root": "Message",
        "element": [
            {"at": "Header", "table": "header", "occurs": [1, 1]},
            {"at": "Header/Term"},
            {"at": "School", "table": "school", "occurs": [1, 1]},
            {"at": "School/Phase"},
            {"at": "School/Meals", "occurs": [1, 1], "terms": ["SPR"], "rules": {"MA": "1310"}},
            {"at": "School/Appeals", "group": True, "occurs": [0, 1], "phases": ["PS", "AT"], "rules": {"NP": "5014"}},
            {"at": "School/Appeals/Lodged"},
            {"at": "School/Class", "table": "class", "terms": ["SPR", "SUM"]},
            {"at": "School/Class/Name"},
        ],
    }
)


@pytest.fixture
def found(check):
    """The rules that object, and how much."""

    def run(term, phase, *classes, **school):
        rows = {"header": [{"Term": term}], "school": [{"Phase": phase, **school}], "class": [*classes]}
        return {(one["rule"], one["field"], one["severity"]) for one in check(LAYOUT, rows)}

    return run


def test_what_is_needed_is_missed_in_its_term_only(found):
    assert found("SPR", "PS") == {("1310", "Meals", "error")}
    assert found("AUT", "PS") == set()


def test_a_value_of_another_term_is_a_warning(found):
    assert found("AUT", "PS", Meals="0") == {("not_this_term", "Meals", "warning")}
    assert found("SPR", "PS", Meals="0") == set()


def test_a_group_of_another_phase_is_an_error_under_its_published_rule(found):
    assert found("AUT", "SS", Lodged="1") == {("5014", "Appeals", "error")}
    assert found("AUT", "AT", Lodged="1") == set()


def test_a_table_of_another_term_is_told_once(check):
    rows = {
        "header": [{"Term": "AUT"}],
        "school": [{"Phase": "PS"}],
        "class": [{"Name": "Oak"}, {"Name": "Elm", "nth": 2}],
    }
    told = check(LAYOUT, rows)
    assert [(one["rule"], one["record"]) for one in told] == [("not_this_term", "school 1 / class 1")]
    assert told[0]["says"] == "Class is asked for in the spring and summer term only."


def test_nothing_is_strange_where_the_file_names_no_term(found):
    assert found(None, None, {"Name": "Oak"}, Lodged="1", Meals="0") == set()
