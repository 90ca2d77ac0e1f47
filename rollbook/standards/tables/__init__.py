"""What a rule sees: the raw tables of a file made into typed, wide ones in a database that can reach nothing else."""

from rollbook.standards.tables.building import (
    EXAMPLE,
    GIVEN,
    build,
    columns_of,
    give,
    lay_raw,
    narrowed,
    see_examples,
    seen_examples,
    single_tables,
)
from rollbook.standards.tables.code_lists import Code, CodeList, code_from
from rollbook.standards.tables.giving import Asked, Given, lay_references
from rollbook.standards.tables.named import words_in
from rollbook.standards.tables.opening import Connection, literal, lock, open_tables, plan_lightly, quoted
from rollbook.standards.tables.reference import Reference, ReferenceForm, read_reference
from rollbook.standards.tables.shorthand import read_shorthand
from rollbook.standards.tables.standard_data import Derived, Macro, StandardData, standard_data
from rollbook.standards.tables.versions import holds, version_key

__all__ = [
    "EXAMPLE",
    "GIVEN",
    "Asked",
    "Code",
    "CodeList",
    "Connection",
    "Derived",
    "Given",
    "Macro",
    "Reference",
    "ReferenceForm",
    "StandardData",
    "build",
    "code_from",
    "columns_of",
    "give",
    "holds",
    "lay_raw",
    "lay_references",
    "literal",
    "lock",
    "narrowed",
    "open_tables",
    "plan_lightly",
    "quoted",
    "read_reference",
    "read_shorthand",
    "see_examples",
    "seen_examples",
    "single_tables",
    "standard_data",
    "version_key",
    "words_in",
]
