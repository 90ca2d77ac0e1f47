"""`rollbook layouts` from outside: what is listed, one field, the schema, JSON, exit codes."""

from __future__ import annotations

import json
import sys

import pytest

from rollbook.cli.main import run
from rollbook.standards.layouts import known_layouts, layout_of
from rollbook.standards.xml import xsd_of


@pytest.fixture
def layouts(monkeypatch, capsys):
    """Runs the verb; gives exit code, output and error output."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["rollbook", "layouts", *arguments])
        with pytest.raises(SystemExit) as end:
            run()
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return call


def test_every_layout_is_listed_and_those_of_our_own_reading_are_marked(layouts):
    _, out, _ = layouts("list")
    assert len(out.splitlines()) == len(known_layouts())
    assert "ilr            2025-26     xml         125 fields  ILR 2025-26\n" in out
    assert "Common Transfer File 25 (unofficial)" in out


def test_a_layout_is_told_whole_in_the_order_of_the_document(layouts):
    _, out, _ = layouts("show", "ilr", "2025-26")
    assert out.startswith("ILR 2025-26\n")
    places = [out.index(said) for said in ("Shape:", "\nMessage\n", "\nLearner  (1 or more)\n", "  ULN  ", "  Sex  ")]
    assert places == sorted(places)
    assert "whole number from 1000000000 to 9999999999; personal  Unique Learner Number  item 100016" in out


@pytest.mark.parametrize("name", ["Ethnicity", "ETHNICITY", "Learner/Ethnicity"])
def test_one_field_is_told_with_its_codes_its_item_and_every_rule(layouts, name):
    code, out, _ = layouts("show", "ilr", "2025-26", name)
    assert code == 0
    for said in (
        "Learner/Ethnicity\n",
        "100319 Child Ethnicity",
        "Ethnicity: complete. 31; 32;",
        "Rules:        Ethnicity_01",
    ):
        assert said in out
    assert "Learner/Sex" not in out


def test_a_field_is_found_by_a_name_that_it_is_read_under_as_well(layouts):
    _, out, _ = layouts("show", "ctf", "25", "gender")
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [
        "CTFpupilData/Pupil/Sex",
        "CTFpupilData/Pupil/Contacts/Contact/Sex",
    ]


def test_the_schema_is_written_to_the_screen_or_a_file(layouts, tmp_path):
    _, out, _ = layouts("show", "ilr", "2025-26", "--xsd")
    assert out.encode() == xsd_of(layout_of("ilr", "2025-26"))
    path = tmp_path / "batch.xsd"
    assert layouts("show", "lrs_batch", "2A", "--xsd", "--output", str(path))[0] == 0
    assert path.read_bytes() == xsd_of(layout_of("lrs_batch", "2A", "xml"))


def test_what_is_not_xml_has_no_schema(layouts):
    code, out, err = layouts("show", "ilr", "2008-09", "--xsd")
    assert (code, out) == (5, "")
    assert "only as fixed. Only XML has a schema." in err


def test_a_version_in_two_shapes_is_shown_in_the_one_that_is_asked_for(layouts):
    assert "Shape:             values between commas" in layouts("show", "lrs_batch", "2A")[1]
    assert "Shape:             XML" in layouts("show", "lrs_batch", "2A", "--shape", "xml")[1]


def test_json_holds_the_elements_and_the_lists_that_they_name(layouts):
    _, out, _ = layouts("show", "ilr", "2025-26", "CompStatus", "--json")
    told = json.loads(out)
    (field,) = told["elements"]
    assert (told["namespace"], field["at"]) == ("ESFA/ILR/2025-26", "Learner/LearningDelivery/CompStatus")
    assert (field["occurs"], field["type"], field["item"], field["codes"]) == ([1, 1], "int", "100478", "CompStatus")
    assert {"FD_CompStatus_MA", "not_a_number"} <= set(field["checks"])
    assert [code["code"] for code in told["code_lists"]["CompStatus"]["codes"]] == ["1", "2", "3", "6"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("ilr", "1999-00"), "There is no layout ilr 1999-00."), (("ilr", "2025-26", "Nope"), "is called Nope")],
)
def test_what_there_is_not_is_said_with_where_to_look(layouts, arguments, says):
    code, _, err = layouts("show", *arguments)
    assert (code, says in err, "See them all: rollbook layouts" in err) == (5, True, True)
