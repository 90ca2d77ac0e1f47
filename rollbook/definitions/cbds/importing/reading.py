"""Reads files of definitions into one edition: items, code sets, collections, and everything odd about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rollbook.base.errors import Unreadable
from rollbook.base.findings import Finding, Position, Severity
from rollbook.definitions.cbds.importing import code_rows, headings, odd
from rollbook.definitions.cbds.importing.item_rows import Row, item_row, supersedes
from rollbook.definitions.cbds.importing.sheets import Rows, sheets_of

_YEAR = re.compile(r"(?:20(?P<full>\d{2})|(?<=CTF )(?P<short>\d{2}))")
_NOT_FAMILY = re.compile(r"20\d{2}(?:-\d{2})?|(?<=CTF )\d{2}|for admission in Sept|\bdraft\b", re.IGNORECASE)
_UNFINISHED = re.compile(r"draft|pilot", re.IGNORECASE)
_YES = {"1", "Y", "y", "yes", "true"}
_NO = {"0", "", "N", "n", "no", "false"}


@dataclass
class Imported:
    """What was read: rows in the columns of our form, and findings in the order they were met."""

    items: list[Row] = field(default_factory=list)
    code_sets: list[Row] = field(default_factory=list)
    codes: list[Row] = field(default_factory=list)
    collections: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_definitions(paths: Iterable[Path]) -> Imported:
    """Everything that the files hold. Unreadable when none of them holds a sheet of items or of codes.

    A small .xlsx can unpack to gigabytes: look into it first (`standards.doctor.archive.refuse_unfit`).
    """
    made = Imported()
    said: dict[str, tuple[str, ...]] = {}
    names = []
    for path in paths:
        names.append(path.name)
        for name, rows in sheets_of(path):
            _read_sheet(name, rows, made, said)
    if not made.items and not made.codes:
        raise Unreadable(
            f"No definitions were found in {', '.join(names)}.",
            fix="A sheet of items has the headings Identifier 1 and Data Item Name; one of codes, code_set and code.",
        )
    made.findings += odd.settle_successors(made.items, said)
    made.findings += odd.across_items(made.items)
    made.findings += odd.across_codes(made.items, made.code_sets, made.codes)
    return made


def _read_sheet(name: str, rows: Rows, made: Imported, said: dict[str, tuple[str, ...]]) -> None:
    if (place := headings.item_heading_row(rows)) is not None:
        _read_items(rows, place, made, said)
    elif (place := headings.code_heading_row(rows)) is not None:
        _add_sets(code_rows.sets_in_table(rows[place], rows[place + 1 :]), made)
    elif "code" in name.casefold():
        _add_sets(code_rows.sets_in_blocks(rows), made)


def _read_items(rows: Rows, place: int, made: Imported, said: dict[str, tuple[str, ...]]) -> None:
    known = {heading.casefold(): ours for heading, ours in headings.ITEM_HEADINGS.items()}
    titles = [headings.plain(heading) for heading in rows[place]]
    ours = [known.get(title.casefold()) for title in titles]
    asking = {at: title for at, title in enumerate(titles) if ours[at] is None and title}
    made.collections += [_collection(title) for title in asking.values()]
    made.findings += _missing_headings(titles, place + 1)
    for line, cells in enumerate(rows[place + 1 :], place + 2):
        if not any(cell.strip() for cell in cells):
            continue
        given = {name: cells[at] for at, name in enumerate(ours) if name and at < len(cells)}
        given["validation"] = _beside(titles, cells, "Item Level Validation")
        flags = {title: cells[at].strip() for at, title in asking.items() if at < len(cells)}
        chosen = tuple(collection_key(title) for title, flag in flags.items() if flag in _YES)
        row, findings = item_row(given, chosen, line)
        made.items.append(row)
        made.findings += [*findings, *_odd_flags(flags, row, line)]
        if numbers := supersedes(given.get("notes", "")):
            said[row["number"]] = numbers


def _beside(titles: Sequence[str], cells: Sequence[str], heading: str) -> str:
    return cells[titles.index(heading)] if heading in titles and titles.index(heading) < len(cells) else ""


def _add_sets(found: dict[str, tuple[str, list[list[str]]]], made: Imported) -> None:
    for number, (title, rows) in found.items():
        codes = code_rows.code_rows(number, rows)
        made.codes += codes
        names = next((row["detail"] for row in codes if row["kind"] == "heading" and not row["part"]), "")
        made.code_sets.append(
            {"number": number, "title": " ".join(title.split()), "detail": names, "superseded_by": ""}
        )


def _collection(title: str) -> Row:
    year = _YEAR.search(title)
    number = f"20{year['full'] or year['short']}" if year else ""
    family = " ".join(_NOT_FAMILY.sub("", title).strip(" -").split())
    is_draft = "yes" if _UNFINISHED.search(title) else ""
    return {"key": collection_key(title), "title": title, "family": family, "year": number, "draft": is_draft}


def collection_key(title: str) -> str:
    """A collection's name in our files: `school_census_2013`."""
    return re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")


def _missing_headings(titles: Sequence[str], line: int) -> Iterator[Finding]:
    present = {title.casefold() for title in titles}
    for heading, ours in headings.ITEM_HEADINGS.items():
        if ours and heading.casefold() not in present:
            says = f"The sheet has no column {heading}."
            yield Finding(
                "CBDS_COLUMN", heading, says, "What it holds stays empty.", Severity.WARNING, "", Position(line)
            )


def _odd_flags(flags: dict[str, str], row: Row, line: int) -> Iterator[Finding]:
    for title, flag in flags.items():
        if flag not in _YES | _NO:
            says = f"{title} is neither 1 nor 0 for this item; it was taken for no."
            position = Position(line, f"item {row['number']}")
            yield Finding("CBDS_FLAG", title, says, "Write 1 or 0.", Severity.WARNING, flag, position)
