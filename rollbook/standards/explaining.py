"""What goes into each column of a layout, in sentences for whoever fills a file in. Taken from the definitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rollbook.definitions import LearnerField, Occasion, learner_definition
from rollbook.definitions.code_sets import code_set
from rollbook.standards.layouts import Field, Layout

_ALWAYS = "needed"
_WITHOUT_NUMBER = "needed without a ULN"
_KINDS = {
    "date": "A date, written YYYY-MM-DD, such as 2009-03-14.",
    "postcode": "A full UK postcode. ZZ99 9ZZ stands for one that is not known.",
    "email": "An e-mail address.",
    "uln": "Ten digits. 9999999999, or nothing, stands for a learner whose number is not known yet.",
    "scottish_candidate_number": "Nine digits; the zeros at the front belong to it.",
    "nationality": "Three letters, such as GBR.",
}


@dataclass(frozen=True, slots=True)
class ExplainedColumn:
    """One column: its heading, whether it is needed, and what goes there."""

    heading: str
    needed: str
    says: str


def explained_columns(layout: Layout) -> Iterator[ExplainedColumn]:
    """Every column in the order of the file."""
    for column in layout.fields:
        field = learner_definition().fields.get(column.field)
        if field is None:
            yield ExplainedColumn(column.at, "needed, in row 2 only", _of_file(column))
        else:
            yield ExplainedColumn(column.at, needed_in_batch(field), _of_learner(column, field))


def needed_in_batch(field: LearnerField) -> str:
    """Whether a row of a batch file needs this field, in words; empty when it may be left out."""
    if field.name == "uln" or Occasion.BATCH not in field.needed:
        return ""
    return _ALWAYS if Occasion.BATCH_UPDATE in field.needed else _WITHOUT_NUMBER


def _of_file(column: Field) -> str:
    if column.fixed:
        return f"Always {column.fixed}."
    if column.counts:
        return "How many learners the file holds."
    if column.digits:
        return f"Your organisation's number, {column.digits} digits."
    return "The name of the file."


def _of_learner(column: Field, field: LearnerField) -> str:
    if field.code_set:
        return f"{field.title}: {code_set(field.code_set).choices()}."
    if column.unchanged:
        return f"Your own system's reference for the learner; it comes back as it is. At most {field.max_length} signs."
    if field.kind in _KINDS:
        return f"{field.title}. {_KINDS[field.kind]}"
    return f"{field.title}. At most {field.max_length} characters."
