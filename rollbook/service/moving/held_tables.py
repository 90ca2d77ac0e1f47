"""The reference tables in a backup: what they are is in its signed manifest, and they come back where none lies."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

from django.conf import settings

from rollbook.base.errors import Unreadable
from rollbook.standards.held_references import names_held, place_of, standards_that_look_up

FOLDER = "reference"
_ENTRY = re.compile(rf"{FOLDER}/[a-z0-9_]+/[a-z0-9_]+\.parquet")
_PIECE = 1 << 20


def add_tables(archive: zipfile.ZipFile) -> dict[str, str]:
    """Put every table that is held into the archive; the SHA-256 of each, by its entry. Unreadable where one cannot be
    read: a backup says what it lacks before it is needed."""
    places = [
        place_of(settings.REFERENCE_FOLDER, standard, name)
        for standard in standards_that_look_up()
        for name in names_held(settings.REFERENCE_FOLDER, standard)
    ]
    return {f"{FOLDER}/{each.parent.name}/{each.name}": _added(archive, each) for each in places}


def _added(archive: zipfile.ZipFile, path: Path) -> str:
    digest = hashlib.sha256()
    try:
        file = path.open("rb")
    except OSError as error:
        raise Unreadable(f"The reference table {path.stem} cannot be read.", fix="Let this user read it.") from error
    # Opened once: a table that is replaced meanwhile is in the backup as it was, whole.
    with file, archive.open(f"{FOLDER}/{path.parent.name}/{path.name}", "w") as entry:
        while piece := file.read(_PIECE):
            digest.update(piece)
            entry.write(piece)
    return digest.hexdigest()


def are_whole(archive: zipfile.ZipFile, said: dict[str, str]) -> bool:
    """Whether each table in the archive is the one that the manifest names. KeyError where one is missing."""
    for name, digest in said.items():
        with archive.open(name) as entry:
            if not _ENTRY.fullmatch(name) or hashlib.file_digest(entry, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
                return False
    return True


def bring_back_tables(archive: zipfile.ZipFile, said: dict[str, str]) -> None:
    """The tables of the backup, where this installation holds none of that name: one that it holds may be newer."""
    for name in said:
        place: Path = settings.REFERENCE_FOLDER.joinpath(*name.split("/")[1:])
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            written = place.with_suffix(".part")
            written.write_bytes(archive.read(name))
            written.replace(place)
