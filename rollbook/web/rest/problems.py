"""Every error as RFC 9457 problem details: what happened, what to do, and a reference for the help desk.

Nothing personal goes into a problem or into its log line: findings name fields and rules, never values.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse

from rollbook.base import errors
from rollbook.base.errors import InvalidInput, OurFault, RollbookError, TooOften, answer_for
from rollbook.base.findings import Finding, Position

CONTENT_TYPE = "application/problem+json"
log = logging.getLogger("rollbook.web")


class HttpRefused(errors.UserError):
    """Refused by the rules of HTTP alone, with that status."""

    def __init__(self, status: int, message: str, *, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.status = status


# What HTTP itself refuses, whatever the address: status, sentence, what to do.
HTTP_ONLY: dict[int, tuple[str, str]] = {
    400: ("The request cannot be understood.", "Send JSON as the description at /api/openapi.json says."),
    404: ("There is nothing at this address.", "Compare it with the description at /api/openapi.json."),
    405: ("This address does not take this method.", "The header Allow names those it takes."),
    411: ("The request does not say how long it is.", "Send the header Content-Length."),
    413: ("The request is larger than this address takes.", "Send fewer learners at once, or a batch file."),
    415: ("The content type is not one this address takes.", "Send application/json."),
}


def problem(request: HttpRequest, error: RollbookError) -> HttpResponse:
    """The answer for a failure, and its line in the log."""
    status = error.status if isinstance(error, HttpRefused) else answer_for(error).status
    details: dict[str, Any] = {
        "type": f"urn:rollbook:problem:{_name(error, status)}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": error.message,
        "reference": str(reference_of(request)),
    }
    if error.fix:
        details["fix"] = error.fix
    if isinstance(error, InvalidInput):
        details["errors"] = [_place(finding) for finding in error.findings]
    response = HttpResponse(json.dumps(details, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
    if isinstance(error, TooOften):
        response["Retry-After"] = str(error.retry_after)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    _log(request, error, status)
    return response


def plain_problem(request: HttpRequest, status: int) -> HttpResponse:
    """The answer for a status that Django or HTTP alone decided."""
    says, fix = HTTP_ONLY.get(status, HTTP_ONLY[400])
    error: RollbookError = OurFault() if status >= 500 else HttpRefused(status, says, fix=fix)
    return problem(request, error)


def reference_of(request: HttpRequest) -> UUID:
    """The request's own reference, the same in its answer, its header and the log."""
    reference = getattr(request, "reference", None)
    if reference is None:
        reference = request.reference = uuid4()  # type: ignore[attr-defined]
    return UUID(str(reference))


def placed(findings: Sequence[Finding], at: str) -> list[Finding]:
    """The findings with their place in the request's body, such as `learners/3`, put before their field."""
    return [replace(each, position=Position(record=f"{at}/{each.position.record}".strip("/"))) for each in findings]


def _place(finding: Finding) -> dict[str, str]:
    place = {"rule": finding.rule, "detail": finding.says}
    if finding.fix:
        place["fix"] = finding.fix
    if finding.position.record == "header" or finding.rule in OF_HEADERS:
        place["header"] = OF_HEADERS.get(finding.rule, finding.field)
    elif finding.position.record == "query":
        place["parameter"] = finding.field
    else:
        steps = [step for step in (*finding.position.record.split("/"), finding.field) if step]
        place["pointer"] = "#/" + "/".join(step.replace("~", "~0") for step in steps)
    return place


# Findings of the actions about what REST sends as a header.
OF_HEADERS = {"purpose_unknown": "Purpose", "key_unfit": "Idempotency-Key"}


def _name(error: RollbookError, status: int) -> str:
    name = HTTPStatus(status).phrase if isinstance(error, HttpRefused) else type(error).__name__
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).replace(" ", "-").lower()


def _log(request: HttpRequest, error: RollbookError, status: int) -> None:
    match = request.resolver_match
    where = f"{request.method} /{match.route}" if match is not None else f"{request.method} -"
    rules = ""
    if isinstance(error, InvalidInput):
        rules = " rules=" + ",".join(sorted({finding.rule for finding in error.findings}))
    log.warning(
        "reference=%s status=%d kind=%s at=%s%s", reference_of(request), status, _name(error, status), where, rules
    )
    if status >= 500 and error.__cause__ is not None:
        # Where it happened and what kind it was; the exception's own text may quote what was stored.
        frames = traceback.extract_tb(error.__cause__.__traceback__)[-12:]
        story = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
        log.error("reference=%s cause=%s %s", reference_of(request), type(error.__cause__).__name__, story)
