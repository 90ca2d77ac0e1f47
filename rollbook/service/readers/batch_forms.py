"""A template to fill in and a worked example to look at, as CSV or spreadsheet: made from the layout, invented people.

The example carries a UKPRN that no organisation has, so that nobody registers invented people by sending it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import BinaryIO

from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.standards import Layout, batch_file_name, layout_of
from rollbook.standards.delimited import write
from rollbook.standards.spreadsheets import write_spreadsheet

EXAMPLE_UKPRN = "10000000"
KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_SEED = 20260901
_LEARNERS = 8
_WRITTEN = datetime(2026, 9, 1, 9, 0)


def template(kind: str, *, by: Caller) -> tuple[str, bytes]:
    """An empty batch file of the caller's organisation: its name and its bytes. NotFound for an unknown kind."""
    by.require("batch")
    by.require_organisation()
    name = batch_file_name(by.ukprn, timezone.localtime().replace(tzinfo=None))
    own = {"FileVersion": "2A", "FileName": name, "UKPRN": by.ukprn}
    return _named(name, kind), _written(kind, own, [])


def example(kind: str, *, by: Caller) -> tuple[str, bytes]:
    """A filled-in batch file of invented learners: its name and its bytes. NotFound for an unknown kind."""
    by.require("batch")
    name = batch_file_name(EXAMPLE_UKPRN, _WRITTEN)
    return f"EXAMPLE_{_named(name, kind)}", _example(kind)


@cache
def _example(kind: str) -> bytes:
    # Loaded only for this: the tables behind invented people are large, and a server seldom makes any.
    from rollbook.synthetic.batch_files import batch_records
    from rollbook.synthetic.people import people

    invented = people(_LEARNERS, _SEED).iter_rows(named=True)
    name = batch_file_name(EXAMPLE_UKPRN, _WRITTEN)
    own = {"FileVersion": "2A", "FileName": name, "UKPRN": EXAMPLE_UKPRN, "LearnerRecordCount": str(_LEARNERS)}
    return _written(kind, own, batch_records(invented))


def _written(kind: str, own: Mapping[str, str], records: Iterable[Mapping[str, str]]) -> bytes:
    out = io.BytesIO()
    _write(kind, layout_of("lrs_batch", "2A"), out, own, records)
    return out.getvalue()


def _write(
    kind: str, layout: Layout, out: BinaryIO, own: Mapping[str, str], records: Iterable[Mapping[str, str]]
) -> None:
    if kind == "csv":
        write(layout, out, file=own, records=records, encoding="utf-8-sig")  # spreadsheets know UTF-8 by the mark
    elif kind == "xlsx":
        write_spreadsheet(layout, out, file=own, records=records)
    else:
        raise NotFound("There is no such kind of file.", fix="Take csv or xlsx.")


def _named(name: str, kind: str) -> str:
    return name if kind == "csv" else f"{name.removesuffix('.CSV')}.{kind}"
