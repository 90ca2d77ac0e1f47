"""Layouts agree with the data items their fields name, or say why they do not."""

from __future__ import annotations

import pytest

from rollbook.definitions.cbds import dictionary
from rollbook.standards import agreement
from rollbook.standards.agreement import Disagreement, accepted, disagreements, is_accepted, learner_disagreements
from rollbook.standards.layouts import Field, Layout, known_layouts, layout_of
from rollbook.standards.uses import item_of


def _found(**given) -> dict[str, tuple[str, str]]:
    """What is wrong with one field of an invented layout."""
    told = {"at": "Pupil/UPN", "name": "UPN", "table": "pupil", "item": "100001"}
    layout = Layout("invented", "1", "xml", "Invented", "invented", (Field(**(told | given)),))
    return {each.what: (each.field_says, each.item_says) for each in disagreements(layout)}


def test_no_layout_disagrees_with_an_item_unless_it_says_why():
    found = [each for layout in known_layouts() for each in disagreements(layout)] + [*learner_disagreements()]
    assert [str(each) for each in found if not is_accepted(each)] == []


@pytest.mark.parametrize("standard", ["ctf", "cin", "school_census"])
def test_a_field_that_is_called_as_an_item_is_names_it(standard):
    # The standards that use the data set's own names; of others a like name says little.
    tags = {item.tag.casefold() for versions in dictionary().items.values() for item in versions} - {""}
    fields = [field for layout in known_layouts() if layout.standard == standard for field in layout.fields]
    without = {field.at for field in fields if not item_of(field)}
    assert len(without) > 4
    assert sorted(at for at in without if _element(at) in tags) == []


def _element(at: str) -> str:
    return at.removesuffix("/.").rpartition("/")[2].lstrip("@").casefold()


@pytest.mark.parametrize("version", ["2018-19", "2025-26", "2026-27"])
def test_the_further_education_return_asks_for_the_items_that_its_fields_name(version):
    key = f"ilr_{version.replace('-', '_')}"
    asked = {item.number for item in dictionary().latest() if key in item.collections}
    assert asked == {item_of(field) for field in layout_of("ilr", version).fields} - {""}


def test_every_accepted_difference_is_still_there_and_has_a_reason():
    found = [each for layout in known_layouts() for each in disagreements(layout)] + [*learner_disagreements()]
    standards = {each.standard for each in found}
    stale = [
        entry
        for entry in accepted()
        if entry["standard"] in standards and not any(_covers(entry, each) for each in found)
    ]
    assert stale == []
    assert [entry for entry in accepted() if len(entry["because"]) < 20] == []


def _covers(entry, found: Disagreement) -> bool:
    return all(getattr(found, name) == value for name, value in entry.items() if name != "because")


def test_a_field_like_its_item_agrees():
    assert _found(length=(13, 13)) == {}


def test_another_length_is_found():
    assert _found(length=(1, 14)) == {"length": ("14", "13")}


def test_a_length_that_only_a_pattern_or_a_width_says_is_compared():
    assert _found(pattern="[A-Z0-9]{1,14}", longest=14) == {"length": ("14", "13")}
    assert _found(start=1, width=20) == {"length": ("20", "13")}


@pytest.mark.parametrize("kind", ["int", "date", "boolean", "decimal", "datetime"])
def test_another_type_is_found(kind):
    assert "type" in _found(type=kind)


def test_a_date_held_as_text_is_found():
    assert _found(at="Pupil/DOB", name="DOB", item="100007") == {"type": ("text", "date")}


def test_another_code_set_is_found():
    wrong = _found(at="SEN/SENtype", name="SENtype", item="100081", codes="D00022")
    assert wrong == {"codes": ("D00022", "D00023")}


def test_the_code_set_that_took_the_place_of_another_agrees():
    given = {"at": "AttendanceMarks", "name": "AttendanceMarks", "item": "100482"}
    assert _found(**given, codes="D00225") == {}
    assert _found(**given, codes="D00038") == {"codes": ("D00038", "D00202")}


def test_a_list_of_the_standards_own_is_compared_by_where_its_codes_come_from(tmp_path, monkeypatch):
    monkeypatch.setattr(agreement, "folder_of", tmp_path.joinpath)
    (tmp_path / "invented" / "codes").mkdir(parents=True)
    listed = tmp_path / "invented" / "codes" / "Year.toml"
    field = {"at": "NCyearActual", "name": "NCyearActual", "item": "100068", "codes": "Year"}
    listed.write_text('[[edition]]\ncomplete = true\nfrom = "D00020"\n', "utf-8")
    assert _found(**field) == {}
    listed.write_text('[[edition]]\ncomplete = true\nfrom = "D00067"\n', "utf-8")
    assert _found(**field) == {"codes": ("D00067", "D00020")}
    listed.write_text('[[edition]]\ncomplete = true\ncodes = ["7", { code = "99" }]\n', "utf-8")
    assert _found(**field) == {"codes": ("99", "no such code in D00020")}


def test_a_value_that_is_in_no_code_set_is_found():
    wrong = _found(at="Pupil/Sex", name="Sex", item="100008", values=("M", "F", "U"))
    assert wrong == {"codes": ("U", "no such code in D00001")}


def test_an_element_of_another_name_is_found():
    assert _found(at="Pupil/Number", name="Number") == {"tag": ("Number", "UPN")}


@pytest.mark.parametrize("name", ["Gender", "Sex"])
def test_a_field_may_follow_any_version_of_its_item(name):
    assert _found(at=f"Pupil/{name}", name=name, item="100008", length=(1, 1)) == {}


def test_the_text_of_an_element_carries_the_elements_name():
    assert _found(at="Pupil/UPN/.", name="UPN", length=(13, 13)) == {}


def test_an_older_name_that_is_read_as_well_counts():
    assert _found(at="Pupil/Number", name="Number", also=("UPN",)) == {}


def test_an_item_that_does_not_exist_is_found():
    assert "no such item" in _found(item="999999")["number"][1]


def test_an_accepted_difference_covers_only_what_it_names():
    told = ("uln", "100016", "length", "50", "10")
    assert is_accepted(Disagreement("learner", "", *told)) == ""
    assert is_accepted(Disagreement("learner", "", "address_town", "100117", "length", "50", "30"))
