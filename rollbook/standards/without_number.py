"""The learners of a return who have no number yet: as a batch file for the register, and what each lacks for that.

A return holds most of what the register asks. Whoever is complete comes back with a number; the others are told by
name of the detail, so that they can be asked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from rollbook.base.errors import UserError
from rollbook.base.findings import Finding
from rollbook.definitions import Occasion, check_learner
from rollbook.definitions.identifiers import ukprn, uln
from rollbook.standards.batch_rows import as_in_batch, batch_file_name
from rollbook.standards.delimited import write
from rollbook.standards.layouts import LIBRARY, Layout, layout_of
from rollbook.standards.loaded import Loaded

_FORMS = LIBRARY / "lrs_batch" / "from_returns.toml"


@dataclass(frozen=True, slots=True)
class WithoutNumber:
    """One learner without a number: the record's own reference, the details by field, and what is wrong with them."""

    reference: str
    details: Mapping[str, str]
    lacks: tuple[Finding, ...]


def without_number(loaded: Loaded, *, today: date) -> tuple[WithoutNumber, ...]:
    """Those learners, in the order of the file. UserError for a standard that does not hold what is needed."""
    form = _form(loaded.layout)
    rows = loaded.raw[form["table"]]
    numbers = pc.fill_null(rows[form["number"]], "")
    temporary = pc.is_in(pc.utf8_trim_whitespace(numbers), pa.array(["", uln.NOT_KNOWN]))
    return tuple(_learner(row, form, today) for row in rows.filter(temporary).to_pylist())


def write_without_number(learners: tuple[WithoutNumber, ...], loaded: Loaded, out: BinaryIO, *, now: datetime) -> str:
    """Write them as an LRS batch file, those who lack something too; its name comes back, which the file holds."""
    layout, name = layout_of("lrs_batch", "2A"), batch_name(loaded, now)
    own = {"FileVersion": "2A", "FileName": name, "UKPRN": _provider(loaded), "LearnerRecordCount": str(len(learners))}
    write(layout, out, file=own, records=_records(layout, learners))
    return name


def batch_name(loaded: Loaded, now: datetime) -> str:
    """What the batch file of a return is called when it is written now."""
    return batch_file_name(_provider(loaded), now)


def _records(layout: Layout, learners: tuple[WithoutNumber, ...]) -> Iterator[dict[str, str]]:
    columns = [column for column in layout.fields_of("learner") if column.field]
    for learner in learners:
        yield {column.at: learner.details.get(column.field, "") for column in columns} | {"ULN": uln.NOT_KNOWN}


def _learner(row: Mapping[str, Any], form: Mapping[str, Any], today: date) -> WithoutNumber:
    details = {name: (row[field] or "").strip() for name, field in form["fields"].items()}
    for name, codes in form["codes"].items():
        details[name] = codes.get(details[name].upper(), details[name])
    lacks = check_learner(as_in_batch(details), today=today, occasion=Occasion.BATCH)
    return WithoutNumber(details["mis_identifier"], details, tuple(lacks))


def _provider(loaded: Loaded) -> str:
    """The eight digits of the provider. UserError for anything else: it becomes part of a file's name."""
    table, _, field = _form(loaded.layout)["provider"].partition(".")
    held = loaded.raw[table]
    number = ukprn.parse(held[field][0].as_py() or "" if held.num_rows else "")
    if not isinstance(number, str):
        raise UserError("The file does not say whose learners these are: it has no UKPRN.", fix="Correct its UKPRN.")
    return number


@cache
def _forms() -> dict[str, Any]:
    return tomllib.loads(_FORMS.read_text("utf-8"))


def _form(layout: Layout) -> Mapping[str, Any]:
    form = _forms().get(layout.standard)
    fields = {f"{field.table}.{field.name}" for field in layout.fields}
    if form is None or not {f"{form['table']}.{name}" for name in form["fields"].values()} <= fields:
        raise UserError(
            f"{layout.title} does not hold what the register asks about a learner.",
            fix="Take the learners who have no number out of your own system, as an LRS batch file.",
        )
    return dict(form)
