"""One learner: choose a candidate, read, correct, enrol, report a second number. No number stands in an address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding
from rollbook.definitions import learner_definition
from rollbook.service import limits
from rollbook.service.actions.learners import choose as choosing
from rollbook.service.actions.learners import duplicates, enrolments
from rollbook.service.actions.learners import read as reading
from rollbook.service.actions.learners.fields import ROW_FIELDS
from rollbook.service.actions.learners.update import update
from rollbook.web.rest import learner_shapes as shapes
from rollbook.web.rest.endpoint import KeyHeader, Needs, PurposeHeader, answers, caller_of
from rollbook.web.rest.problems import placed
from rollbook.web.rest.repeats import answered_once

router = Router(tags=["one learner"])


@router.post("/choose", auth=Needs("enrol"), response=answers(shapes.Chosen), exclude_none=True)
def choose(request: HttpRequest, body: shapes.Choose, purpose: PurposeHeader, key: KeyHeader) -> HttpResponse:
    """The learner is this candidate of your own search: enrol them and get their number."""
    by = caller_of(request)

    def work() -> dict[str, Any]:
        begun = body.enrolment
        chosen = choosing.choose(
            body.token, start=begun.start, mis_identifier=begun.mis_identifier, by=by, purpose=purpose
        )
        return {"uln": str(chosen.uln), "reference": str(chosen.reference)}

    return answered_once(request, work, key=key, shape=shapes.Chosen)


@router.post("/read", auth=Needs("read"), response=answers(shapes.Record))
def read(request: HttpRequest, body: shapes.Number, purpose: PurposeHeader) -> dict[str, Any]:
    """The record of a learner enrolled with your organisation."""
    return reading.read(int(body.uln), by=caller_of(request), purpose=purpose)


@router.post("/history", auth=Needs("read"), response=answers(shapes.PastRecord))
def history(request: HttpRequest, body: shapes.NumberThen, purpose: PurposeHeader) -> dict[str, Any]:
    """The record of this very number as it stood at a moment."""
    stood = reading.read_as_it_stood(int(body.uln), body.at, by=caller_of(request), purpose=purpose)
    return {
        "uln": body.uln,
        "version": stood["version"],
        "since": stood["since"],
        "details": {name: stood[name] for name in ROW_FIELDS},
    }


@router.post("/reveal", auth=Needs("reveal"), response=answers(shapes.Revealed))
def reveal(request: HttpRequest, body: shapes.OfCandidate, purpose: PurposeHeader) -> dict[str, Any]:
    """A candidate's stored details, to compare with the person before you. Few a minute, and the learner can see it."""
    by = caller_of(request)
    limits.spend_action("reveal", key=by.id)
    return reading.reveal(body.token, by=by, purpose=purpose)


@router.post("/update", auth=Needs("update"), response=answers(shapes.Updated), exclude_none=True)
def correct(request: HttpRequest, body: shapes.Update, purpose: PurposeHeader, key: KeyHeader) -> HttpResponse:
    """Correct a learner's details, with a reason. `version` is the version you read: 409 if it has changed since."""
    by = caller_of(request)

    def work() -> dict[str, Any]:
        try:
            made = update(
                int(body.uln), body.changes, version=body.version, reason=body.reason, by=by, purpose=purpose,
                notice_version=body.notice_version, was_mistake=body.was_mistake,
            )  # fmt: skip
        except InvalidInput as refused:
            raise InvalidInput(_of_changes(refused.findings)) from refused
        return {"uln": str(made.uln), "version": made.version, "changed": list(made.changed),
                "reference": str(made.reference)}  # fmt: skip

    return answered_once(request, work, key=key, shape=shapes.Updated)


def _of_changes(findings: tuple[Finding, ...]) -> list[Finding]:
    fields = learner_definition().fields
    return [placed([each], "changes")[0] if each.field in fields else each for each in findings]


@router.post("/enrolments", auth=Needs("enrol"), response=answers(shapes.Enrolment), exclude_none=True)
def enrol(request: HttpRequest, body: shapes.Enrol, purpose: PurposeHeader, key: KeyHeader) -> HttpResponse:
    """Enrol a learner who has a number, given with the names that belong to it."""
    by = caller_of(request)

    def work() -> dict[str, Any]:
        begun = body.enrolment
        try:
            made = enrolments.enrol(
                body.learner, start=begun.start, mis_identifier=begun.mis_identifier, by=by, purpose=purpose
            )
        except InvalidInput as refused:
            raise InvalidInput(placed(refused.findings, "learner")) from refused
        return _enrolment(made)

    return answered_once(request, work, key=key, shape=shapes.Enrolment)


@router.post("/enrolments/{uuid:enrolment_id}/end", auth=Needs("enrol"), response=answers(shapes.Enrolment),
             exclude_none=True)  # fmt: skip
def end_enrolment(request: HttpRequest, enrolment_id: UUID, body: shapes.End, purpose: PurposeHeader) -> dict[str, Any]:
    """End one of your organisation's enrolments."""
    return _enrolment(enrolments.end(enrolment_id, on=body.end, by=caller_of(request), purpose=purpose))


def _enrolment(made: Any) -> dict[str, Any]:
    return {"id": str(made.id), "uln": str(made.learner_id), "start": made.start, "end": made.end,
            "mis_identifier": made.mis_identifier}  # fmt: skip


@router.post("/link-requests", auth=Needs("report"), response=answers(shapes.Case))
def request_link(request: HttpRequest, body: shapes.LinkRequest, purpose: PurposeHeader) -> dict[str, Any]:
    """Report that two numbers are one person. At least one of them is your own learner; a reviewer decides."""
    case = duplicates.report(
        int(body.first), int(body.second), said=body.said, by=caller_of(request), purpose=purpose
    )  # fmt: skip
    return {"id": str(case.id), "state": case.state}
