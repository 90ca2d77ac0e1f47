"""Turns the rows of code sets into ours: which are codes, which are headings and notes, which table of the set."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from rollbook.definitions.cbds.items import RANGE

_CODES = ("code", "range")
_NUMBER = re.compile(r"(?:D\d{5}|CS\d{3})$")
_HEADING = re.compile(r"<.*>|level|.*codes?|iso 3166.*|listed local.*|communities and local.*", re.IGNORECASE)
_LONGEST_CODE = 60
_SEQUENCE = re.compile(r"\*+\s?")
Row = dict[str, str]


def sets_in_blocks(rows: Sequence[Sequence[str]]) -> dict[str, tuple[str, list[list[str]]]]:
    """The sets of a sheet that lists one below the other: a number with its title, then the rows of that set."""
    found: dict[str, tuple[str, list[list[str]]]] = {}
    current: list[list[str]] | None = None
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if _NUMBER.match(cells[0]):
            title = next((cell for cell in cells[1:] if cell), "")
            current = found.setdefault(cells[0], (title, []))[1]
        elif current is not None:
            current.append(cells)
    return found


def sets_in_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, tuple[str, list[list[str]]]]:
    """The sets of a flat table with the columns code_set, code_set_name, code, description and what follows."""
    at = {heading.strip().casefold(): place for place, heading in enumerate(headings)}
    first = at["code"]
    found: dict[str, tuple[str, list[list[str]]]] = {}
    for row in rows:
        number = row[at["code_set"]].strip()
        title = row[at["code_set_name"]].strip() if "code_set_name" in at else ""
        if number:
            found.setdefault(number, (title, []))[1].append([cell.strip() for cell in row[first:]])
    return found


def code_rows(number: str, rows: Sequence[Sequence[str]]) -> list[Row]:
    """The rows of one set in our form, in order."""
    reading = _readings().get(number, {})
    is_labelled = sum(bool(_cell(row, 1)) for row in rows) * 2 > len(rows) or "label" in reading
    part, is_at_top = "", True  # headings stand above the first code of a table
    made: list[Row] = []
    for place, cells in enumerate(rows, 1):
        kind = _kind(cells, is_labelled=is_labelled, is_at_top=is_at_top)
        is_at_top = is_at_top and kind != "code"
        if kind == "code" and reading.get("ranges") and RANGE.fullmatch(_cell(cells, 0)):
            kind = "range"
        if kind == "note" and _opens_a_part(cells):
            part, is_at_top = _cell(cells, 0), True
        made.append(_row(number, place, cells, kind, part, reading if not part else {}))
    return made


def _row(number: str, place: int, cells: Sequence[str], kind: str, part: str, reading: dict[str, Any]) -> Row:
    label, finer = reading.get("label", 1), reading.get("finer")
    used = {0, label, finer, *reading.get("same", ())}
    beside = [_cell(cells, at) for at in range(1, len(cells)) if at not in used]
    while beside and not beside[-1]:
        beside.pop()
    return {
        "code_set": number,
        "row": str(place),
        "code": _one_line(_cell(cells, 0)),
        "finer": _one_line(_cell(cells, finer)) if finer else "",
        "label": _one_line(_cell(cells, label) or ("" if kind in _CODES else _cell(cells, 1))),
        "kind": kind,
        "part": _one_line(part),
        "restated": "",
        "detail": "|".join(_one_line(cell).replace("|", "/") for cell in beside),
    }


def _kind(cells: Sequence[str], *, is_labelled: bool, is_at_top: bool) -> str:
    code, others = _cell(cells, 0), [cell for cell in cells[1:] if cell]
    if _SEQUENCE.match(code) or len(code) > _LONGEST_CODE or (not others and is_labelled):
        return "note"
    if is_at_top and others and _HEADING.fullmatch(code):
        return "heading"
    return "code"


def _opens_a_part(cells: Sequence[str]) -> bool:
    """A title in capitals or a note alone on its row stands above a second table."""
    code = _cell(cells, 0)
    return bool(code) and not code.startswith("*") and not any(cells[1:])


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def _readings() -> dict[str, dict[str, Any]]:
    """Sets whose columns stand in an order of their own."""
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
