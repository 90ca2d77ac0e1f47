"""What the file doctor has found: proposals to mend, each with examples, and what it cannot mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rollbook.base.findings import Finding
from rollbook.standards.layouts import Layout

DAY_FIRST = "day-first"
MONTH_FIRST = "month-first"
VALUE_KINDS = frozenset({"dates", "number_form", "leading_zeros", "letters"})


@dataclass(frozen=True, slots=True)
class Example:
    """One value before and after mending, with its place. Values are personal: for the file's owner only.

    `alternatives` are the values after mending by each of the proposal's choices, in their order.
    """

    line: int
    column: str
    before: str
    after: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """One kind of damage in one column (or, with no column, in the file), and what mending would do.

    `choices` are the answers to choose from where the file itself does not tell; without an answer nothing is done.
    `is_small` marks what does no harm if it stays, such as line ends.
    """

    kind: str
    column: str
    says: str
    does: str
    count: int = 1
    examples: tuple[Example, ...] = ()
    choices: tuple[str, ...] = ()
    is_small: bool = False

    @property
    def key(self) -> str:
        """Names the proposal among those of one file: `dates:DateOfBirth`."""
        return f"{self.kind}:{self.column}" if self.column else self.kind

    @property
    def may_be_left(self) -> bool:
        """Whether the file can be sent without it: damage to single values only, whose rows then come back."""
        return self.kind in VALUE_KINDS


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read the damaged file again and what is known of it: all that mending needs beside the answers."""

    layout: Layout
    name: str
    today: date
    has_headings: bool
    places: Mapping[str, int]
    width: int
    file: Mapping[str, str]
    date_orders: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything found in one file: what can be mended, what cannot, and how many learners it holds."""

    proposals: tuple[Proposal, ...]
    findings: tuple[Finding, ...]
    count: int
    plan: Plan

    @property
    def is_healthy(self) -> bool:
        """Nothing to mend, or nothing that does harm."""
        return all(proposal.is_small for proposal in self.proposals)

    @property
    def open_choices(self) -> tuple[Proposal, ...]:
        """The proposals that need an answer first."""
        return tuple(proposal for proposal in self.proposals if proposal.choices)
