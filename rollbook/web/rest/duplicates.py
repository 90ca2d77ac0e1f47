"""The reviewers' queue: suspected pairs, settled; links, undone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from rollbook.service.actions.learners import duplicates, links
from rollbook.service.readers.cases import open_cases
from rollbook.web.rest.endpoint import ULN, Body, Needs, PurposeHeader, Reason, answers, caller_of
from rollbook.web.rest.learner_shapes import Case

router = Router(tags=["review"])


class Side(Schema):
    """One of the two records."""

    uln: str
    given_name: str
    middle_names: str
    family_name: str
    previous_family_name: str
    date_of_birth: date | None
    gender: str
    postcode: str


class Pair(Schema):
    """A suspected pair with both records and the reasons."""

    id: str
    source: str
    weight: float | None
    reasons: list[str]
    said: str
    opened_at: datetime
    first: Side
    second: Side


class Pairs(Schema):
    """Pairs that wait, likeliest first."""

    cases: list[Pair]


class Settle(Body):
    """The decision: one person or two, which number stays, and what was compared."""

    same_person: bool
    survivor: ULN | None = None
    reason: Reason


class Undo(Body):
    """Why a link is undone."""

    reason: Reason


class Undone(Schema):
    """The two numbers again, and how many details a reviewer must still settle."""

    id: str
    number: str
    survivor: str
    unclear: int
    reference: str


@router.get("/duplicates", auth=Needs("review"), response=answers(Pairs))
def list_duplicates(
    request: HttpRequest, purpose: PurposeHeader, limit: Annotated[int, Query(default=50, ge=1, le=200)]
) -> dict[str, Any]:
    """Suspected pairs that wait for a decision."""
    return {"cases": open_cases(by=caller_of(request), purpose=purpose, most=limit)}


@router.post("/duplicates/{uuid:case_id}/settle", auth=Needs("review"), response=answers(Case))
def settle_duplicate(request: HttpRequest, case_id: UUID, body: Settle, purpose: PurposeHeader) -> dict[str, Any]:
    """Link the two numbers, or keep them apart."""
    case = duplicates.settle(
        case_id, same_person=body.same_person, survivor=None if body.survivor is None else int(body.survivor),
        reason=body.reason, by=caller_of(request), purpose=purpose,
    )  # fmt: skip
    return {"id": str(case.id), "state": case.state}


@router.post("/links/{uuid:link_id}/undo", auth=Needs("review"), response=answers(Undone))
def undo_link(request: HttpRequest, link_id: UUID, body: Undo, purpose: PurposeHeader) -> dict[str, Any]:
    """Undo a link."""
    made = links.undo(link_id, reason=body.reason, by=caller_of(request), purpose=purpose)
    return {"id": str(made.id), "number": str(made.number), "survivor": str(made.survivor), "unclear": made.unclear,
            "reference": str(made.reference)}  # fmt: skip
