"""What requests about batches say, and what they are answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, RootModel

from rollbook.web.rest.endpoint import Body, Reason, Text, Token

MOST_FINDINGS = 100


class Position(Schema):
    """Where in the file."""

    line: int | None = None
    record: str = ""


class Finding(Schema):
    """Something to say about the file; nothing that hinders it."""

    rule: str
    field: str
    says: str
    fix: str
    severity: str
    position: Position


class Sent(Schema):
    """A file that has been taken in; its learners are worked on from now."""

    id: str
    is_new: bool
    learners: int
    findings: list[Finding]


class Batch(Schema):
    """A batch in a list. One that was stopped is done, and says when it was stopped."""

    id: str
    file_name: str
    state: Literal["waiting", "working", "done"]
    learners: int
    sent_at: datetime
    stopped_at: datetime | None = None


class Batches(Schema):
    """Your organisation's batches."""

    batches: list[Batch]


class Progress(Batch):
    """How far a batch is: learners done, and how many came to each return code."""

    done: int
    codes: dict[str, int]
    exceptions: int
    findings: list[Finding]
    finished_at: datetime | None


class Stopped(Schema):
    """How many learners of a stopped batch were not worked on."""

    id: str
    left: int


class Candidate(Schema):
    """A learner who may be the one, in words."""

    token: str
    agreement: dict[str, str]
    reasons: list[str]


class WaitingRow(Schema):
    """A row that waits for a decision: as it was sent, why it waits, and who it may be."""

    number: int
    line: int
    values: dict[str, str]
    code: str
    reason: str
    candidates: list[Candidate]


class Exceptions(Schema):
    """Rows that wait."""

    exceptions: list[WaitingRow]


class Choose(Body):
    """The learner is this candidate."""

    choice: Literal["candidate"]
    token: Token


class CallNew(Body):
    """None of the candidates is the learner."""

    choice: Literal["new"]
    reason: Reason


class Correct(Body):
    """The row was wrong: values by heading."""

    choice: Literal["corrected"]
    values: Annotated[dict[str, Annotated[Text, Field(max_length=4000)]], Field(min_length=1, max_length=40)]


class Leave(Body):
    """The row stays without a number."""

    choice: Literal["left"]
    reason: Reason


class Settle(RootModel[Annotated[Choose | CallNew | Correct | Leave, Field(discriminator="choice")]]):
    """A decision about one row."""


class Settled(Schema):
    """What came of the decision."""

    number: int
    code: str
    says: str
    uln: str | None = None
    open: bool
