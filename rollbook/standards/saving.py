"""Makes a file out of tables that somebody worked with: the way back from `typed_tables`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

from rollbook.standards.layouts import layout_of
from rollbook.standards.loaded import Loaded
from rollbook.standards.reading import write
from rollbook.standards.tables.written_tables import written_tables


def save(tables: Mapping[str, Any], to: Path | BinaryIO, standard: str, version: str, shape: str = "") -> None:
    """Write tables as a file of a standard. A path is replaced only when the whole file stands.

    UserError for a table, column or value that does not fit; SetupMissing for a standard that is not known.
    """
    layout = layout_of(standard, version, shape)
    loaded = Loaded(layout, written_tables(layout, tables))
    if not isinstance(to, Path):
        write(loaded, to)
        return
    # The file beside it can be read by its owner alone, and so can the one that it becomes.
    with NamedTemporaryFile(dir=to.parent, prefix=f".{to.name}-", delete=False) as file:
        beside = Path(file.name)
        try:
            write(loaded, file.file)  # type: ignore[arg-type]
        except BaseException:
            file.close()
            beside.unlink(missing_ok=True)
            raise
    beside.replace(to)
