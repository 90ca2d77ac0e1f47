"""A new collection is data: a folder with a layout, codes, a valid record and a rule, and nothing in Python.

Invented: what a ministry somewhere asks its music schools for.
"""

from __future__ import annotations

import io
import shutil
import sys
from datetime import date

import pytest

from rollbook.standards.checking import check
from rollbook.standards.layouts import LIBRARY
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


def _caches():
    modules = [module for name, module in sys.modules.items() if name.startswith("rollbook.standards")]
    return modules, [one for module in modules for one in vars(module).values() if hasattr(one, "cache_clear")]


@pytest.fixture
def music(tmp_path, monkeypatch):
    """The library is a folder that knows this collection only, and the words that every standard may use."""
    shutil.copytree(LIBRARY / "macros", tmp_path / "macros")
    for name, text in {
        "2026.toml": LAYOUT, "2027.toml": LATER, "codes/Instrument.toml": CODES, "valid/2026.toml": VALID,
        "rules/all.toml": RULES,
    }.items():  # fmt: skip
        path = tmp_path / "music" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    modules, caches = _caches()
    for module in modules:
        if hasattr(module, "LIBRARY"):
            monkeypatch.setattr(module, "LIBRARY", tmp_path)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.usefixtures("music")
def test_its_files_are_known_read_and_checked():
    result = check(io.BytesIO(FILE.encode()), name="muziek-1.xml", today=date(2026, 10, 1))
    assert (result.layout.standard, result.layout.version) == ("music", "2026")
    assert [(one.rule, one.position.line) for one in result.findings] == [("M_01", 3), ("M_02", 3), ("wrong_form", 3)]


@pytest.mark.usefixtures("music")
def test_its_rules_are_held_to_the_same_form_as_all():
    chosen = list(tried_rules())
    assert {str(one) for one in chosen} == {"music 2026 M_01 learner", "music 2026 M_02 learner"}
    with trial([one.rule for one in chosen], "music", "2026") as made:
        assert [sentence for one in chosen for sentence in wrong(made, one.rule)] == []


@pytest.mark.usefixtures("music")
def test_its_next_year_says_only_what_changed():
    later = FILE.replace("2026-09-01", "2027-09-01").replace("</Geboren>", "</Geboren><Uren>41</Uren>")
    result = check(io.BytesIO(later.encode()), name="muziek-1.xml", today=date(2027, 10, 1))
    assert result.layout.version == "2027"
    assert "out_of_range" in {one.rule for one in result.findings}
