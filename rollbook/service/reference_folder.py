"""Where the reference tables of this installation lie: one folder for the shell, the pages, REST and the workers.

It needs no database, since a check in the shell needs none either.
"""

from __future__ import annotations

import os
from pathlib import Path

from rollbook.service.data_folder import data_folder


def reference_folder() -> Path:
    """The folder that is named, or the one beside the database's, whether or not there is a database."""
    chosen = os.environ.get("ROLLBOOK_REFERENCE")
    return Path(chosen) if chosen else data_folder() / "reference"
