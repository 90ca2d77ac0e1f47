"""`rollbook definitions` from outside: what it prints, its JSON, its exit codes, its files."""

from __future__ import annotations

import csv
import json
import sys
import zipfile

import pytest
from typer.testing import CliRunner

from rollbook.cli import definitions
from rollbook.cli.main import run


def _run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(definitions.app, [*arguments])
    assert done.exit_code == code, done.output
    return done.output


def _json(*arguments: str):
    return json.loads(_run(*arguments, "--json"))


def test_find_lists_items_best_first():
    assert _run("find", "SENtype").splitlines()[0].startswith("100081    Pupil SEN type code  <SENtype>")


def test_find_looks_among_codes_where_no_item_is_found_and_where_asked_to():
    assert "D00011  SOM  Somali" in _run("find", "somali").splitlines()
    assert "Codes:" not in _run("find", "exclusion")
    assert "D00180" not in _run("find", "permanent exclusion")
    assert "Codes:" in _run("find", "exclusion", "--codes")


def test_find_says_how_many_more_there_are():
    out = _run("find", "surname", "--most", "2").splitlines()
    assert len([line for line in out if line[:6].isdigit()]) == 2
    assert any("more: add a word" in line for line in out)


def test_find_as_json_holds_what_is_read_from_the_notation():
    first = _json("find", "DOB")["items"][0]
    assert (first["key"], first["kind"], first["length"]) == ("100007", "date", 10)


def test_what_nothing_describes_is_said_and_has_its_exit_code(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["rollbook", "definitions", "find", "zebra", "crossing"])
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 5
    assert "No item and no code is described by: zebra crossing." in capsys.readouterr().err


def test_show_tells_versions_codes_collections_and_uses():
    out = _run("show", "100008")
    for said in ("2  2023-09-01 to now (about): Pupil Sex <Sex>", "Gender>", "M      Male", "School Census 2013"):
        assert said in out
    number = _run("show", "100016")
    for said in ("learner's field: rollbook uln", "ilr 2025-26 Learner/ULN", "ilr 2008-09 L45", "ILR 2026-27",
                 "rollbook layouts show"):  # fmt: skip
        assert said in number


def test_show_says_what_took_the_place_of_what():
    assert "Superseded by: 100472" in _run("show", "100077")
    assert "Took the place of: 100077" in _run("show", "100472")


def test_show_says_that_a_list_of_codes_is_not_held():
    assert "D00183, whose list is not held" in _run("show", "100466")


def test_show_of_a_number_with_several_rows_shows_each():
    shown = _json("show", "100355")
    assert [each["versions"][0]["key"] for each in shown] == ["100355", *(f"100355.{n}" for n in range(2, 8))]


def test_a_number_that_is_not_there_has_its_exit_code():
    assert "no item 999999" in _run("show", "999999", code=5)


def test_diff_tells_what_changed_and_what_it_touches():
    out = _run("diff", "2022", "2023")
    assert "100008: tag changed on 2023-09-01 (about): Gender -> Sex" in out
    assert "Asked for by: School Census" in out


def test_diff_as_json_lists_changes():
    found = _json("diff", "2020-21", "2021-22")
    assert (found["earlier"], found["later"]) == ("2021-08-31", "2022-08-31")
    assert {(change["how"], change["number"]) for change in found["changes"]} == {
        ("went", "D00180"),
        ("came", "D00180"),
    }


def test_diff_refuses_what_is_no_year():
    assert "2013-14 for a school year" in CliRunner().invoke(definitions.app, ["diff", "x", "2013"]).stderr
    _run("diff", "x", "2013", code=3)


def test_burden_writes_a_row_for_each_item(tmp_path):
    out = _run("burden", "--output", str(tmp_path / "burden.csv"))
    with (tmp_path / "burden.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["number"]: row for row in csv.DictReader(file)}
    assert "items are asked for" in out
    assert (rows["100007"]["times_a_year"], rows["100007"]["asked_again"]) == ("15", "14")
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows.values() for value in row.values())


def test_import_without_a_folder_only_looks(tmp_path):
    path = tmp_path / "items.csv"
    path.write_text("Identifier 1,Data Item Name,XML Tag\n1,First,Tag\n", "utf-8")
    assert "Nothing was written" in _run("import", str(path))
    assert list(tmp_path.iterdir()) == [path]


def test_import_ends_with_one_when_an_item_has_no_number(tmp_path):
    path = tmp_path / "items.csv"
    path.write_text("Identifier 1,Data Item Name,XML Tag\n,First,Tag\n", "utf-8")
    assert "error CBDS_NO_NUMBER, 1 times" in _run("import", str(path), code=1)


def test_import_of_something_else_is_refused(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir", "utf-8")
    assert "neither a workbook nor a CSV file" in _run("import", str(path), code=4)


def test_import_of_a_workbook_that_would_fill_the_memory_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 250_000_000)
    assert path.stat().st_size < 1_000_000
    assert "unpacks to 250 MB" in _run("import", str(path), code=4)
