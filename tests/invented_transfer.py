"""Transfer files of invented pupils: the valid one of the standard with changes, as bytes or in a folder."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from rollbook.standards import write
from rollbook.standards.layouts import layout_of
from rollbook.standards.loaded import Loaded
from rollbook.standards.rules.records import changed, raw_tables, valid_record

NAME = "8011001_CTF_8014002_001.xml"


def transfer_bytes(changes: dict[str, Any], version: str = "25") -> bytes:
    """A file with these changes to the valid one. What only one version has must not be named for another."""
    layout, out = layout_of("ctf", version), io.BytesIO()
    document = changed(layout, valid_record("ctf", "25"), changes)
    write(Loaded(layout, raw_tables(layout, document)), out)
    return out.getvalue()


def transfer_file(folder: Path, changes: dict[str, Any], *, name: str = NAME) -> Path:
    """The same, in a folder."""
    path = folder / name
    path.write_bytes(transfer_bytes(changes))
    return path


def many_pupils(count: int) -> bytes:
    """A file with this many pupils, each on a few lines."""
    head, _, rest = transfer_bytes({}).partition(b"  <CTFpupilData>")
    pupil = (
        "<Pupil>\n<UPN>H801200001001</UPN>\n<Surname>Oakley</Surname>\n<Forename>Robin</Forename>\n"
        "<DOB>2014-11-05</DOB>\n<Sex>F</Sex>\n</Pupil>\n"
    )
    assert rest
    return head + b"<CTFpupilData>\n" + (pupil * count).encode() + b"</CTFpupilData>\n</CTfile>\n"
