"""Parts a stream of text into records, each with its line. An unclosed quote costs one record, never the rest."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

LONGEST_RECORD = 100_000  # characters; a learner with every field full has 7,000
LOST = "\ufffd"  # stands for bytes that are no text in the file's encoding, and for NUL, which no database keeps
_MOST_LINES = 100  # lines that one record may be spread over, by line ends inside quotes


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as it stands in the file: its first line (from 1), its values, and what is wrong with its form.

    `problem` is empty, `unclosed_quote`, `endless_line` or `lost_character`.
    """

    line: int
    values: list[str]
    problem: str = ""


def raw_records(stream: TextIO, separator: str) -> Iterator[RawRecord]:
    """Every record that is not blank, one at a time."""
    lines = _Lines(stream)
    while (line := lines.take()) is not None:
        number = lines.number
        if len(line) > LONGEST_RECORD:
            yield RawRecord(number, parse(line[:LONGEST_RECORD].replace("\0", LOST), separator), "endless_line")
            continue
        record, problem = _complete(line, lines, separator)
        record = record.replace("\0", LOST)
        if record.strip():
            yield RawRecord(number, parse(record, separator), problem or ("lost_character" if LOST in record else ""))


def parse(text: str, separator: str) -> list[str]:
    """The values of one record, read as loosely as CSV can be."""
    record = text.removesuffix("\n").removesuffix("\r")
    try:
        return next(csv.reader([record], delimiter=separator), [])
    except csv.Error:  # a line end outside quotes, after quotes that do not pair
        return next(csv.reader([" ".join(record.splitlines())], delimiter=separator), [])


def _complete(line: str, lines: _Lines, separator: str) -> tuple[str, str]:
    """The record that begins with a line: further lines are added while a quote is open."""
    if line.count('"') % 2 == 0 or not _wants_more(line, separator):
        return line, ""
    taken: list[str] = []
    length = len(line)
    while len(taken) < _MOST_LINES and length <= LONGEST_RECORD and (more := lines.take()) is not None:
        taken.append(more)
        length += len(more)
        if more.count('"') % 2:
            return line + "".join(taken), ""
    # Nothing closes the quote: keep this line as it is, and go on with the next one.
    lines.put_back(taken)
    return line, "unclosed_quote"


def _wants_more(line: str, separator: str) -> bool:
    """Does a line end inside quotes? A stray quote in the middle of a value does not open any."""
    asked = False

    def feed() -> Iterator[str]:
        nonlocal asked
        yield line
        asked = True

    next(csv.reader(feed(), delimiter=separator), [])
    return asked


class _Lines:
    """Lines with their numbers; some can be put back. A line without end is taken in one bounded piece."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: deque[str] = deque()
        self.number = 0

    def take(self) -> str | None:
        line = self._waiting.popleft() if self._waiting else self._read()
        if not line:
            return None
        self.number += 1
        return line

    def put_back(self, lines: list[str]) -> None:
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)

    def _read(self) -> str:
        line = rest = self._stream.readline(LONGEST_RECORD + 1)
        while len(rest) > LONGEST_RECORD and not rest.endswith(("\n", "\r")):
            rest = self._stream.readline(LONGEST_RECORD + 1)
        return line
