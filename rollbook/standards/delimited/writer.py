"""Writes a delimited file strictly as its layout says: headings, order, quotes, line ends."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import BinaryIO

from rollbook.base.errors import UserError
from rollbook.standards.delimited.lines import LOST
from rollbook.standards.delimited.open_text import OpenText
from rollbook.standards.layouts import Layout


def write(
    layout: Layout,
    out: BinaryIO,
    *,
    file: Mapping[str, str],
    records: Iterable[Mapping[str, str] | Sequence[str]],
    encoding: str = "utf-8",
) -> int:
    """Write a file and say how many records it holds.

    `file` are the values of the file's own table and `records` those of the learners, by heading; headings that the
    layout does not have are passed over. A record that is a list is written as it stands: that is how a row comes
    through whose values could not be put into their columns. `encoding` is `utf-8`, `utf-8-sig` (with the mark at
    the start) or `cp1252`.
    Nothing is corrected: a wrong count is written as it is given. `out` is left open.
    """
    text = OpenText(out, encoding=encoding, newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, delimiter=layout.separator, lineterminator=layout.newline)
    learner = [column.at for column in layout.fields_of("learner")]
    own = [column.at for column in layout.fields_of("file")]
    writer.writerow([*own, *learner])
    own_values = [file.get(heading, "") for heading in own]
    blanks = [""] * len(own)
    count = 0
    try:
        for count, record in enumerate(records, start=1):
            if isinstance(record, Mapping):
                row = [*(own_values if count == 1 else blanks), *(record.get(heading, "") for heading in learner)]
            else:
                row = list(record)
            writer.writerow(row if encoding.startswith("utf") else map(_without_stand_in, row))
        if count == 0:
            writer.writerow([*own_values, *([""] * len(learner))])
        text.flush()
    except UnicodeEncodeError as error:
        raise UserError(
            f"The file cannot be written in {encoding}: a name holds a letter that it does not have.",
            fix="Write it as UTF-8.",
        ) from error
    return count


def _without_stand_in(value: str) -> str:
    """The stand-in for a lost character exists in Unicode only."""
    return value.replace(LOST, "?")
