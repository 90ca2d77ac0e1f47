"""What requests about one learner say, and what they are answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from rollbook.web.rest.endpoint import ULN, Body, Day, Moment, Reason, Text, Token
from rollbook.web.rest.learner_input import Changes, Numbered
from rollbook.web.rest.shapes import Starts


class Number(Body):
    """A ULN."""

    uln: ULN


class NumberThen(Body):
    """A ULN and a moment."""

    uln: ULN
    at: Moment


class OfCandidate(Body):
    """A candidate's token, from your own search."""

    token: Token


class Choose(Body):
    """A candidate's token, and the enrolment that makes the learner yours."""

    token: Token
    enrolment: Starts


class Chosen(Schema):
    """The number of the learner who is now enrolled with you."""

    uln: str
    reference: str


class Update(Body):
    """A learner's number, the version you read, what is to change, and why."""

    uln: ULN
    version: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
    changes: Changes
    reason: Reason
    notice_version: Annotated[Text, Field(max_length=20)] = ""
    was_mistake: Annotated[
        bool,
        Field(
            strict=True,
            description="What stood there was never so, such as a mistyped name: no former name or postcode follows.",
        ),
    ] = False


class Updated(Schema):
    """The learner's number and version now, and the names of the fields that changed."""

    uln: str
    version: int
    changed: list[str]
    reference: str


class Enrol(Body):
    """A number with its names, and the enrolment."""

    learner: Numbered
    enrolment: Starts


class End(Body):
    """The day an enrolment ends."""

    end: Day


class Enrolment(Schema):
    """An enrolment of your organisation."""

    id: str
    uln: str
    start: date
    end: date | None = None
    mis_identifier: str = ""


class LinkRequest(Body):
    """Two numbers of one person, and what makes you say so (no personal details)."""

    first: ULN
    second: ULN
    said: Reason


class Case(Schema):
    """A suspected pair in the reviewers' queue."""

    id: str
    state: Literal["open", "linked", "kept_apart"]


class Note(Schema):
    """What your organisation noted."""

    text: str
    at: datetime


class OwnEnrolment(Enrolment):
    """An enrolment as a record shows it."""

    id: Any
    provider: str
    ukprn: str


class Record(Schema):
    """A learner's record as your organisation may see it."""

    uln: str
    version: int
    status: str
    linked_numbers: list[str]
    title: str
    given_name: str
    middle_names: str
    preferred_given_name: str
    family_name: str
    previous_family_name: str
    family_name_at_16: str
    former_names: list[dict[str, str]]
    alternative_names: list[dict[str, str]]
    date_of_birth: date | None
    gender: str
    postcode: str
    former_postcodes: list[str]
    address_line_1: str
    address_line_2: str
    address_town: str
    address_county_or_city: str
    date_of_address_capture: date | None
    school_at_16: str
    place_of_birth: str
    email: str
    nationality: str
    scottish_candidate_number: str
    unique_pupil_number: str
    identifiers: list[dict[str, str]]
    ability_to_share: int
    notice_version: str
    verification_type: int
    other_verification_description: str
    contested: Annotated[list[str], Field(description="The details that the learner objects to, until it is settled.")]
    created_at: datetime
    since: datetime
    enrolments: list[OwnEnrolment]
    notes: list[Note]


class PastRecord(Schema):
    """The details of one number as they stood at a moment."""

    uln: str
    version: int
    since: datetime
    details: dict[str, Any]


class Revealed(Schema):
    """A candidate's stored details."""

    uln: str
    given_name: str
    middle_names: str
    family_name: str
    previous_family_name: str
    date_of_birth: date | None
    gender: str
    postcode: str
    contested: list[str]
