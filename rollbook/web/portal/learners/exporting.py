"""Lists to take away as CSV or spreadsheet, given out while they are read; no value runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from rollbook.base.cells import harmless
from rollbook.base.errors import NotFound
from rollbook.base.workbooks import xlsx_pieces

KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
OFFERED = (("csv", _("Take away as CSV")), ("xlsx", _("Take away as a spreadsheet")))
ROWS = 200  # written out together


def as_file(kind: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    """The rows as a file of this kind. The first is read before anything is sent, so that a failure is a page."""
    if kind not in KINDS:
        raise NotFound("There is no such kind of file.", fix="Choose CSV or spreadsheet.")
    reading = iter(rows)
    first = list(islice(reading, 1))
    cells = ([harmless(value) for value in row] for row in chain(first, reading))
    pieces: Callable[..., Iterator[bytes]] = _csv if kind == "csv" else xlsx_pieces
    response = StreamingHttpResponse(pieces(headings, cells), content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["X-Accel-Buffering"] = "no"
    return response


def _csv(headings: Sequence[str], rows: Iterator[list[str]]) -> Iterator[bytes]:
    yield "\ufeff".encode()  # spreadsheets take the file for UTF-8 by this
    lines = chain([list(headings)], rows)
    while several := list(islice(lines, ROWS)):
        out = io.StringIO()
        csv.writer(out).writerows(several)
        yield out.getvalue().encode()
