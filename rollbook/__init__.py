"""Rollbook: a learner information service that anyone can run.

`check`, `read` and `write` need no database: `rollbook.check("ILR-90000101-2526-20251103-090000-01.xml").findings`
gives what is wrong with a file, `rollbook.read(...)["learner"].to_pandas()` what stands in it, and
`rollbook.write(tables, "new.xml", standard="ilr", version="2025-26")` makes a file of such tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import pyarrow as pa

    from rollbook.standards import CheckResult

__version__ = "0.1.0"

__all__ = ["__version__", "check", "read", "write"]


def check(source: str | Path | BinaryIO, *, today: date | None = None, **options: Any) -> CheckResult:
    """Check a file of any standard that is known here: findings, what was not run, what could not be decided.

    `today` is the day rules compare with (the computer's, if not given). The options are those of `standards.check`:
    `name`, `layout`, `references`, `return_period`, `as_collected`. Unreadable when nothing can be read.
    """
    from rollbook.standards.checking import check as check_file  # heavy, and most of Rollbook does without it

    return check_file(_opened(source), today=today or date.today(), **options)


def read(source: str | Path | BinaryIO, *, name: str = "") -> dict[str, pa.Table]:
    """The tables of a file as Arrow, by name: each with `id`, `line`, `nth`, the ids of what stands around, values.

    Numbers and dates are typed; what is not written as such is null. Unreadable when nothing can be read.
    """
    from rollbook.standards.reading import read as read_file  # as above
    from rollbook.standards.tables.typed_tables import typed_tables

    return typed_tables(read_file(_opened(source), name=name))


def write(
    tables: Mapping[str, Any], to: str | Path | BinaryIO, *, standard: str, version: str, shape: str = ""
) -> None:
    """Make a file of a standard out of tables like those that `read` gives, as Arrow, Polars or pandas.

    Each row names the row it belongs to by its id (`learner_id`); `line` and `nth` are not needed. Numbers, dates and
    yes or no are written as the standard writes them; a text as it stands. Nothing is corrected and nothing is
    checked: `check` says what is wrong with the file. A file that is there is replaced, when all has gone well.
    UserError names the table or column that does not fit; SetupMissing where there is no such standard.
    """
    from rollbook.standards.saving import save  # as above

    save(tables, Path(to) if isinstance(to, str) else to, standard, version, shape)


def _opened(source: str | Path | BinaryIO) -> Path | BinaryIO:
    return Path(source) if isinstance(source, str) else source
