"""Requests that may be sent twice: one answer for one Idempotency-Key."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from rollbook.base.errors import RollbookError
from rollbook.service.idempotency import Answer, once
from rollbook.web.rest.endpoint import caller_of
from rollbook.web.rest.problems import problem


def answered_once(
    request: HttpRequest,
    work: Callable[[], dict[str, Any]],
    *,
    key: str,
    shape: type[Schema],
    status: int = 200,
    digest: bytes | None = None,
) -> HttpResponse:
    """The work's answer in its shape, or the one kept for the key.

    `digest` stands for the body where the body is a file. A refusal leaves what the work wrote of it in the log.
    """

    def do() -> Answer:
        try:
            return Answer(status, shape.model_validate(work()).model_dump_json(exclude_none=True).encode())
        except RollbookError as refused:
            refusals.append(problem(request, refused))
            return Answer(refusals[0].status_code, b"")

    refusals: list[HttpResponse] = []
    answer = once(key, do, request=_whole(request, digest), by=caller_of(request))
    if refusals:
        return refusals[0]
    return HttpResponse(answer.body, status=answer.status, content_type="application/json; charset=utf-8")


def _whole(request: HttpRequest, digest: bytes | None) -> bytes:
    head = json.dumps([request.method, request.path, request.headers.get("Purpose", "")]).encode()
    return head + b"\n" + (request.body if digest is None else digest)
