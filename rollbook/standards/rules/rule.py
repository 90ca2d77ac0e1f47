"""A rule as data: where it looks, when it objects, what it says, and the examples that show it. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rollbook.base.findings import Severity

STAGES = ("file", "field", "record", "cross")
CHECKERS = ("definitions", "reader")
REPLACED = "written"  # the word under which an example says what is replaced in the text of its file


@dataclass(frozen=True, slots=True)
class Unless:
    """When the rule does not apply all the same, and a sentence that says so."""

    when: str
    says: str


@dataclass(frozen=True, slots=True)
class Example:
    """The standard's valid record with these `changes`. `at` names the records the rule reports, none if it passes.

    `unless` is the number (from 1) of the exception that a passing example shows; `why` is a word for the reader.
    """

    changes: Mapping[str, Any]
    at: tuple[str, ...] = ()
    unless: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one rule. One row of `table` that is hit is one finding.

    `error_when` is its condition. A rule without one is told here and decided elsewhere, where others than files need
    it too: `checked_by` the `definitions` of a learner, or by the `reader` of the file as it goes.

    `fields` are shown beside the finding, the first is the one to mend. `let` names values, over rows that `only` keeps
    and with `window` if it needs one. `needs` is what the file does not hold: a reference table, `today`, `file_name`,
    `codes:List`. `since` and `until` are the first and the last version it stands in. `terms` and `phases` say of which
    returns it is asked, where a standard has them; none: of all. A code may have an entry for each of several tables.
    """

    code: str
    table: str
    says: str
    fix: str
    because: str
    source: str
    error_when: str = ""
    checked_by: str = ""
    fields: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    stage: str = "record"
    since: str | None = None
    until: str | None = None
    only: str = ""
    let: tuple[tuple[str, str], ...] = ()
    window: str = ""
    unless: tuple[Unless, ...] = ()
    needs: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    passes: tuple[Example, ...] = ()
    fails: tuple[Example, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from every other rule of a version: one code may look at several tables, and need more for one
        part of what it asks than for another."""
        return self.code, self.table, *self.needs

    @property
    def examples(self) -> tuple[Example, ...]:
        """Those that fail, then those that pass."""
        return (*self.fails, *self.passes)

    @property
    def code_lists(self) -> tuple[str, ...]:
        """The code lists it needs."""
        return tuple(one.removeprefix("codes:") for one in self.needs if one.startswith("codes:"))


def plain_code(code: str) -> str:
    """A published code for comparing: case-blind, without underscores (`R59` is `R_59`)."""
    return code.replace("_", "").casefold()
