"""The department's workbook becomes a dictionary in our form."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from rollbook.base.errors import Conflict, Unreadable
from rollbook.definitions.cbds import dictionary
from rollbook.definitions.cbds.importing import read_definitions, write_edition
from tests.unit.definitions.cbds.conftest import HEADINGS, item

CODES = [["D00001", "Gender"], ["M", "Male"], ["F", "Female"], [], ["D00002", "Kind of school"], ["1", "Small"]]


def test_a_workbook_is_read_whatever_stands_above_its_headings(workbook):
    made = read_definitions([workbook([item()], CODES)])
    (row,) = made.items
    assert (row["number"], row["name"], row["tag"], row["format"]) == ("100001", "Pupil number", "Number", "A(13)")
    assert row["collections"] == "school_census_2013"


def test_code_sets_in_blocks_are_parted_by_their_numbers(workbook):
    made = read_definitions([workbook([item()], CODES)])
    assert [(row["number"], row["title"]) for row in made.code_sets] == [
        ("D00001", "Gender"),
        ("D00002", "Kind of school"),
    ]
    assert [(row["code_set"], row["code"], row["label"]) for row in made.codes] == [
        ("D00001", "M", "Male"),
        ("D00001", "F", "Female"),
        ("D00002", "1", "Small"),
    ]


def test_csv_files_of_the_two_sheets_are_read_together(tmp_path):
    items, codes = tmp_path / "items.csv", tmp_path / "codes.csv"
    _write(items, [HEADINGS, item()])
    _write(codes, [["code_set", "code_set_name", "code", "description"], ["D00001", "Gender", "M", "Male"]])
    made = read_definitions([items, codes])
    assert (len(made.items), len(made.code_sets), len(made.codes)) == (1, 1, 1)


def test_a_code_set_in_the_column_of_values_is_told_from_values(workbook):
    column = "Code set / Valid Values"
    rows = [item(**{column: "D00001"}), item(**{column: "1-10", "Identifier 1": "100002", "XML Tag": "Order"})]
    made = read_definitions([workbook(rows, CODES)])
    assert [(row["code_set"], row["values"]) for row in made.items] == [("D00001", ""), ("", "1-10")]


def test_a_day_is_found_among_words_in_either_spelling(workbook):
    rows = [item(**{"Implementation Date": "01/03/2007 Pilot"}), item(**{"Creation Date": "2006-12-31"})]
    made = read_definitions([workbook(rows)])
    assert (made.items[0]["first_used"], made.items[0]["dates"]) == ("2007-03-01", "first used: Pilot")
    assert made.items[1]["valid_from"] == "2006-12-31"


def test_a_default_is_found_wherever_it_is_written(workbook):
    rows = [
        item(**{"Code set / Valid Values": "D00001 Default value M"}),
        item(**{"Item Level Validation": "Default - C"}),
        item(**{"Item Level Validation": "Default value BLANK"}),
    ]
    assert [row["default"] for row in read_definitions([workbook(rows)]).items] == ["M", "C", ""]


def test_a_collection_is_known_by_kind_and_year_and_a_draft_as_such(workbook):
    made = read_definitions([workbook([item()])])
    assert [(row["family"], row["year"], row["draft"]) for row in made.collections] == [
        ("School Census", "2013", ""),
        ("CTF", "2011", ""),
        ("KS1", "2010", "yes"),
    ]


def test_what_is_written_is_read_again_as_a_dictionary(workbook, tmp_path):
    rows = [item(**{"Description": "Their sentence.", "Creation Date": "2006-12-31"})]
    folder = tmp_path / "edition"
    write_edition(read_definitions([workbook(rows, CODES)]), folder, title="Ours", source="book.xlsx")
    known = dictionary(folder)
    ((found,),) = known.versions("100001")
    assert (found.title, found.about, found.valid_from) == ("Pupil number", "Their sentence.", date(2006, 12, 31))
    assert (found.data_set, known.title, known.code_set("D00001").label("F")) == ("pupil", "Ours", "Female")


def test_the_publishers_sentences_can_be_left_out(workbook, tmp_path):
    rows = [item(**{"Description": "Their sentence.", "Code set / Valid Values": "long " * 30})]
    made = read_definitions([workbook(rows)])
    write_edition(made, tmp_path / "edition", title="Ours", source="book.xlsx", with_text=False)
    ((found,),) = dictionary(tmp_path / "edition").versions("100001")
    assert (found.about, found.values, found.name) == ("", "", "Pupil number")


def test_an_edition_is_never_written_over(workbook, tmp_path):
    made = read_definitions([workbook([item()])])
    write_edition(made, tmp_path / "edition", title="Ours", source="book.xlsx")
    before = sorted((path, path.read_bytes()) for path in (tmp_path / "edition").rglob("*.csv"))
    with pytest.raises(Conflict, match="not empty"):
        write_edition(made, tmp_path / "edition", title="Other", source="book.xlsx")
    assert sorted((path, path.read_bytes()) for path in (tmp_path / "edition").rglob("*.csv")) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", b"x"), ("a.xlsx", b"PK\x03\x04 not a workbook"), ("a.csv", b"only,some\n1,2\n"), ("b.csv", b"")],
)
def test_a_file_without_definitions_is_refused_with_a_sentence(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        read_definitions([path])
    assert name in refused.value.message
    assert refused.value.fix


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="cannot be opened"):
        read_definitions([tmp_path / "none.xlsx"])


def _write(path, rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
