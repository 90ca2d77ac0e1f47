"""Writes what was read as an edition in our form: a folder of small CSV files and one TOML file that describes it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rollbook.base.errors import Conflict
from rollbook.definitions.cbds.importing.reading import Imported
from rollbook.definitions.cbds.items import CODE_COLUMNS, CODE_SET_COLUMNS, COLLECTION_COLUMNS, COLUMNS

_LONGEST_VALUES = 80  # what is longer is a sentence, not a list of values

# The data sets of the mission, and the published levels that each takes in.
DATA_SETS = (
    ("pupil", "Pupil", "What is known of a pupil or child.", ("Pupil",)),
    ("adult", "Adult", "Teachers and support staff, and governors where there are such items.", ("School Workforce",)),
    ("school", "School", "What is known of a school as a whole.", ("School",)),
    ("local_authority", "Local authority", "What is known of an authority as a whole.", ("LA",)),
    (
        "organisation",
        "Organisations and persons",
        "Elements that several data sets share.",
        ("Organisation", "Person", ""),
    ),
    ("survey", "Surveys", "What stands at the head of a return.", ("Survey",)),
)


def write_edition(
    made: Imported, folder: Path, *, title: str, source: str, licence: str = "", with_text: bool = True
) -> list[Path]:
    """Writes the edition into a new or empty folder and returns the files. Conflict when something is there already:
    an edition is never edited in place."""
    if folder.exists() and any(folder.iterdir()):
        raise Conflict(f"{folder} is not empty; an edition is never written over.", fix="Name a new folder.")
    (folder / "items").mkdir(parents=True)
    levels = {level: name for name, _, _, levels in DATA_SETS for level in levels}
    rows: dict[str, list[Mapping[str, str]]] = {}
    for row in made.items:
        kept = row if with_text else _without_text(row)
        rows.setdefault(levels.get(row["level"], "organisation"), []).append(kept)
    written = [_write(folder / "items" / f"{name}.csv", COLUMNS, rows[name]) for name in sorted(rows)]
    written.append(_write(folder / "code_sets.csv", CODE_SET_COLUMNS, made.code_sets))
    written.append(_write(folder / "codes.csv", CODE_COLUMNS, made.codes))
    written.append(_write(folder / "collections.csv", COLLECTION_COLUMNS, made.collections))
    about = folder / "edition.toml"
    about.write_text(_edition(title, source, licence), "utf-8")
    return [*written, about]


def _without_text(row: Mapping[str, str]) -> dict[str, str]:
    """The facts of an item without the publisher's sentences."""
    return {**row, "about": "", "values": row["values"] if len(row["values"]) <= _LONGEST_VALUES else ""}


def _write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _with_plain_ends(value) for name, value in row.items()} for row in rows)
    return path


def _with_plain_ends(text: str) -> str:
    """A lone carriage return would end the row when it is read again: the writer of CSV does not quote it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _edition(title: str, source: str, licence: str) -> str:
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in _named(title, source, licence)]
    for name, words, says, levels in DATA_SETS:
        lines += ["", "[[data_set]]", f'name   = "{name}"', f'title  = "{words}"', f'says   = "{says}"']
        lines.append(f"levels = {json.dumps(levels)}")
    return "\n".join(lines) + "\n"


def _named(title: str, source: str, licence: str) -> tuple[tuple[str, str], ...]:
    return ("title  ", title), ("source ", source), ("licence", licence)
