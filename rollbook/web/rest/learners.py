"""Learners: find, verify, register. What more can be done with one stands in `one_learner.py`."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router

from rollbook.base.errors import SearchFirst
from rollbook.organisations import Caller
from rollbook.register.outcomes import LinkedMatch
from rollbook.service import limits
from rollbook.service.actions.learners import find as searching
from rollbook.service.actions.learners.register import Registered, Registration, Result, register
from rollbook.service.actions.learners.verify import Verified, verify_all
from rollbook.service.readers.answers import answer
from rollbook.service.readers.registrations import OUT_OF_ORDER, SAID
from rollbook.web.rest import shapes
from rollbook.web.rest.endpoint import KeyHeader, Needs, PurposeHeader, answers, caller_of
from rollbook.web.rest.learner_input import refuse_invalid
from rollbook.web.rest.repeats import answered_once

router = Router(tags=["learners"])


@router.post("/find", auth=Needs("find"), response=answers(shapes.FindAnswers), exclude_none=True)
def find(request: HttpRequest, body: shapes.Find, purpose: PurposeHeader) -> dict[str, Any]:
    """Search for learners by their details: each search ends as none, exact, possible, too_many or linked."""
    by = caller_of(request)
    places = [f"learners/{number}" for number in range(len(body.learners))]
    limits.spend(len(places) - 1, by=by)
    found = searching.find(body.learners, by=by, purpose=purpose)
    refuse_invalid(found, places=places)
    return {"results": [{**answer(each.outcome, by=by), "reference": str(each.reference)} for each in found]}


@router.post("/find-by-uln", auth=Needs("find"), response=answers(shapes.FindAnswer), exclude_none=True)
def find_by_uln(request: HttpRequest, body: shapes.FindByUln, purpose: PurposeHeader) -> dict[str, Any]:
    """Search by number and both names: exact or linked where they belong together, else none."""
    by = caller_of(request)
    found = searching.find_by_number(body.uln, body.given_name, body.family_name, by=by, purpose=purpose)
    refuse_invalid([found], places=[""])
    return {**answer(found.outcome, by=by), "reference": str(found.reference)}


@router.post("/verify", auth=Needs("verify"), response=answers(shapes.VerifyAnswers), exclude_none=True)
def verify(request: HttpRequest, body: shapes.Verify, purpose: PurposeHeader) -> dict[str, Any]:
    """Check that numbers and names belong together: match, similar, no_match or not_found, and whether linked."""
    by = caller_of(request)
    places = [f"learners/{number}" for number in range(len(body.learners))]
    limits.spend(len(places) - 1, by=by)
    found = verify_all(body.learners, by=by, purpose=purpose)
    refuse_invalid(found, places=places)
    return {"results": [_verified(each) for each in found]}


def _verified(each: Verified) -> dict[str, Any]:
    said = each.verification
    return {
        "grade": str(said.grade),
        "uln": None if said.uln is None else str(said.uln),
        "flags": list(said.flags) or None,
        "reference": str(each.reference),
    }


@router.post("/register", auth=Needs("register"), response=answers(shapes.RegisterAnswers), exclude_none=True)
def register_learners(
    request: HttpRequest, body: shapes.Register, purpose: PurposeHeader, key: KeyHeader
) -> HttpResponse:
    """Give learners a number, each with its enrolment. Search for the same details first.

    One wrong field means that nobody of the list is registered. A learner who has a number is enrolled and keeps it.
    With possible matches in the way nothing is written for that learner: choose one, or say in `override` why none of
    them fits, a few seconds after they were shown.
    """
    by = caller_of(request)
    places = [f"learners/{number}/details" for number in range(len(body.learners))]
    limits.spend(len(places) - 1, by=by)
    requests = [
        Registration(
            each.details,
            start=each.enrolment.start,
            mis_identifier=each.enrolment.mis_identifier,
            override=each.override,
            notice_version=each.notice_version,
        )
        for each in body.learners
    ]

    def work() -> dict[str, Any]:
        with transaction.atomic():
            made = register(requests, by=by, purpose=purpose)
            refuse_invalid(made, places=places)
        _refuse_unsearched(made)
        return {"results": [_registered(each, by=by) for each in made]}

    return answered_once(request, work, key=key, shape=shapes.RegisterAnswers)


def _refuse_unsearched(made: list[Registered]) -> None:
    """Refuse the request where nothing came of it because no search went before."""
    if all(each.result in OUT_OF_ORDER for each in made):
        raise SearchFirst(SAID[made[0].result])


def _registered(made: Registered, *, by: Caller) -> dict[str, Any]:
    plain: dict[str, Any] = {"result": str(made.result), "reference": str(made.reference)}
    if made.result is Result.UNDECIDED:
        plain |= answer(made.outcome, by=by)
    else:
        plain["says"] = SAID[made.result]
    if made.uln is not None:
        plain["uln"] = str(made.uln)
    if isinstance(made.outcome, LinkedMatch) and made.result is Result.LINKED:
        plain["linked_uln"] = str(made.outcome.linked)
    return plain
