"""The packaged dictionary: it holds what it should, and each thing leads to another that is there."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from rollbook.base.errors import NotFound, SetupMissing
from rollbook.definitions.cbds import dictionary


def test_all_published_items_code_sets_and_codes_are_there():
    known = dictionary()
    published = [versions for versions in known.items.values() if not versions[0].ours]
    rows = [row for each in known.code_sets.values() for row in each.rows if row.valid_from is None]
    assert (len(published), len(known.code_sets), len(rows)) == (1438, 203, 5647)


def test_every_item_stands_in_one_of_the_data_sets():
    known = dictionary()
    names = {each.name for each in known.data_sets}
    assert names == {"pupil", "adult", "school", "local_authority", "organisation", "survey"}
    assert {item.data_set for item in known.latest()} == names


def test_every_collection_that_an_item_names_is_described():
    known = dictionary()
    named = {key for item in known.latest() for key in item.collections}
    assert named <= set(known.collections)
    assert [each.ours for each in known.collections.values()] == [False] * 49 + [True] * 3
    assert [each.key for each in known.collections.values() if not each.carries and not each.asked_of] == []


def test_every_successor_exists():
    known = dictionary()
    numbers = {versions[0].number for versions in known.items.values()}
    assert [item.key for item in known.latest() if item.superseded_by and item.superseded_by not in numbers] == []
    sets = known.code_sets
    assert [each.number for each in sets.values() if each.superseded_by and each.superseded_by not in sets] == []


def test_a_number_listed_again_has_a_key_for_each_row():
    known = dictionary()
    assert [versions[0].key for versions in known.versions("100355")][:3] == ["100355", "100355.2", "100355.3"]
    assert [versions[0].key for versions in known.versions("100355.2")] == ["100355.2"]


def test_a_number_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        dictionary().versions("999999")
    with pytest.raises(NotFound):
        dictionary().code_set("D99999")


def test_a_language_is_known_by_its_own_code_and_by_that_of_its_group():
    languages = dictionary().code_set("D00011")
    assert languages.label("AKAF") == "Akan (Fante)"
    assert languages.label("AKA") == "Akan/Twi-Fante"


def test_a_row_for_a_range_stands_for_every_code_in_it():
    years = dictionary().code_set("D00020")
    assert {"1", "7", "14", "R"} <= years.values()
    assert not {"0", "15", "1-14"} & years.values()
    assert years.label("7") == "Years 1 to 14"
    assert {"1000", "1099"} <= dictionary().code_set("D00036").values()
    assert {"a", "b", "c"} <= dictionary().code_set("D00050").values()


def test_an_age_band_is_a_code_and_no_range():
    assert "11-14" in dictionary().code_set("D00089").values()


def test_headings_and_notes_are_no_codes():
    ethnicity = dictionary().code_set("D00005")
    assert "DfES Extended Codes" in {row.code for row in ethnicity.rows}
    assert "DfES Extended Codes" not in ethnicity.values()
    assert "WBRI" in ethnicity.values()
    assert "LEA HISTORY" not in dictionary().code_set("D00004").values()


def test_an_inactive_item_without_an_end_never_counts():
    known = dictionary()
    undated = next(item for item in known.latest() if item.state == "Inactive" and item.valid_to is None)
    assert undated.key not in known.in_force(date(2008, 1, 1))


def test_no_long_sentence_of_the_publisher_is_in_it():
    known = dictionary()
    long = [row.code for each in known.code_sets.values() for row in each.rows if len(row.label) > 130]
    indicators = {row.code for row in known.code_set("D00138").rows}  # the names of statistics are long
    assert set(long) - indicators == set()
    assert [item.key for item in known.latest() if len(item.values) > 80 or len(item.about) > 180] == []


def test_a_folder_without_a_dictionary_is_said_to_have_none(tmp_path):
    with pytest.raises(SetupMissing, match="cannot be read"):
        dictionary(tmp_path)


def test_importing_the_definitions_does_not_load_the_dictionary():
    code = "import sys, rollbook, rollbook.definitions; print([name for name in sys.modules if 'cbds' in name])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
