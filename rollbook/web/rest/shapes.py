"""What requests about finding and registering say, and what they are answered."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from rollbook.web.rest.endpoint import Body, Day, Text
from rollbook.web.rest.learner_input import MOST, New, Numbereds, Searches

Outcome = Literal["none", "exact", "possible", "too_many", "linked"]
Word = Literal["same", "near", "differs", "not given"]


class Find(Body):
    """Learners to search for."""

    learners: Searches


class FindByUln(Body):
    """A number and both names."""

    uln: Text
    given_name: Text = ""
    family_name: Text = ""


class Verify(Body):
    """Numbers, each with its names, and where known the birth date and gender."""

    learners: Numbereds


class Starts(Body):
    """The enrolment a registration carries: with your own organisation, from a day."""

    start: Day
    mis_identifier: Annotated[Text, Field(max_length=128)] = ""


class NewLearner(Body):
    """One learner to register."""

    details: New
    enrolment: Starts
    override: Annotated[
        Text, Field(max_length=400, description="Why none of the possible matches you were shown is this learner.")
    ] = ""
    notice_version: Annotated[
        Text, Field(max_length=20, description="The version of the privacy notice the learner was given.")
    ] = ""


class Register(Body):
    """Learners to register."""

    learners: Annotated[list[NewLearner], Field(min_length=1, max_length=MOST)]


class Candidate(Schema):
    """A learner who may be the one, in words: nothing stored is shown. The token stands for them for an hour."""

    token: str
    strength: Annotated[int, Field(description="Weight of evidence: 10 more is a thousand times likelier.")]
    agreement: dict[str, Word]
    reasons: list[str]


class FindAnswer(Schema):
    """How one search ended; `reference` names its line in the access log."""

    outcome: Outcome
    says: str
    uln: str | None = None
    linked_uln: str | None = None
    count: int | None = None
    candidates: list[Candidate] | None = None
    reference: str


class FindAnswers(Schema):
    """One answer for each search, in the order of the request."""

    results: list[FindAnswer]


class VerifyAnswer(Schema):
    """Whether a number and its names belong together. `uln` is the number to use from now on."""

    grade: Literal["match", "linked_match", "similar", "linked_similar", "no_match", "not_found"]
    uln: str | None = None
    flags: list[str] | None = None
    reference: str


class VerifyAnswers(Schema):
    """One answer for each learner, in the order of the request."""

    results: list[VerifyAnswer]


class RegisterAnswer(Schema):
    """What came of one registration. There is a number exactly where `uln` is: trust no other word."""

    result: Literal["new", "existing", "linked", "undecided", "search_first", "look_first"]
    says: str
    uln: str | None = None
    linked_uln: str | None = None
    outcome: Outcome | None = None
    count: int | None = None
    candidates: list[Candidate] | None = None
    reference: str


class RegisterAnswers(Schema):
    """One answer for each learner, in the order of the request."""

    results: list[RegisterAnswer]
