"""A new collection is data: a folder with a layout, codes, a valid record and a rule, and nothing in Python.

Invented: what a ministry somewhere asks its music schools for.
"""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from rollbook.base.errors import SetupMissing
from rollbook.standards.checking import check
from rollbook.standards.describing import layout_pages, told_at
from rollbook.standards.describing.pages import layout_markdown
from rollbook.standards.layouts import known_layouts, layout_of
from rollbook.standards.rules.catalogue import tried_rules
from rollbook.standards.rules.trial import trial
from rollbook.standards.rules.trying import wrong

LAYOUT = """
standard = "music"
version  = "2026"
title    = "Return of music schools 2026"
shape    = "xml"
source   = "nobody"
root     = "Muziek"
stream   = "Leerling"
known_by = { "Jaar/Begint" = '2026-.*' }
file_name = '''muziek-\\d+\\.xml'''
element  = [
  { at = "Jaar", table = "head", occurs = [1, 1] },
  { at = "Jaar/Begint", type = "date", occurs = [1, 1] },
  { at = "Leerling", table = "learner", occurs = [1, "many"], key = ["Nummer"] },
  { at = "Leerling/Nummer", occurs = [1, 1], pattern = "[0-9]{4}", form = "four digits" },
  { at = "Leerling/Geboren", type = "date", occurs = [1, 1], personal = true },
  { at = "Leerling/Instrument", codes = "Instrument" },
]
"""
LATER = """
standard = "music"
version  = "2027"
like     = "2026"
title    = "Return of music schools 2027"
shape    = "xml"
known_by = { "Jaar/Begint" = '2027-.*' }
element  = [{ at = "Leerling/Uren", after = "Leerling/Geboren", type = "int", range = [0, 40], occurs = [1, 1] }]
"""
CODES = '[[edition]]\ncomplete = true\nsource = "nobody"\ncodes = [{ code = "VIOOL", says = "Violin" }]\n'
VALID = """
[head]
Begint = 2026-09-01
[[learners]]
Nummer = "0001"
Geboren = 2015-05-06
Instrument = "viool"
"""
RULES = """
[[M_01]]
table      = "learner"
fields     = ["Geboren"]
let        = { age = "age_on(Geboren, head.Begint)" }
error_when = "coalesce(age < 6, false)"
says       = "The learner is {age} years old."
fix        = "Look at the year of birth again."
because    = "Music schools take learners from six on."
source     = "nobody"
passes     = [{ Geboren = 2020-09-01 }]
fails      = [{ Geboren = 2020-09-02, at = ["learner"] }]

[[M_02]]
table      = "learner"
needs      = ["codes:Instrument"]
fields     = ["Instrument"]
only       = "Instrument is not null"
error_when = "not is_code('Instrument', Instrument)"
says       = "{Instrument} is no instrument of the list."
fix        = "Choose one of the list."
because    = "Teachers are found by it."
source     = "nobody"
passes     = [{ Instrument = "Viool" }, { Instrument = "" }]
fails      = [{ Instrument = "TROM", at = ["learner"] }]
"""
FILE = """<?xml version="1.0" encoding="utf-8"?>
<Muziek><Jaar><Begint>2026-09-01</Begint></Jaar>
<Leerling><Nummer>12</Nummer><Geboren>2024-01-02</Geboren><Instrument>TROM</Instrument></Leerling></Muziek>
"""


PARTS = {
    "2026.toml": LAYOUT, "2027.toml": LATER, "codes/Instrument.toml": CODES, "valid/2026.toml": VALID,
    "rules/all.toml": RULES,
}  # fmt: skip


def write_collection(library: Path, standard: str = "music") -> None:
    """The collection's folder in a library."""
    for name, text in PARTS.items():
        path = library / standard / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def forget_what_was_read() -> None:
    """Standards are read once a process."""
    modules = [module for name, module in [*sys.modules.items()] if name.startswith("rollbook.standards")]
    for cached in (one for module in modules for one in [*vars(module).values()] if hasattr(one, "cache_clear")):
        cached.cache_clear()


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A folder of one's own standards, which is named."""
    monkeypatch.setenv("ROLLBOOK_LIBRARY", str(tmp_path))
    forget_what_was_read()
    yield tmp_path
    forget_what_was_read()


@pytest.fixture
def music(library):
    write_collection(library)


@pytest.mark.usefixtures("music")
def test_its_files_are_known_read_and_checked():
    result = check(io.BytesIO(FILE.encode()), name="muziek-1.xml", today=date(2026, 10, 1))
    assert (result.layout.standard, result.layout.version) == ("music", "2026")
    assert [(one.rule, one.position.line) for one in result.findings] == [("M_01", 3), ("M_02", 3), ("wrong_form", 3)]


@pytest.mark.usefixtures("music")
def test_its_rules_are_held_to_the_same_form_as_all():
    chosen = [one for one in tried_rules() if one.standard == "music"]
    assert {str(one) for one in chosen} == {"music 2026 M_01 learner", "music 2026 M_02 learner"}
    with trial([one.rule for one in chosen], "music", "2026") as made:
        assert [sentence for one in chosen for sentence in wrong(made, one.rule)] == []


@pytest.mark.usefixtures("music")
def test_its_next_year_says_only_what_changed():
    later = FILE.replace("2026-09-01", "2027-09-01").replace("</Geboren>", "</Geboren><Uren>41</Uren>")
    result = check(io.BytesIO(later.encode()), name="muziek-1.xml", today=date(2027, 10, 1))
    assert result.layout.version == "2027"
    assert "out_of_range" in {one.rule for one in result.findings}


@pytest.mark.usefixtures("music")
def test_what_its_files_hold_is_told_as_of_any_other_and_our_reference_stays_ours():
    page = layout_markdown(layout_of("music", "2026"))
    assert "| `Instrument` | 0 or 1 | text; code of [Instrument](#codes-instrument) | | rule `M_02` |" in page
    assert "`VIOOL` Violin." in page
    assert [name for name in layout_pages() if "music" in name] == []
    assert told_at("music", "2026") == told_at("music", "2026", "Leerling/Nummer") == ("", "")


def test_a_standard_that_is_here_may_not_stand_in_ones_own_library(library):
    write_collection(library, "ilr")
    with pytest.raises(SetupMissing, match="has a standard ilr, as Rollbook has"):
        known_layouts()


def test_a_library_that_is_not_there_is_refused(library, monkeypatch):
    monkeypatch.setenv("ROLLBOOK_LIBRARY", str(library / "gone"))
    forget_what_was_read()
    with pytest.raises(SetupMissing, match="which is no folder"):
        known_layouts()
