"""Why rules were not run and what to do, as it is told in the place where the file was checked.

The check itself knows only that a reference table was not given. Who could give it, a command or an operator, is for
the door to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from rollbook.standards.checking import CheckResult
from rollbook.standards.rules.running import NotRun
from rollbook.standards.tables import standard_data

WITH_THE_FILE = frozenset({"file_name", "return_period"})  # what comes with a file, or does not


class Lack(NamedTuple):
    """Why something that rules need is not there, its name last; and what to do about it in that place."""

    why: str
    fix: str


def told_here(checked: CheckResult, lacking: Callable[[str], Lack]) -> CheckResult:
    """The same check; `lacking` says of each table, or name, that was not given why, and what to do."""
    known = {*standard_data(checked.layout.standard, checked.layout.version).references, *WITH_THE_FILE}

    def told(one: NotRun) -> NotRun:
        return NotRun(one.rule, *lacking(one.lacks), lacks=one.lacks) if one.lacks in known else one

    return replace(checked, not_run=tuple(told(one) for one in checked.not_run))
