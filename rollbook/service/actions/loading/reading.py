"""Reads a file of learners in portions and prepares these on every core, a few at a time so that memory stays flat."""

from __future__ import annotations

import csv
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TextIO

from rollbook.base.errors import Unreadable
from rollbook.service.actions.loading.columns import HEADINGS, PASSED_OVER
from rollbook.service.actions.loading.rows import Prepared, prepare

AT_ONCE = 5_000
SMALL_FILE = 5_000_000  # bytes; below, starting processes takes longer than the work
Rows = Sequence[tuple[int, Mapping[str, str]]]


def read(file: Path, *, today: date) -> Iterator[Prepared]:
    """The file's rows, checked and prepared, portion by portion in their order."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            portions = _portions(text)
            if file.stat().st_size < SMALL_FILE:
                yield from (prepare(portion, today) for portion in portions)
            else:
                yield from _on_every_core(portions, today)
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable("The file is not CSV in UTF-8.", fix="Save it as CSV UTF-8 and load it again.") from error
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise Unreadable("There is no such file, or it may not be read.") from error


def _portions(text: TextIO) -> Iterator[Rows]:
    reader = csv.reader(text, strict=True)
    headings = [heading.strip().lower() for heading in next(reader, [])]
    _check(headings)
    rows = ((reader.line_num, _row(headings, cells, reader.line_num)) for cells in reader if cells)
    while portion := list(islice(rows, AT_ONCE)):
        yield portion


def _check(headings: Sequence[str]) -> None:
    unknown = sorted(set(headings) - HEADINGS - PASSED_OVER)
    twice = sorted({heading for heading in headings if headings.count(heading) > 1})
    if "uln" not in headings:
        raise Unreadable(
            "The file has no column `uln` in its first line.", fix="`rollbook load --help` lists the columns."
        )
    if unknown or twice:
        names = ", ".join(heading[:40] for heading in (unknown or twice)[:10])
        raise Unreadable(
            f"Columns that are {'not known' if unknown else 'there twice'}: {names}.",
            fix="Take them out or rename them; `rollbook load --help` lists the columns.",
        )


def _row(headings: Sequence[str], cells: Sequence[str], line: int) -> dict[str, str]:
    if len(cells) != len(headings):
        raise Unreadable(
            f"Line {line} has {len(cells)} cells where the first line has {len(headings)}.",
            fix="Look for a comma or a quotation mark too many.",
        )
    return dict(zip(headings, cells, strict=True))


def _on_every_core(portions: Iterator[Rows], today: date) -> Iterator[Prepared]:
    cores = min(os.cpu_count() or 1, 16)
    # Fresh processes: this one has a connection to the database, which must not be shared.
    with multiprocessing.get_context("spawn").Pool(cores) as pool:
        waiting = deque(pool.apply_async(prepare, (portion, today)) for portion in islice(portions, cores + 2))
        while waiting:
            yield waiting.popleft().get()
            waiting.extend(pool.apply_async(prepare, (portion, today)) for portion in islice(portions, 1))
