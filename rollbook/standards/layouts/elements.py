"""What a layout is made of: groups, tables and fields in the order of the document. Values only; nothing here reads.

A *field* holds one value. A *table* is what can repeat, or is wanted as a table. A *group* only holds others together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default

Occurs = tuple[int, int | None]  # at least, at most; None: as often as you like
Bounds = tuple[int | float | None, int | float | None]
ROOT = "."  # where a table stands that is the document itself
OWN_TEXT = "."  # the last part of `at` for the text of a table's own element: `Disabilities/Disability/.`

KINDS = ("text", "int", "decimal", "date", "datetime", "boolean")


@dataclass(frozen=True, slots=True)
class Field:
    """One value: where it stands, its column, and what it may be.

    `at` is the path below the root (`Learner/ULN`, `Header/@version`, `Needs/Need/.` for the text of a table's own
    element), or the heading of a column. `type` is one of
    KINDS; `named` the layout's own type if it has one (`safe`), whose pattern is `type_pattern`. `length` counts
    characters, and `longest` is for where the schema says so in a pattern only; `digits` is at most so many for a
    number, exactly so many for a text; patterns are whole-value and in the syntax of XML Schema, and `form` says in
    words what they ask for. `values` are the only ones allowed (`fixed` when it is one). `codes` names a code list,
    `item` the number in the Common Basic Data Set. `rules` gives the published code for a check (`{MA: FD_ULN_MA}`).
    `also` are other names it is read under. `one_of` names a choice of which one member occurs. `personal` values
    never appear in a sentence. `field` is the learner's detail that it carries, `counts` the table whose rows it
    counts, `unchanged` forbids mending. `terms` and `phases` say in which terms, and of schools of which phases, it is
    asked (none: always); elsewhere it is not missed, and is found strange. `start` and `width` are its place in a line
    of fixed width.
    """

    at: str
    name: str
    table: str
    type: str = "text"
    named: str = ""
    occurs: Occurs = (0, 1)
    length: Occurs | None = None
    longest: int = 0
    digits: int = 0
    decimals: int | None = None
    range: Bounds | None = None
    pattern: str = ""
    type_pattern: str = ""
    form: str = ""
    values: tuple[str, ...] = ()
    codes: str = ""
    item: str = ""
    title: str = ""
    personal: bool = False
    empty: str = ""  # "absent": an empty element counts as none; "refuse": it is a finding; "": its checks decide
    rules: Mapping[str, str] = default(default_factory=dict)
    also: tuple[str, ...] = ()
    one_of: str = ""
    terms: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    field: str = ""
    counts: str = ""
    unchanged: bool = False
    start: int = 0
    width: int = 0

    @property
    def fixed(self) -> str:
        """The only value allowed; empty when there is a choice."""
        return self.values[0] if len(self.values) == 1 else ""

    @property
    def needed(self) -> bool:
        """Must it be there?"""
        return self.occurs[0] > 0

    @property
    def patterns(self) -> tuple[str, ...]:
        """All patterns that a value must match: its type's, then its own."""
        return tuple(one for one in (self.type_pattern, self.pattern) if one)


@dataclass(frozen=True, slots=True)
class Table:
    """What may repeat. `parent` is the nearest table above, empty for none.

    `many` is its plural: the key of a list in an example, and of the list column on its parent. `short` is the
    shorthand of a row in examples, whose first word stands in that list. `key` are the fields that tell one row from
    another among those of one parent, in this order also in a record's name. `first_row` and `last_row` are for
    delimited files. For fixed width, `when` says which lines are its rows, and `link` which field equals which of
    the parent's. `checked_by` names who checks its values in place of the layout: the `definitions` of a learner, or
    the `reader` as it goes.
    """

    name: str
    at: str = ""
    parent: str = ""
    occurs: Occurs = (0, None)
    key: tuple[str, ...] = ()
    many: str = ""
    short: str = ""
    title: str = ""
    rules: Mapping[str, str] = default(default_factory=dict)
    also: tuple[str, ...] = ()
    one_of: str = ""
    terms: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    first_row: int = 0
    last_row: int | None = None
    when: When | None = None
    link: tuple[tuple[str, str], ...] = ()
    checked_by: str = ""

    @property
    def at_most(self) -> int | None:
        """How many there may be; None: as many as you like."""
        return self.occurs[1]

    @property
    def is_single(self) -> bool:
        """At most one for each parent."""
        return self.occurs[1] == 1


@dataclass(frozen=True, slots=True)
class Group:
    """An element that only holds others together; its fields belong to the table around it."""

    at: str
    occurs: Occurs = (1, 1)
    rules: Mapping[str, str] = default(default_factory=dict)
    also: tuple[str, ...] = ()
    one_of: str = ""
    terms: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """Which lines of fixed width are a table's rows: those with one of these values at this place (from 1)."""

    start: int
    length: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedType:
    """A type that several fields share: its kind, its pattern, and in words what the pattern asks for."""

    name: str
    base: str = "text"
    pattern: str = ""
    form: str = ""


Element = Group | Table | Field
