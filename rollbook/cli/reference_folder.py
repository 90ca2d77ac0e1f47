"""Where reference tables are kept: the folder that is named, or the one of this installation; and what one says in the
shell where a table is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rollbook.standards.lacking import Lack

Folder = Annotated[
    Path | None,
    typer.Option("--reference", help="The folder of reference tables, if not that of this installation."),
]


def reference_folder(chosen: Path | None) -> Path:
    """The folder that was chosen, or the one beside the database's, whether or not there is a database."""
    if chosen is not None:
        return chosen
    from rollbook.service.reference_folder import reference_folder as of_installation  # it costs a start-up

    return of_installation()


def lacking_in_shell(standard: str) -> Callable[[str], Lack]:
    """What to do about a table of this standard that was not given to a check in the shell."""
    from rollbook.standards.lacking import Lack  # loaded for a check only

    which = "" if standard == "ilr" else f" --standard {standard}"

    def lacking(name: str) -> Lack:
        if name == "return_period":
            return Lack(f"Not given: {name}.", "Say which return it is: `rollbook check --return-period`.")
        return Lack(f"Not given: {name}.", f"Load what is missing: `rollbook reference load NAME FILE{which}`.")

    return lacking
