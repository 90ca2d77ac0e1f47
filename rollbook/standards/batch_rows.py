"""One row of an LRS batch file as a learner's details: which occasion it is, and everything wrong with it at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from rollbook.base.findings import Finding
from rollbook.base.text import digits_only
from rollbook.definitions import Occasion, check_learner, learner_definition
from rollbook.definitions.identifiers import uln
from rollbook.standards.delimited.reading import Record
from rollbook.standards.layouts import Layout


def batch_file_name(ukprn: str, written: datetime) -> str:
    """The name of a batch file: LRB, the provider's UKPRN, day and time to the minute, ending in capitals."""
    return f"LRB_{ukprn}_{written:%d%m%Y%H%M}.CSV"


def learner_of(record: Record, layout: Layout) -> dict[str, str]:
    """The learner's details by field name, blanks around them removed, with what an empty value means in a batch.

    `mis_identifier` is left exactly as it came. `uln` has lost its blanks and hyphens, and is empty when the row says
    that there is no number yet.
    """
    fields = {name: value.strip(" ") for name, value in layout.as_fields(record.values).items()}
    fields["mis_identifier"] = layout.as_fields(record.values).get("mis_identifier", "")
    number = digits_only(fields.get("uln", ""))
    fields["uln"] = "" if number == uln.NOT_KNOWN else number
    return as_in_batch(fields)


def as_in_batch(fields: dict[str, str]) -> dict[str, str]:
    """The same details, with what an empty value means in a batch."""
    defaults = {field.name: field.in_batch for field in learner_definition().fields.values() if field.in_batch}
    return {**fields, **{name: fields.get(name) or meant for name, meant in defaults.items()}}


def occasion_of(learner: dict[str, str]) -> Occasion:
    """With a number the row means verify, then update; without one it means find, then register."""
    return Occasion.BATCH_UPDATE if learner["uln"] else Occasion.BATCH


def check_row(record: Record, layout: Layout, *, today: date) -> tuple[Finding, ...]:
    """Everything wrong with a row: its form as it was read, and its values; `field` is the heading, with position."""
    learner = learner_of(record, layout)
    on_values = check_learner(learner, today=today, occasion=occasion_of(learner))
    return (
        *record.findings,
        *(replace(found, field=layout.heading_of(found.field), position=record.position) for found in on_values),
    )
