"""An invented standard that uses whatever an XML layout can say, so that tests need no real one for it."""

from __future__ import annotations

import tomllib

from rollbook.standards.layouts import Layout, layout_from

TEXT = """
standard  = "invented"
version   = "1"
title     = "Invented 1"
shape     = "xml"
source    = "nobody"
root      = "Return"
namespace = "urn:invented:1"
stream    = ["Here/Pupil", "Gone/Pupil"]
element = [
  { at = ".", table = "document", occurs = [1, 1] },
  { at = "@made", type = "date" },
  { at = "Kind", occurs = [1, 1], fixed = "TEST" },
  { at = "Source", group = true, occurs = [0, 1] },
  { at = "Source/System", type = "text" },
  { at = "Source/Place", group = true, occurs = [1, 1] },
  { at = "Source/Place/Town", type = "text", occurs = [1, 1], length = [1, 20] },

  { at = "Here", group = true, occurs = [1, 1] },
  { at = "Here/Pupil", table = "pupil", occurs = [0, "many"], key = ["UPN"] },
  { at = "Here/Pupil/@status", values = ["current", "guest"] },
  { at = "Here/Pupil/UPN", type = "text", occurs = [1, 1], pattern = "[A-Z][0-9]{3}", form = "A123" },
  { at = "Here/Pupil/Surname", also = ["FamilyName"], occurs = [1, 1], personal = true },
  { at = "Here/Pupil/Surname/@used", type = "boolean" },
  { at = "Here/Pupil/Born", type = "date", empty = "refuse" },
  { at = "Here/Pupil/Schools", group = true, occurs = [0, 1] },
  { at = "Here/Pupil/Schools/Before", group = true, occurs = [0, 1] },
  { at = "Here/Pupil/Schools/Before/LEA", name = "before_LEA", type = "int", digits = 3 },
  { at = "Here/Pupil/Schools/LEA", name = "now_LEA", type = "int", digits = 3, occurs = [1, 1] },
  { at = "Here/Pupil/Needs", group = true, occurs = [0, 1] },
  { at = "Here/Pupil/Needs/Need", table = "need", occurs = [1, 3] },
  { at = "Here/Pupil/Needs/Need/.", length = [1, 4], occurs = [1, 1] },
  { at = "Here/Pupil/Lines", group = true, occurs = [1, 1], one_of = "address" },
  { at = "Here/Pupil/Lines/Line1", occurs = [1, 1] },
  { at = "Here/Pupil/Lines/Line2" },
  { at = "Here/Pupil/House", occurs = [1, 1], one_of = "address" },
  { at = "Here/Pupil/Hours", type = "decimal", decimals = 1, range = [0.5, 40] },
  { at = "Here/Pupil/Mark", table = "mark", occurs = [0, "many"] },
  { at = "Here/Pupil/Mark/@year", type = "int" },
  { at = "Here/Pupil/Mark/Grade", table = "grade", occurs = [0, 1] },
  { at = "Here/Pupil/Mark/Grade/Letter" },

  { at = "Gone", group = true, occurs = [0, 1] },
  { at = "Gone/Pupil", table = "leaver", occurs = [0, "many"], key = ["UPN"] },
  { at = "Gone/Pupil/UPN", type = "text", occurs = [1, 1] },
  { at = "Count", name = "Count", type = "int", counts = "pupil" },
]
"""


def invented_layout(extra: str = "") -> Layout:
    """The layout; `extra` is TOML that comes after it."""
    return layout_from(tomllib.loads(TEXT + extra))
