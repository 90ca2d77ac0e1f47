"""The packaged dictionary against the published sheets: every number, name, tag, code and tick is theirs."""

from __future__ import annotations

import csv
import re

import pytest

from rollbook.definitions.cbds import dictionary
from rollbook.definitions.cbds.importing import read_definitions
from rollbook.definitions.cbds.importing.reading import collection_key

KNOWN = (1438, 203, 5647)
_FACTS = 27  # columns that describe an item; what follows are collections


@pytest.fixture
def published(reference):
    folder = reference / "schools" / "cbds"
    return {name: _rows(folder / f"cbds_{name}.csv") for name in ("data_items", "code_sets", "code_set_index")}


@pytest.fixture
def imported(reference):
    folder = reference / "schools" / "cbds"
    return read_definitions([folder / "cbds_data_items.csv", folder / "cbds_code_sets.csv"])


def _rows(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _line(text: str) -> str:
    return " ".join(text.split())


def _first_versions():
    return [versions[0] for versions in dictionary().items.values() if not versions[0].ours]


def test_as_many_items_sets_and_codes_as_published(published):
    rows = [row for each in dictionary().code_sets.values() for row in each.rows if row.valid_from is None]
    assert (len(_first_versions()), len(dictionary().code_sets), len(rows)) == KNOWN
    assert tuple(len(published[name]) for name in ("data_items", "code_set_index", "code_sets")) == KNOWN


def test_every_item_has_its_published_number_name_tag_and_format(published):
    theirs = [
        (
            int(row["Sequential Number"]),
            row["Identifier 1"],
            _line(row["Identifier 2"]),
            _line(row["Data Item Name"]),
            _line(row["XML Tag"]).strip("<> "),
            _line(row["Type and Format"]),
            row["CBDS Level"],
            _line(row["CBDS Module"]),
        )
        for row in published["data_items"]
    ]
    ours = [
        (item.row, item.number, item.other_number, item.name, item.tag, item.notation, item.level, item.module)
        for item in _first_versions()
    ]
    assert ours == theirs


def test_every_item_has_its_published_code_set_standing_and_marks(published):
    theirs = [
        (
            row["Identifier 1"],
            (re.findall(r"^\s*(D\d{5})", row["Code set / Valid Values"]) or [""])[0],
            _line(row["Item CBDS Level"]),
            _line(row["Multiplicity Notes"]),
            _line(row["SIF Specification"]),
            _line(row["Status"]),
        )
        for row in published["data_items"]
    ]
    ours = [
        (item.number, item.code_set, item.standing, item.occurs, item.sif, item.state) for item in _first_versions()
    ]
    assert ours == theirs


def test_every_item_is_asked_for_by_the_collections_that_tick_it(published):
    headings = list(published["data_items"][0])[_FACTS:]
    listed = {key for key, each in dictionary().collections.items() if not each.ours}
    assert {collection_key(heading) for heading in headings} == listed
    theirs = [{collection_key(each) for each in headings if row[each] == "1"} for row in published["data_items"]]
    assert [set(item.collections) & listed for item in _first_versions()] == theirs


def test_every_written_day_is_the_published_one(published):
    plain = re.compile(r"\s*(\d{4}-\d{2}-\d{2})\s*$")
    for column, ours in (("Creation Date", "valid_from"), ("Implementation Date", "first_used")):
        pairs = [
            (plain.match(row[column])[1], getattr(item, ours))
            for row, item in zip(published["data_items"], _first_versions(), strict=True)
            if plain.match(row[column]) and row["Identifier 1"] != "100037"  # 2006-19-01 is no day
        ]
        assert len(pairs) > 90
        assert [pair for pair in pairs if str(pair[1]) != pair[0]] == []


def test_every_code_set_has_its_published_title_and_order(published):
    theirs = {row["code_set"]: _line(row["name"]) for row in published["code_set_index"]}
    ours = {each.number: each.title for each in dictionary().code_sets.values()}
    nameless = {number for number, title in theirs.items() if not title}
    assert nameless == {"D00011", "D00125"}
    assert {number: title for number, title in ours.items() if number not in nameless} == {
        number: title for number, title in theirs.items() if title
    }


def test_every_code_is_the_published_one_with_its_label_unless_restated(published):
    ours = [row for each in dictionary().code_sets.values() for row in each.rows if row.valid_from is None]
    theirs = {number: [] for number in dictionary().code_sets}
    for row in published["code_sets"]:
        theirs[row["code_set"]].append(row)
    in_order = [row for number in dictionary().code_sets for row in theirs[number]]
    wrong = [
        (mine.code_set, mine.code, mine.label)
        for mine, row in zip(ours, in_order, strict=True)
        if not mine.restated and (mine.code, mine.label) != (_line(row["code"]), _label(mine, row))
    ]
    assert wrong == []
    assert sum(mine.restated for mine in ours) < 110


def _label(mine, row) -> str:
    """Where the label stands: two sets keep it in another column."""
    if mine.code_set == "D00011" and not mine.part:
        return _line(row["note1"]) if mine.kind == "code" else ""
    if mine.code_set == "D00170":
        return _line(row["note4"]) if mine.kind != "note" else ""
    return _line(row["description"])


def test_the_published_sheets_are_imported_into_the_same_facts(imported):
    assert (len(imported.items), len(imported.code_sets), len(imported.codes)) == KNOWN
    facts = ("number", "name", "tag", "code_set", "valid_from", "valid_to", "superseded_by")
    theirs = [tuple(row[name] for name in facts) for row in imported.items]
    packaged = [
        (
            *(item.number, item.name, item.tag, item.code_set, str(item.valid_from or "")),
            *(_published_end(item), item.superseded_by),
        )
        for item in _first_versions()
    ]
    assert packaged == theirs


def _published_end(item) -> str:
    """The end in the workbook: a version that a later one followed had none."""
    later = dictionary().items[item.key][1:]
    return "" if later else str(item.valid_to or "")


def test_what_is_odd_in_the_published_sheets_is_known(imported):
    told = {finding.rule for finding in imported.findings}
    assert {"CBDS_DATE", "CBDS_SUCCESSOR", "CBDS_NUMBER_TWICE", "CBDS_NO_CODE_SET"} <= told
    assert [finding for finding in imported.findings if finding.severity == "error"] == []
