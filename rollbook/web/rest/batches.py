"""Batch files: send one, watch or stop it, fetch its result, settle its exceptions."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import File, Query, Router, UploadedFile

from rollbook.service.actions.batches import settling
from rollbook.service.actions.batches.sending import plain_finding, send
from rollbook.service.actions.batches.stopping import stop
from rollbook.service.readers import batches as reader
from rollbook.web.rest import batch_shapes as shapes
from rollbook.web.rest.endpoint import KeyHeader, Needs, PurposeHeader, answers, caller_of
from rollbook.web.rest.learner_input import is_storable
from rollbook.web.rest.repeats import answered_once

router = Router(tags=["batches"])
CSV: dict[str, Any] = {
    "responses": {200: {"description": "The return file", "content": {"text/csv": {"schema": {"type": "string"}}}}}
}


@router.post("", auth=Needs("batch"), response=answers(shapes.Sent), exclude_none=True)
def send_batch(
    request: HttpRequest, file: Annotated[UploadedFile, File()], purpose: PurposeHeader, key: KeyHeader
) -> HttpResponse:
    """Send a batch file as the form field `file`. The same file again is the same batch and changes nothing."""
    name = (file.name or "batch.CSV") if is_storable(file.name or "") else "batch.CSV"

    def work() -> dict[str, Any]:
        sent = send(cast(BinaryIO, file.file), name, by=caller_of(request), purpose=purpose)
        return {
            "id": str(sent.id),
            "is_new": sent.is_new,
            "learners": sent.learners,
            "findings": [plain_finding(finding) for finding in sent.findings[: shapes.MOST_FINDINGS]],
        }

    digest = _digest(file) if key else b""
    return answered_once(request, work, key=key, shape=shapes.Sent, digest=digest)


def _digest(file: UploadedFile) -> bytes:
    hashed = hashlib.sha256()
    for piece in file.chunks():
        hashed.update(piece)
    file.seek(0)
    return hashed.digest()


@router.get("", auth=Needs("batch"), response=answers(shapes.Batches))
def list_batches(request: HttpRequest) -> dict[str, Any]:
    """Your organisation's latest batches, newest first."""
    return {"batches": reader.batches(by=caller_of(request))}


@router.get("/{uuid:batch_id}", auth=Needs("batch"), response=answers(shapes.Progress))
def progress(request: HttpRequest, batch_id: UUID) -> dict[str, Any]:
    """How far a batch is, and how many learners came to each code."""
    return reader.progress(batch_id, by=caller_of(request))


@router.post("/{uuid:batch_id}/stop", auth=Needs("batch"), response=answers(shapes.Stopped))
def stop_batch(request: HttpRequest, batch_id: UUID, key: KeyHeader) -> HttpResponse:
    """Stop a batch sent by mistake: what is done stays, the rest is not worked on until the same file is sent again."""

    def work() -> dict[str, Any]:
        return {"id": str(batch_id), "left": stop(batch_id, by=caller_of(request))}

    return answered_once(request, work, key=key, shape=shapes.Stopped)


@router.get("/{uuid:batch_id}/result", auth=Needs("batch"), response=answers(None), openapi_extra=CSV)
def result(
    request: HttpRequest, batch_id: UUID, with_codes: Annotated[bool, Query(default=True)]
) -> StreamingHttpResponse:
    """The return file: the same columns with the ULNs filled in, then code and reason unless `with_codes` is false."""
    pieces = reader.result(batch_id, by=caller_of(request), with_codes=with_codes)
    answer = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{batch_id}.CSV"'
    return answer


@router.get("/{uuid:batch_id}/exceptions", auth=Needs("settle"), response=answers(shapes.Exceptions))
def exceptions(
    request: HttpRequest, batch_id: UUID, after: Annotated[int, Query(default=0, ge=0, le=2**31 - 1)]
) -> dict[str, Any]:
    """The rows that wait for a decision, in the order of the file; `after` is the last row number you have."""
    return {"exceptions": reader.exceptions(batch_id, by=caller_of(request), after=after)}


@router.post("/{uuid:batch_id}/exceptions/{int:number}/settle", auth=Needs("settle"),
             response=answers(shapes.Settled), exclude_none=True)  # fmt: skip
def settle(
    request: HttpRequest, batch_id: UUID, number: int, body: shapes.Settle, purpose: PurposeHeader, key: KeyHeader
) -> HttpResponse:
    """Settle one row: choose a candidate, say that the learner is new, correct values, or leave it without a number."""
    caller_of(request).require_purpose(purpose)

    def work() -> dict[str, Any]:
        settled = _settle(batch_id, number, body, request)
        return {"number": settled.number, "code": settled.code, "says": settled.reason, "open": settled.is_open,
                "uln": None if settled.uln is None else str(settled.uln)}  # fmt: skip

    return answered_once(request, work, key=key, shape=shapes.Settled)


def _settle(batch_id: UUID, number: int, body: shapes.Settle, request: HttpRequest) -> settling.Settled:
    by = caller_of(request)
    decision = body.root
    match decision:
        case shapes.Choose():
            return settling.choose(batch_id, number, decision.token, by=by)
        case shapes.CallNew():
            return settling.call_new(batch_id, number, reason=decision.reason, by=by)
        case shapes.Correct():
            return settling.correct(batch_id, number, decision.values, by=by)
        case shapes.Leave():
            return settling.leave(batch_id, number, reason=decision.reason, by=by)
