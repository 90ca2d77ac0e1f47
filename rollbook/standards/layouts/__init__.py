"""Layouts: what a file of a standard holds, as data. One list of elements, from which everything else comes.

To add a standard, write `library/<standard>/<version>.toml`; no code is needed. Its head says `standard`, `version`,
`shape` (`xml`, `delimited`, `fixed`), `title`, `source` (what it was made from, with its date), `file_name` (a
pattern), `file_name_rules` (rules that judge the name in its place) and, for XML, `root`, `namespace` (empty for
none), `known_by` (patterns of values at paths that tell this version from another of the same root) and `stream` (the
paths of what repeats most: read one at a time, then forgotten). A version that differs little from another says what
it is `like`, and only what changed.

Then `element = [...]`, in the order of the document; each line is one of

- a table: `{ at = "Learner", table = "learner", occurs = [1, "many"], key = ["LearnRefNumber"] }`. What may repeat is
  a table. `at = "."` makes the root itself a table with one row, for values right below it.
- a group: `{ at = "Header/Source", group = true }`, an element that only holds others together.
- a field: `{ at = "Learner/ULN", occurs = [1, 1], type = "int", range = [1000000000, 9999999999] }`. Attributes are
  `at = "Learner/@id"`; they stand right behind their element. Its column is the last part of `at`, or `name`. A value
  that may repeat is a table whose own text is its field: `Needs/Need` (table), then `Needs/Need/.` (field).

Members of a choice carry one `one_of` name each and stand side by side. `[type.safe]` names a pattern for several
fields. See `elements.py` for every setting. Then `rollbook layouts show STANDARD VERSION --xsd` writes the
schema, and a comparison with the published one tells whether the list is right.
"""

from rollbook.standards.layouts.elements import OWN_TEXT, ROOT, Element, Field, Group, NamedType, Table, When
from rollbook.standards.layouts.layout import Layout
from rollbook.standards.layouts.library import LIBRARY, folder_of, known_layouts, layout_files, layout_of, library_files
from rollbook.standards.layouts.loading import layout_from, load_layout
from rollbook.standards.layouts.tree import Node, tree_of

__all__ = [
    "LIBRARY",
    "OWN_TEXT",
    "ROOT",
    "Element",
    "Field",
    "Group",
    "Layout",
    "NamedType",
    "Node",
    "Table",
    "When",
    "folder_of",
    "known_layouts",
    "layout_files",
    "layout_from",
    "layout_of",
    "library_files",
    "load_layout",
    "tree_of",
]
