"""Items and codes are found by number, tag and words."""

from __future__ import annotations

from rollbook.definitions.cbds import find
from rollbook.definitions.cbds.finding import find_codes


def _keys(words: str) -> list[str]:
    return [item.key for item in find(words)]


def test_a_number_finds_its_item_first():
    assert _keys("100472")[0] == "100472"


def test_a_tag_finds_its_item_first():
    assert _keys("SENtype")[0] == "100081"


def test_words_of_the_name_find_in_any_order_and_case():
    assert "100007" in _keys("BIRTH pupil date")
    assert _keys("pupil birth date") == _keys("date birth pupil")


def test_every_word_has_to_occur():
    assert _keys("pupil zebra") == []


def test_no_words_find_nothing():
    assert _keys("  ,. ") == []


def test_a_former_name_finds_the_item_of_today():
    found = find("Pupil Gender")
    assert [(item.key, item.tag) for item in found if item.key == "100008"] == [("100008", "Sex")]


def test_a_word_inside_a_tag_finds_it():
    assert "100087" in _keys("exclusion category")
    assert "200142" in _keys("upheld")


def test_an_inactive_item_comes_after_active_ones():
    keys = _keys("SEN provision")
    assert keys.index("100472") < keys.index("100077")


def test_a_code_is_found_by_what_it_means():
    assert ("D00011", "SOM") in {(code.code_set, code.value) for code in find_codes("somali")}
    assert find_codes("") == ()
