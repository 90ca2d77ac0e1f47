"""One check that comes out of a layout: what it looks at, under which code it reports, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rollbook.base.findings import Severity
from rollbook.standards.layouts import Field


class Kind(StrEnum):
    """What can be wrong with a value by its layout alone. The value is our own code, where no published one stands."""

    MISSING = "missing"
    EMPTY = "empty_element"
    LENGTH = "wrong_length"
    FORM = "wrong_form"
    RANGE = "out_of_range"
    NUMBER = "not_a_number"
    DATE = "not_a_date"
    TRUTH = "not_true_or_false"
    DECIMALS = "too_many_decimals"
    OTHER = "other_value"
    TOO_MANY = "too_many"
    TOO_FEW = "too_few"
    SEVERAL = "several_of_choice"
    NONE = "none_of_choice"
    COUNT = "wrong_count"
    TERM = "not_this_term"
    PHASE = "not_this_phase"


# The suffix of a published field-definition rule for each kind that has one.
SUFFIX = {
    Kind.MISSING: "MA", Kind.EMPTY: "AL", Kind.LENGTH: "AL", Kind.FORM: "AP", Kind.RANGE: "AR", Kind.TOO_MANY: "EO",
    Kind.TOO_FEW: "EO", Kind.PHASE: "NP", Kind.TERM: "NT",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """One check. `wrong` is true, in SQL over a row of the raw table, where the value is wrong; never null.

    `says` is a template: `{length}` stands for the number of characters of the value. `field` is the field's or the
    element's name, `column` the raw column whose value is shown (none for whole records). A check with an empty
    `wrong` counts records and is asked in its own way (see `counting`).
    """

    code: str
    kind: Kind
    table: str
    field: str
    says: str
    fix: str
    column: str = ""
    wrong: str = ""
    definition: Field | None = None
    severity: Severity = Severity.ERROR

    @property
    def is_published(self) -> bool:
        """Does it report under a published code?"""
        return self.code != str(self.kind)
