"""Where reference tables are kept: the folder that is named, or the one of this installation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[
    Path | None,
    typer.Option("--reference", help="The folder of reference tables, if not that of this installation."),
]


def reference_folder(chosen: Path | None) -> Path:
    """The folder that was chosen, or the one beside the database's, whether or not there is a database."""
    if chosen is not None:
        return chosen
    from rollbook.service import database, embedded  # loaded only where nobody names a folder: it costs a start-up

    return embedded.data_folder(database.CHECKOUT) / "reference"
